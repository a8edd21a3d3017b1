/**
 * The Accounts seam: people, what proves who they are, and what they may do.
 *
 * Whoever changes something says on whose behalf (`Actor`); that goes into the audit log in the same commit. Rights are
 * not checked here: the server asks before it calls. Members reject with `user-unknown`, `key-unknown`,
 * `link-invalid` or `account-state`, and with the errors of the Store.
 */
import type { MicroDollars } from "../base/money.ts";
import type { AuditFilter, AuditRow } from "../storage/account-tables.ts";
import type { ApiKey, KeyScope, LoginSession, NewApiKey, OneTimeLink, Role, User } from "../wire/accounts.ts";
import type { Budget, BudgetName } from "../wire/budgets.ts";
import type { Credential, CredentialName, OAuthRequest } from "../wire/credentials.ts";
import type { Preferences } from "../wire/preferences.ts";
import type { ApprovalRuleDocument } from "./documents.ts";

/** Who does something, for the audit log. */
export interface Actor {
  /** `personal`, `setup`, or the id of a user. */
  readonly who: string;
  /** Id of the API key that was shown. */
  readonly key?: string;
  /** Address of the client. */
  readonly from?: string;
}

/** Users; the last admin who can log in stays one. */
export interface Users {
  /** By name. */
  list(): readonly User[];
  /** By id or name. */
  find(idOrName: string): User | undefined;
  /** The first one must be an admin. A user without a password sets it over the link. */
  create(user: { readonly name: string; readonly role: Role }, actor: Actor): Promise<User>;
  change(id: string, change: { readonly role?: Role; readonly disabled?: boolean }, actor: Actor): Promise<User>;
  /** Ends all sessions of the user, but for the one with this token. */
  setPassword(id: string, password: string, how: { readonly actor: Actor; readonly keep?: string }): Promise<void>;
}

/** API keys. */
export interface ApiKeys {
  list(user?: string): readonly ApiKey[];
  find(id: string): ApiKey | undefined;
  create(key: KeyRequest, actor: Actor): Promise<NewApiKey>;
  /** At once and for good. */
  revoke(id: string, actor: Actor): Promise<void>;
}

/** A key that is to be made. */
export interface KeyRequest {
  readonly user: string;
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
}

/** Links that work once; a new one for the same purpose ends the one before. */
export interface Links {
  /** For the first admin. Throws `account-state` when there are users. */
  setup(): Promise<OneTimeLink>;
  /** Sets the password of a user. */
  password(user: string, actor: Actor): Promise<OneTimeLink>;
  /** `name` is needed for the first admin, and ignored for others. Throws `link-invalid`. */
  redeem(link: RedeemedLink, from: string | undefined): Promise<User>;
}

/** What comes back over a link. */
export interface RedeemedLink {
  readonly token: string;
  readonly password: string;
  readonly name?: string;
}

/** Somebody who has proved who they are. */
export interface Holder {
  /** Id of the user. */
  readonly user: string;
  readonly role: Role;
  /** Of an API key: its id and what it may be used for. */
  readonly key?: { readonly id: string; readonly scopes: readonly KeyScope[] };
}

/** What a proof is worth; `why` in words for the person. */
export type Proof = { readonly ok: true; readonly holder: Holder } | { readonly ok: false; readonly why: string };

/** The proofs, asked at every request: nothing here waits, but for logging in and out. */
export interface Door {
  hasUsers(): boolean;
  byKey(key: string): Proof;
  /** `token` is that of the cookie. */
  bySession(token: string): Proof;
  /** The token that state-changing requests with this cookie must bring. */
  csrfOf(token: string): string;
  /** Undefined for a wrong name or password: which of them is not told. */
  login(name: string, password: string, at: LoginPlace): Promise<Login | undefined>;
  isPassword(user: string, password: string): Promise<boolean>;
  logout(token: string, actor: Actor): Promise<void>;
}

/** Where somebody logs in. */
export interface LoginPlace {
  /** Address of the client. */
  readonly from?: string;
  /** The program, as it calls itself. */
  readonly device?: string;
}

/** Sessions that count, of a login by cookie. */
export interface Sessions {
  /** The one that was used last first; of all users without one. `token` marks the own one. */
  list(of?: { readonly user?: string; readonly token?: string }): readonly LoginSession[];
  /** Those of a user, or the one that is named, but for that with the token `keep`. How many have ended. */
  end(which: EndedSessions, actor: Actor): Promise<number>;
}

/** Which sessions are ended. */
export interface EndedSessions {
  readonly user: string;
  readonly session?: string;
  readonly keep?: string;
}

/** A session that has just begun; the token is kept only as a hash. */
export interface Login {
  readonly token: string;
  readonly user: User;
  /** Milliseconds since 1970; the latest end. */
  readonly expiresAt: number;
}

