/** One secret as it is kept, and its name. */
import type { AuditEntry } from "../../storage/account-tables.ts";
import type { CredentialName } from "../../wire/credentials.ts";

/** What renewing a token takes. */
export interface OAuthSecret {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly refresh?: string | undefined;
}

/** What is sealed: a secret, or what belongs to an OAuth token. */
export type OpenSecret = { readonly secret: string; readonly oauth?: OAuthSecret };

/** What keeping a secret needs. */
export interface KeptSecret {
  readonly name: CredentialName;
  readonly open: OpenSecret;
  readonly expiresAt?: number | undefined;
}

/** Stores one, replacing the one of its name. */
export type KeepSecret = (kept: KeptSecret, audit?: AuditEntry) => Promise<void>;

/** The name under which it is kept, and what is authenticated with it. */
export function idOf({ of, name, variable }: CredentialName): string {
  return of === "everyone" ? variable : `${of}:${name}/${variable}`;
}
