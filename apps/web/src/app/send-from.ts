/**
 * `fetch` of a path of this server, wherever its paths begin, with what the cookie of a login needs: the token against requests that other pages make a browser send. A
 * server without users gives none and asks for none.
 */
import type { Session } from "@thorp/client";
import { noteAway } from "./away.ts";
import { addressOf } from "./base-path.ts";

let csrf: string | undefined;

/** Told of each session that the server names. */
export function rememberSession(session: Session): void {
  csrf = session.csrf;
}

export const sendFrom: typeof fetch = (input, init) => {
  const address = typeof input === "string" ? addressOf(input) : input;
  if (csrf === undefined || (init?.method ?? "GET") === "GET") return watched(address, init);
  const headers = new Headers(init?.headers);
  headers.set("x-csrf-token", csrf);
  return watched(address, { ...init, headers });
};

/** What was given up here says nothing about the server. */
const watched: typeof fetch = async (input, init) => {
  try {
    const response = await fetch(input, init);
    noteAway(false);
    return response;
  } catch (error) {
    if (init?.signal?.aborted !== true) noteAway(true);
    throw error;
  }
};