/** One model call, by whose money it is. */
export interface ChargedTo {
  readonly user: string;
  /** Id of the API key. */
  readonly key?: string | undefined;
  /** Absent for a call that no team makes. */
  readonly team?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Ceilings that admins set. They count what is spent from then on. */
export interface Budgets {
  list(): Promise<readonly Budget[]>;
  /** Replaces the one of that name. */
  set(budget: BudgetName & { readonly limit: number }, actor: Actor): Promise<void>;
  /** False when there is none of that name. */
  remove(name: BudgetName, actor: Actor): Promise<boolean>;
  /** Those that hold for a call; their scopes are charged with it. Limits are in micro-dollars. */
  ceilings(call: ChargedTo): readonly {
    readonly scope: string;
    readonly limit: MicroDollars;
    readonly options: string;
  }[];
}

/** How people want to be served. Without a user: the one person where there are no users. */
export interface PreferenceShelf {
  of(user?: string): Preferences;
  /** All of them at once: what is left out is taken back. */
  set(user: string | undefined, preferences: Preferences, actor: Actor): Promise<void>;
}

/** An approval that a person let stand, under its id. */
export interface ApprovalRule extends ApprovalRuleDocument {
  readonly id: string;
}

/** Names that stand where rules have the id of a user: of the one person, and of the whole house. */
export const approvalOwners = { personal: "personal", everyone: "everyone" } as const;

/** Approvals that hold beyond a run. */
export interface ApprovalRules {
  /** Oldest first; all of them without a user. */
  list(user?: string): readonly ApprovalRule[];
  /** Those that answer for runs of this user: their own and those of everyone. Without a user: of the one person. */
  holdingFor(user?: string): readonly ApprovalRule[];
  /** Without a user: of the one person. The same again changes nothing. */
  add(
    rule: Omit<ApprovalRuleDocument, "user" | "createdAt"> & { readonly user?: string | undefined },
    actor: Actor,
  ): Promise<void>;
  /**
   * From now on it holds for everyone, under the id that is given back; undefined when there is none of that id. Throws
   * `account-state` for one of a single conversation.
   */
  share(id: string, actor: Actor): Promise<ApprovalRule | undefined>;
  /** False when there is none of that id. */
  remove(id: string, actor: Actor): Promise<boolean>;
}

/** For whose call a credential is wanted. */
export interface CredentialAsker {
  readonly user?: string | undefined;
  readonly team?: string | undefined;
}

/** Keys of other services. The environment comes before them: whoever looks one up asks it first. */
export interface CredentialStore {
  /** Never the secrets. */
  list(): readonly Credential[];
  /** Throws `credential-locked` without a master key. */
  set(credential: CredentialName & { readonly secret: string }, actor: Actor): Promise<void>;
  /** False when there is none of that name. */
  remove(name: CredentialName, actor: Actor): Promise<boolean>;
  /** Seals everything with a new master key, or with the one that the environment has by now. Returns how many. */
  rotate(actor: Actor): Promise<number>;
  /** The user's own, else the team's, else everyone's. `version` is another one after each change. */
  lookup(variable: string, asker?: CredentialAsker): { readonly secret: string; readonly version: string } | undefined;
  /** Renews the token that `lookup` would give, when it is about to end. */
  renew(variable: string, asker?: CredentialAsker): Promise<void>;
  /** For the filter of what leaves. */
  secrets(): readonly string[];
  /** Another number after each change. */
  revision(): number;
  /** The address to open in a browser. */
  beginOAuth(
    request: OAuthRequest & CredentialName,
    how: { readonly redirectUri: string; readonly actor: Actor },
  ): string;
  /** With what the browser brings back. Throws `link-invalid`, `credential-locked`. */
  finishOAuth(state: string, code: string): Promise<CredentialName>;
}

/** The log of who did what. */
export interface AuditLog {
  /** Newest first. */
  list(filter?: AuditFilter): Promise<readonly AuditRow[]>;
  /** What is wrong with the chain of hashes, in words. */
  verify(): Promise<readonly string[]>;
  /** For what is not done to accounts: who deleted a run. Resolves when it is durable. */
  note(entry: AuditNote, actor: Actor): Promise<void>;
}

/** What was done. */
export type AuditNote = Pick<AuditRow, "what" | "on" | "detail">;

/** Everything about people. */
export interface Accounts {
  readonly users: Users;
  readonly keys: ApiKeys;
  readonly links: Links;
  readonly door: Door;
  readonly sessions: Sessions;
  readonly budgets: Budgets;
  readonly preferences: PreferenceShelf;
  readonly approvals: ApprovalRules;
  readonly credentials: CredentialStore;
  readonly audit: AuditLog;
}
