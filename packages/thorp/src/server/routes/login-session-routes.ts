/** Where people are logged in, and ending that. */
import { z } from "zod";
import { definedOf } from "../../base/defined-of.ts";
import { ThorpError } from "../../base/errors.ts";
import { loginSessionSchema } from "../../wire/accounts.ts";
import { actorOf } from "../access/actor-of.ts";
import { sessionToken } from "../access/session-cookie.ts";
import { hasScope, seesAll } from "../caller.ts";
import { defineRoute, type Route } from "../route.ts";

const whose = z.string().max(100).optional().describe("For admins: the user whose they are.");

const listRoute = defineRoute({
  id: "sessions.list",
  method: "get",
  path: "/api/sessions",
  tag: "session",
  summary: "Where the caller is logged in; for admins everybody, or one user.",
  access: "viewer",
  owned: "caller",
  scope: "account",
  query: z.strictObject({ user: whose }),
  reply: { kind: "json", schema: z.object({ sessions: z.array(loginSessionSchema) }) },
  async handle({ parts, query, caller, facts }) {
    const user = seesAll(caller) ? query.user : caller.kind === "user" ? caller.user : "";
    return { sessions: parts.thorp.accounts.sessions.list(definedOf({ user, token: sessionToken(facts) })) };
  },
});

const endRoute = defineRoute({
  id: "sessions.end",
  method: "delete",
  path: "/api/sessions",
  tag: "session",
  summary: "Log out on all other devices, or on one; admins also others. The session that asks stays.",
  access: "viewer",
  owned: "caller",
  scope: "account",
  query: z.strictObject({ user: whose, session: z.string().max(100).optional().describe("Only this one.") }),
  reply: { kind: "json", schema: z.object({ ended: z.number() }) },
  async handle({ parts, query: { user, session }, caller, facts }) {
    const own = caller.kind === "user" ? caller.user : undefined;
    if (user !== undefined && user !== own && !(seesAll(caller) && hasScope(caller, "admin")))
      throw new ThorpError("access-denied", "Only admins end the sessions of others.", { hint: "Leave out `user`." });
    const which = { user: user ?? own ?? "", ...definedOf({ session, keep: sessionToken(facts) }) };
    return { ended: await parts.thorp.accounts.sessions.end(which, actorOf(caller, facts)) };
  },
});

/** One's own; for admins those of others as well. */
export const loginSessionRoutes: readonly Route[] = [listRoute, endRoute];
