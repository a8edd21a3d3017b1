/** People as others see them: users, keys, one-time links. Nothing here ever holds a hash or, but once, a secret. */
import { z } from "zod";

export const roles = ["viewer", "member", "admin"] as const;
/** Each may do what those before it may. */
export type Role = (typeof roles)[number];

export const keyScopes = ["runs:read", "runs:write", "v1", "account", "admin"] as const;
/**
 * What an API key may be used for, within the role of its user. `runs:read`: look. `runs:write`: ask, answer, stop.
 * `v1`: the OpenAI routes. `account`: the user's own keys, preferences and credentials. `admin`: what only admins may.
 */
export type KeyScope = (typeof keyScopes)[number];

const milliseconds = z.number();

/** How a user is called; also for logging in. */
export const userNameSchema = z
  .string()
  .regex(/^[\w.@+-]{1,100}$/, "must be 1 to 100 letters, digits or the characters . _ - @ +");
/** Long enough to be worth hashing, short enough to be hashed. */
export const passwordSchema = z.string().min(10, "must have at least 10 characters").max(500);

export const userSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.enum(roles),
    /** Neither keys nor sessions of a disabled user count. */
    disabled: z.boolean(),
    /** False until the one-time link has been used. */
    hasPassword: z.boolean(),
    createdAt: milliseconds,
  })
  .meta({ id: "User", description: "Somebody who may use the server." });
/** Times are milliseconds since 1970. */
export type User = z.infer<typeof userSchema>;

export const apiKeySchema = z
  .object({
    id: z.string(),
    user: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(keyScopes)),
    /** The last four characters of the key. */
    ending: z.string(),
    createdAt: milliseconds,
    expiresAt: milliseconds.optional(),
    /** To the minute. */
    lastUsedAt: milliseconds.optional(),
  })
  .meta({ id: "ApiKey", description: "An API key, without the key itself." });
/** Times are milliseconds since 1970. */
export type ApiKey = z.infer<typeof apiKeySchema>;

export const newApiKeySchema = apiKeySchema
  .extend({ key: z.string().describe("The key itself. It is shown this once and kept only as a hash.") })
  .meta({ id: "NewApiKey", description: "An API key at the moment it was made." });
/** The only time that the key itself leaves the process. */
export type NewApiKey = z.infer<typeof newApiKeySchema>;

export const loginSessionSchema = z
  .object({
    id: z.string(),
    user: z.string(),
    createdAt: milliseconds,
    /** To the hour. */
    seenAt: milliseconds,
    from: z.string().optional().describe("Address that logged in."),
    device: z.string().optional().describe("Program that logged in, as it calls itself."),
    isCurrent: z.boolean().describe("It is the one that asks."),
  })
  .meta({ id: "LoginSession", description: "A login by cookie that still counts." });
/** Times are milliseconds since 1970. */
export type LoginSession = z.infer<typeof loginSessionSchema>;

export const oneTimeLinkSchema = z
  .object({
    token: z.string().describe("What stands behind the # of the link; it works once."),
    /** Absent for the link that makes the first admin. */
    user: z.string().optional(),
    expiresAt: milliseconds,
  })
  .meta({ id: "OneTimeLink", description: "A link that sets a password, once." });
/** `token` is kept only as a hash. */
export type OneTimeLink = z.infer<typeof oneTimeLinkSchema>;

/** Who makes a request; `csrf` is there only for the cookie of a page. */
export const sessionSchema = z
  .object({
    kind: z.enum(["personal", "nobody", "user"]).describe("personal: this server has no users and asks for no key."),
    user: userSchema.optional(),
    role: z.enum(roles).optional(),
    /** Of the API key that was shown. */
    scopes: z.array(z.enum(keyScopes)).optional(),
    csrf: z.string().optional().describe("For the header x-csrf-token of requests with the cookie."),
    hasUsers: z.boolean(),
  })
  .meta({ id: "Session", description: "Who makes this request." });

/** One line of the audit log. */
export const auditEntrySchema = z
  .object({
    seq: z.number(),
    at: z.number(),
    who: z.string().describe("`personal`, `setup`, `nobody`, `terminal`, or the id of a user."),
    key: z.string().optional(),
    what: z.string(),
    on: z.string().optional(),
    detail: z.string().optional(),
    from: z.string().optional(),
    hash: z.string(),
  })
  .meta({ id: "AuditEntry", description: "One line of the audit log; `hash` covers it and the hash before it." });
