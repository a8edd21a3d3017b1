/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
/** Who makes this request. */
export type Session = {
  /** personal: this server has no users and asks for no key. */
  readonly kind: "personal" | "nobody" | "user";
  readonly user?: User;
  readonly role?: "viewer" | "member" | "admin";
  readonly scopes?: readonly ("runs:read" | "runs:write" | "v1" | "account" | "admin")[];
  /** For the header x-csrf-token of requests with the cookie. */
  readonly csrf?: string;
  readonly hasUsers: boolean;
};

/** Somebody who may use the server. */
export type User = {
  readonly id: string;
  readonly name: string;
  readonly role: "viewer" | "member" | "admin";
  readonly disabled: boolean;
  readonly hasPassword: boolean;
  readonly createdAt: number;
};

/** A link that sets a password, once. */
export type OneTimeLink = {
  /** What stands behind the # of the link; it works once. */
  readonly token: string;
  readonly user?: string;
  readonly expiresAt: number;
};

/** An API key, without the key itself. */
export type ApiKey = {
  readonly id: string;
  readonly user: string;
  readonly name: string;
  readonly scopes: readonly ("runs:read" | "runs:write" | "v1" | "account" | "admin")[];
  readonly ending: string;
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly lastUsedAt?: number;
};

/** An API key at the moment it was made. */
export type NewApiKey = {
  readonly id: string;
  readonly user: string;
  readonly name: string;
  readonly scopes: readonly ("runs:read" | "runs:write" | "v1" | "account" | "admin")[];
  readonly ending: string;
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly lastUsedAt?: number;
  /** The key itself. It is shown this once and kept only as a hash. */
  readonly key: string;
};

/** The most that may be spent. */
export type Budget = {
  readonly of: "user" | "key" | "team" | "everyone";
  readonly name: string;
  readonly per: "day" | "month" | "ever";
  /** US dollars. */
  readonly limit: number;
  readonly used: number;
};

/** A key of another service, without the key. */
export type Credential = {
  readonly of: "everyone" | "team" | "user";
  readonly name: string;
  /** The variable that would hold it in the environment, which comes before it. */
  readonly variable: string;
  readonly kind: "secret" | "oauth";
  readonly ending: string;
  readonly setAt: number;
  readonly expiresAt?: number;
};

/** A login by cookie that still counts. */
export type LoginSession = {
  readonly id: string;
  readonly user: string;
  readonly createdAt: number;
  readonly seenAt: number;
  /** Address that logged in. */
  readonly from?: string;
  /** Program that logged in, as it calls itself. */
  readonly device?: string;
  /** It is the one that asks. */
  readonly isCurrent: boolean;
};

/** One line of the audit log; `hash` covers it and the hash before it. */
export type AuditEntry = {
  readonly seq: number;
  readonly at: number;
  /** `personal`, `setup`, `nobody`, `terminal`, or the id of a user. */
  readonly who: string;
  readonly key?: string;
  readonly what: string;
  readonly on?: string;
  readonly detail?: string;
  readonly from?: string;
  readonly hash: string;
};
