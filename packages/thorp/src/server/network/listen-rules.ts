/** Where the server may listen, and what it must have for that. */
import { ThorpError } from "../../base/errors.ts";

/** What the rules look at. */
export interface ListenOptions {
  readonly host: string;
  /** Nobody is let in without an account. */
  readonly requireUsers: boolean;
  readonly hasTls: boolean;
  readonly trustedProxies: readonly string[];
}

/** True for the names of this machine's own loopback. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Throws `config-invalid` that names the setting which would have to be another. */
export function checkListen({ host, requireUsers, hasTls, trustedProxies }: ListenOptions): void {
  if (isLoopback(host)) return;
  if (!requireUsers)
    throw new ThorpError("config-invalid", `Others can reach ${host}, so nobody may be let in without an account.`, {
      hint: "Leave THORP_HOST at 127.0.0.1, or let users log in.",
    });
  if (hasTls || trustedProxies.length > 0) return;
  throw new ThorpError("config-invalid", `On ${host} keys and words would cross the network in clear text.`, {
    hint: "Set THORP_TLS_CERT and THORP_TLS_KEY; or put a proxy with TLS in front and name it in THORP_TRUSTED_PROXIES; or leave THORP_HOST at 127.0.0.1.",
  });
}
