/** Users and their API keys. Users are for admins; a key belongs to whoever makes it. */
import type { Calls } from "./calls.ts";
import type { ApiKey, NewApiKey, OneTimeLink, User } from "./wire/accounts.generated.ts";

/** All reject with `ThorpApiError`. */
export interface UsersClient {
  list(): Promise<readonly User[]>;
  /** The link sets the password. From the first user on, everybody has to log in. */
  create(user: Pick<User, "name" | "role">): Promise<{ readonly user: User; readonly link: OneTimeLink }>;
  change(user: string, changes: Partial<Pick<User, "role" | "disabled">>): Promise<User>;
  /** A one-time link that sets the password anew. */
  link(user: string): Promise<OneTimeLink>;
}

/** All reject with `ThorpApiError`; `key-unknown` for one that is not there. */
export interface KeysClient {
  /** The caller's; for admins all. */
  list(): Promise<readonly ApiKey[]>;
  /** The only time that the key itself is seen. `expiresAt`: milliseconds since 1970. */
  create(key: Pick<ApiKey, "name"> & Partial<Pick<ApiKey, "scopes" | "expiresAt" | "user">>): Promise<NewApiKey>;
  revoke(key: string): Promise<void>;
}

/** The part of the client for users. */
export function createUsersClient({ json }: Calls): UsersClient {
  const list = "/api/users";
  const one = (user: string, rest = ""): string => `${list}/${encodeURIComponent(user)}${rest}`;
  return {
    list: async () => (await json<{ users: readonly User[] }>({ path: list })).users,
    create: (body) => json({ method: "POST", path: list, body }),
    change: (user, body) => json({ method: "PATCH", path: one(user), body }),
    link: (user) => json({ method: "POST", path: one(user, "/link") }),
  };
}

/** The part of the client for API keys. */
export function createKeysClient({ json, done }: Calls): KeysClient {
  const list = "/api/keys";
  return {
    list: async () => (await json<{ keys: readonly ApiKey[] }>({ path: list })).keys,
    create: (body) => json({ method: "POST", path: list, body }),
    revoke: (key) => done({ method: "DELETE", path: `${list}/${encodeURIComponent(key)}` }),
  };
}
