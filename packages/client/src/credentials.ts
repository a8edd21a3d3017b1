/** Keys of other services that the server calls: written, never read. */
import type { Calls } from "./calls.ts";
import type { Credential } from "./wire/accounts.generated.ts";

/** What names a credential: the variable, and whose it is. */
export type CredentialName = Pick<Credential, "of" | "name" | "variable">;

/** All reject with `ThorpApiError`. */
export interface CredentialsClient {
  /** Without the secrets. */
  list(): Promise<readonly Credential[]>;
  set(name: CredentialName, secret: string): Promise<void>;
  remove(name: CredentialName): Promise<boolean>;
  /** Seals everything with a new master key; for admins. Gives how many. */
  rotate(): Promise<number>;
}

/** The part of the client for credentials. */
export function createCredentialsClient({ json, done }: Calls): CredentialsClient {
  const list = "/api/credentials";
  const one = (variable: string): string => `${list}/${encodeURIComponent(variable)}`;
  return {
    list: async () => (await json<{ credentials: readonly Credential[] }>({ path: list })).credentials,
    set: ({ of, name, variable }, secret) =>
      done({ method: "PUT", path: one(variable), body: { of, name, secret }, repeatable: true }),
    remove: async ({ of, name, variable }) =>
      (await json<{ removed: boolean }>({ method: "DELETE", path: one(variable), query: { of, name } })).removed,
    rotate: async () => (await json<{ sealed: number }>({ method: "POST", path: `${list}/rotate` })).sealed,
  };
}
