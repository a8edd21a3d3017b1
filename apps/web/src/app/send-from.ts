/**
 * `fetch` of a path of this server, wherever its paths begin, with what the cookie of a login needs: the token against requests that other pages make a browser send. A
 * server without users gives none and asks for none.
 */
import type { Session } from "@thorp/client";
import { addressOf } from "./base-path.ts";

let csrf: string | undefined;

/** Told of each session that the server names. */
export function rememberSession(session: Session): void {
  csrf = session.csrf;
}

export const sendFrom: typeof fetch = (input, init) => {
  const address = typeof input === "string" ? addressOf(input) : input;
  if (csrf === undefined || (init?.method ?? "GET") === "GET") return fetch(address, init);
  const headers = new Headers(init?.headers);
  headers.set("x-csrf-token", csrf);
  return fetch(address, { ...init, headers });
};
