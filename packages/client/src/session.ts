/** Who the caller is; logging in and out by cookie, for pages. */
import type { Calls } from "./calls.ts";
import type { LoginSession, Session, User } from "./wire/accounts.generated.ts";

/** All reject with `ThorpApiError`. */
export interface SessionClient {
  /** `csrf` belongs into the header `x-csrf-token` of what changes something with the cookie. */
  show(): Promise<Session>;
  /** Rejects with `auth-required` for a wrong name or password; the answer sets a cookie. */
  logIn(name: string, password: string): Promise<Session>;
  logOut(): Promise<void>;
  /** Where the caller is logged in; for admins everybody, or one user. */
  list(user?: string): Promise<readonly LoginSession[]>;
  /** Ends all others, or one; for admins also those of a user. Gives how many. */
  end(which?: { readonly user?: string; readonly session?: string }): Promise<number>;
  /** Sets a password over a one-time link; the first one makes the first admin, who needs a name. */
  redeem(link: { readonly token: string; readonly password: string; readonly name?: string }): Promise<User>;
}

/** The part of the client for sessions. */
export function createSessionClient({ json, done }: Calls): SessionClient {
  const path = "/api/session";
  return {
    show: () => json({ path }),
    logIn: (name, password) => json({ method: "POST", path, body: { name, password } }),
    logOut: () => done({ method: "DELETE", path }),
    list: async (user) =>
      (await json<{ sessions: readonly LoginSession[] }>({ path: "/api/sessions", query: { user } })).sessions,
    end: async (which = {}) =>
      (await json<{ ended: number }>({ method: "DELETE", path: "/api/sessions", query: { ...which } })).ended,
    redeem: (body) => json({ method: "POST", path: "/api/links/redeem", body }),
  };
}
