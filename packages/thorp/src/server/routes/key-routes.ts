/** API keys: one's own, and for admins those of everybody. */
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import { apiKeySchema, type KeyScope, keyScopes, newApiKeySchema } from "../../wire/accounts.ts";
import { actorOf } from "../access/actor-of.ts";
import { type Caller, hasScope, seesAll } from "../caller.ts";
import { defineRoute, type Route } from "../route.ts";

const listRoute = defineRoute({
  id: "keys.list",
  method: "get",
  path: "/api/keys",
  tag: "keys",
  summary: "The caller's API keys; for admins all, or those of one user.",
  access: "viewer",
  owned: "caller",
  scope: "account",
  query: z.strictObject({ user: z.string().max(100).optional() }),
  reply: { kind: "json", schema: z.object({ keys: z.array(apiKeySchema) }) },
  async handle({ parts, query, caller }) {
    const { keys } = parts.thorp.accounts;
    if (seesAll(caller)) return { keys: keys.list(query.user) };
    return { keys: keys.list(caller.kind === "user" ? caller.user : "") };
  },
});

const createRoute = defineRoute({
  id: "keys.create",
  method: "post",
  path: "/api/keys",
  tag: "keys",
  summary: "Make an API key; it is shown this once. A key makes only keys that may do no more than itself.",
  access: "viewer",
  owned: "caller",
  scope: "account",
  body: z.strictObject({
    name: z.string().min(1).max(100).describe("What it is for."),
    scopes: z.array(z.enum(keyScopes)).min(1).max(10).default(["runs:read", "runs:write", "v1"]),
    expiresAt: z.number().int().positive().max(8.64e15).optional().describe("Milliseconds since 1970."),
    user: z.string().max(100).optional().describe("For admins: whose key it is; the caller's otherwise."),
  }),
  reply: { kind: "json", schema: newApiKeySchema, status: 201 },
  async handle({ parts, body: { user, expiresAt, ...request }, caller, facts }) {
    refuseMore(caller, request.scopes);
    const owner = ownerFor(caller, user);
    const key = { ...request, user: owner, ...(expiresAt === undefined ? {} : { expiresAt }) };
    return parts.thorp.accounts.keys.create(key, actorOf(caller, facts));
  },
});

const revokeRoute = defineRoute({
  id: "keys.revoke",
  method: "delete",
  path: "/api/keys/{key}",
  tag: "keys",
  summary: "Revoke an API key, at once and for good.",
  access: "viewer",
  owned: "key",
  scope: "account",
  params: z.object({ key: z.string().max(100) }),
  reply: { kind: "nothing" },
  async handle({ parts, params, caller, facts }) {
    const { keys } = parts.thorp.accounts;
    const isOwn = caller.kind === "user" && keys.find(params.key)?.user === caller.user;
    if (!isOwn && !seesAll(caller)) throw new ThorpError("key-unknown", `There is no key ${params.key}.`);
    await keys.revoke(params.key, actorOf(caller, facts));
  },
});

/** Read, made and revoked. */
export const keyRoutes: readonly Route[] = [listRoute, createRoute, revokeRoute];

function refuseMore(caller: Caller, scopes: readonly KeyScope[]): void {
  const missing = scopes.find((scope) => !hasScope(caller, scope));
  if (missing !== undefined)
    throw new ThorpError("access-denied", `This key has no scope ${missing}, so it makes no key that has.`, {
      hint: "Log in, or use a key with more scopes.",
    });
}

/** A key of somebody else would let its maker act in their name; only admins, who could do that anyway, may. */
function ownerFor(caller: Caller, wanted: string | undefined): string {
  const own = caller.kind === "user" ? caller.user : undefined;
  if (wanted !== undefined && wanted !== own && (!seesAll(caller) || !hasScope(caller, "admin")))
    throw new ThorpError("access-denied", "Only admins make keys for others.", { hint: "Leave out `user`." });
  const user = wanted ?? own;
  if (user === undefined)
    throw new ThorpError("account-state", "There are no users yet, so no key is needed.", {
      hint: "Make a user first: `thorp users add NAME --role admin`.",
    });
  return user;
}
