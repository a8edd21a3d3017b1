/** Keys of other services: written, never read. One's own; for admins also those of teams and of everyone. */
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import {
  type CredentialName,
  credentialNameSchema,
  credentialSchema,
  oauthRequestSchema,
} from "../../wire/credentials.ts";
import { actorOf } from "../access/actor-of.ts";
import { type Caller, mayAct, seesAll } from "../caller.ts";
import { defineRoute, type Route } from "../route.ts";

const { of, name, variable } = credentialNameSchema.shape;
const params = z.object({ variable });
const whose = {
  // Without its default, which would stand in for what was left out.
  of: of.unwrap().optional().describe("Whose; the caller's own otherwise, everyone's where there are no users."),
  name,
};

const listRoute = defineRoute({
  id: "credentials.list",
  method: "get",
  path: "/api/credentials",
  tag: "credentials",
  summary: "What is stored: names, the last four characters, when it was set. Never a secret.",
  access: "viewer",
  owned: "caller",
  scope: "account",
  reply: { kind: "json", schema: z.object({ credentials: z.array(credentialSchema) }) },
  async handle({ parts, caller }) {
    const credentials = [...parts.thorp.accounts.credentials.list()];
    if (seesAll(caller)) return { credentials };
    const user = caller.kind === "user" ? caller.user : "";
    return { credentials: credentials.filter((each) => each.of === "user" && each.name === user) };
  },
});

const setRoute = defineRoute({
  id: "credentials.set",
  method: "put",
  path: "/api/credentials/{variable}",
  tag: "credentials",
  summary: "Store a secret, in the place of the one of that name. The environment comes before it.",
  access: "member",
  owned: "caller",
  scope: "account",
  params,
  body: z.strictObject({ ...whose, secret: z.string().min(1).max(20_000) }),
  reply: { kind: "nothing" },
  async handle({ parts, params: { variable: wanted }, body: { secret, ...given }, caller, facts }) {
    const named = nameFor(caller, { ...given, variable: wanted });
    await parts.thorp.accounts.credentials.set({ ...named, secret: secret.trim() }, actorOf(caller, facts));
  },
});

const removeRoute = defineRoute({
  id: "credentials.remove",
  method: "delete",
  path: "/api/credentials/{variable}",
  tag: "credentials",
  summary: "Forget a secret.",
  access: "member",
  owned: "caller",
  scope: "account",
  params,
  query: z.strictObject(whose),
  reply: { kind: "json", schema: z.object({ removed: z.boolean() }) },
  async handle({ parts, params: { variable: wanted }, query, caller, facts }) {
    const named = nameFor(caller, { ...query, variable: wanted });
    return { removed: await parts.thorp.accounts.credentials.remove(named, actorOf(caller, facts)) };
  },
});

const rotateRoute = defineRoute({
  id: "credentials.rotate",
  method: "post",
  path: "/api/credentials/rotate",
  tag: "credentials",
  summary: "Seal everything with a new master key, or with the one that the environment has by now.",
  access: "admin",
  owned: "none",
  reply: { kind: "json", schema: z.object({ sealed: z.number() }) },
  handle: async ({ parts, caller, facts }) => ({
    sealed: await parts.thorp.accounts.credentials.rotate(actorOf(caller, facts)),
  }),
});

const CALLBACK = "/api/oauth/callback";

const beginRoute = defineRoute({
  id: "credentials.login",
  method: "post",
  path: "/api/credentials/{variable}/oauth",
  tag: "credentials",
  summary: "Begin a login at another service (code flow with PKCE); the answer has the address to open.",
  access: "admin",
  owned: "none",
  params,
  body: oauthRequestSchema,
  reply: {
    kind: "json",
    schema: z.object({ url: z.string(), redirectUri: z.string().describe("What the other service must know of.") }),
  },
  async handle({ parts, params: { variable: wanted }, body, caller, facts }) {
    const redirectUri = facts.origin + CALLBACK;
    const request = { ...body, variable: wanted };
    const how = { redirectUri, actor: actorOf(caller, facts) };
    return { url: parts.thorp.accounts.credentials.beginOAuth(request, how), redirectUri };
  },
});

const callbackRoute = defineRoute({
  id: "oauth.callback",
  method: "get",
  path: CALLBACK,
  tag: "credentials",
  summary: "Where the other service sends the browser back to; `state` says which login it was.",
  // The browser comes from another site, so it brings no cookie of ours; `state` is a secret of the one who began.
  access: "public",
  owned: "none",
  query: z.object({
    state: z.string().min(1).max(200),
    code: z.string().max(4000).optional(),
    error: z.string().max(200).optional(),
  }),
  reply: { kind: "text", mediaType: "text/plain; charset=utf-8" },
  async handle({ parts, query: { state, code } }) {
    if (code === undefined)
      throw new ThorpError("link-invalid", "The other service refused the login.", { hint: "Begin it again." });
    const { variable: stored } = await parts.thorp.accounts.credentials.finishOAuth(state, code);
    return `${stored} is stored. You can close this page.\n`;
  },
});

/** Written, listed, forgotten; and the two halves of a login elsewhere. */
export const credentialRoutes: readonly Route[] = [
  listRoute,
  setRoute,
  removeRoute,
  rotateRoute,
  beginRoute,
  callbackRoute,
];

/** Others than admins name only their own. */
function nameFor(
  caller: Caller,
  given: { readonly of?: CredentialName["of"] | undefined; readonly name: string; readonly variable: string },
): CredentialName {
  const own =
    caller.kind === "user" ? { of: "user" as const, name: caller.user } : { of: "everyone" as const, name: "" };
  const wanted = given.of === undefined ? own : { of: given.of, name: given.of === "everyone" ? "" : given.name };
  const isOwn = wanted.of === own.of && wanted.name === own.name;
  if (!isOwn && !mayAct(caller, "admin"))
    throw new ThorpError("access-denied", "Only admins store credentials of teams, of everyone and of others.", {
      hint: "Leave out `of` and `name` to store your own.",
    });
  return { ...wanted, variable: given.variable };
}
