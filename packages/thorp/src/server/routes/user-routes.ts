/** Users, for admins; and the own password. */
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import { oneTimeLinkSchema, passwordSchema, roles, userNameSchema, userSchema } from "../../wire/accounts.ts";
import { actorOf } from "../access/actor-of.ts";
import { sessionToken } from "../access/session-cookie.ts";
import { defineRoute, type Route } from "../route.ts";

const userParams = z.object({ user: z.string().max(100) });
const role = z.enum(roles);

const listRoute = defineRoute({
  id: "users.list",
  method: "get",
  path: "/api/users",
  tag: "users",
  summary: "All users by name.",
  access: "admin",
  owned: "none",
  reply: { kind: "json", schema: z.object({ users: z.array(userSchema) }) },
  handle: async ({ parts }) => ({ users: parts.thorp.accounts.users.list() }),
});

const createRoute = defineRoute({
  id: "users.create",
  method: "post",
  path: "/api/users",
  tag: "users",
  summary: "Make a user; the link sets the password. From the first one on, everybody has to log in.",
  access: "admin",
  owned: "none",
  body: z.strictObject({ name: userNameSchema, role }),
  reply: { kind: "json", schema: z.object({ user: userSchema, link: oneTimeLinkSchema }), status: 201 },
  async handle({ parts, body, caller, facts }) {
    const { users, links } = parts.thorp.accounts;
    const actor = actorOf(caller, facts);
    const user = await users.create(body, actor);
    return { user, link: await links.password(user.id, actor) };
  },
});

const changeRoute = defineRoute({
  id: "users.change",
  method: "patch",
  path: "/api/users/{user}",
  tag: "users",
  summary: "Change the role of a user, or disable one: sessions end and keys count no more.",
  access: "admin",
  owned: "none",
  params: userParams,
  body: z.strictObject({ role: role.optional(), disabled: z.boolean().optional() }),
  reply: { kind: "json", schema: userSchema },
  async handle({ parts, params, body: { role: given, disabled }, caller, facts }) {
    const change = {
      ...(given === undefined ? {} : { role: given }),
      ...(disabled === undefined ? {} : { disabled }),
    };
    return parts.thorp.accounts.users.change(params.user, change, actorOf(caller, facts));
  },
});

const linkRoute = defineRoute({
  id: "users.link",
  method: "post",
  path: "/api/users/{user}/link",
  tag: "users",
  summary: "A one-time link that sets the user's password anew.",
  access: "admin",
  owned: "none",
  params: userParams,
  reply: { kind: "json", schema: oneTimeLinkSchema, status: 201 },
  handle: async ({ parts, params, caller, facts }) =>
    parts.thorp.accounts.links.password(params.user, actorOf(caller, facts)),
});

const passwordRoute = defineRoute({
  id: "account.password",
  method: "put",
  path: "/api/account/password",
  tag: "users",
  summary: "Change the own password; all other sessions end.",
  access: "viewer",
  owned: "caller",
  scope: "account",
  body: z.strictObject({ current: z.string().max(500), next: passwordSchema }),
  reply: { kind: "nothing" },
  async handle({ parts, body, caller, facts }) {
    const { users, door } = parts.thorp.accounts;
    if (caller.kind !== "user") throw new ThorpError("account-state", "There are no users, so there is no password.");
    if (!(await door.isPassword(caller.user, body.current)))
      throw new ThorpError("access-denied", "The current password is another one.", {
        hint: "Ask an admin for a new link if you have forgotten it.",
      });
    const keep = sessionToken(facts);
    const actor = actorOf(caller, facts);
    await users.setPassword(caller.user, body.next, { actor, ...(keep === undefined ? {} : { keep }) });
  },
});

/** All but the own password are for admins. */
export const userRoutes: readonly Route[] = [listRoute, createRoute, changeRoute, linkRoute, passwordRoute];
