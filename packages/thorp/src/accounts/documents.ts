/** What is kept of people. All of it was written by this program, so that it is read without being checked again. */

import type { KeyScope, Role } from "../wire/accounts.ts";
import type { BudgetName } from "../wire/budgets.ts";
import type { Credential } from "../wire/credentials.ts";
import type { Preferences } from "../wire/preferences.ts";
import type { StandingMatch } from "../wire/standing.ts";
import type { Sealed } from "./credentials/sealing.ts";

/** Times are milliseconds since 1970, here and below. */
export interface UserDocument {
  readonly name: string;
  readonly role: Role;
  readonly disabled: boolean;
  /** As `hashPassword` makes it; absent until the user has set one. */
  readonly password?: string;
  readonly createdAt: number;
}

/** `hash` is that of `hashToken`. */
export interface KeyDocument {
  readonly user: string;
  readonly name: string;
  readonly hash: string;
  readonly ending: string;
  readonly scopes: readonly KeyScope[];
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly lastUsedAt?: number;
}

/** Under the hash of its token. */
export interface SessionDocument {
  readonly user: string;
  readonly createdAt: number;
  readonly seenAt: number;
  /** Address and program that logged in; older releases did not say. */
  readonly from?: string;
  readonly device?: string;
}

/** Under the hash of its token; `user` is absent for the one that makes the first admin. */
export interface LinkDocument {
  readonly user?: string;
  readonly expiresAt: number;
}

/** `limit` in micro-dollars. */
export interface BudgetDocument extends BudgetName {
  readonly limit: number;
}

/** Its secret is sealed. */
export interface CredentialDocument extends Credential {
  readonly sealed: Sealed;
}

/** An approval that a person let stand. */
export interface ApprovalRuleDocument {
  /** Whose runs it holds for; `personal` for the one person where there are no users, `everyone` for the house. */
  readonly user: string;
  /** Only in this conversation; everywhere without. */
  readonly conversation?: string;
  readonly tool: string;
  readonly effect: string;
  readonly match: StandingMatch;
  /** As `Standing` says. */
  readonly value: string;
  /** Of the call that it was given for, secrets masked. */
  readonly summary: string;
  readonly createdAt: number;
}

/** By kind. */
export interface DocumentByKind {
  readonly user: UserDocument;
  readonly key: KeyDocument;
  readonly session: SessionDocument;
  readonly link: LinkDocument;
  readonly budget: BudgetDocument;
  readonly preferences: Preferences;
  readonly credential: CredentialDocument;
  readonly "approval-rule": ApprovalRuleDocument;
}
