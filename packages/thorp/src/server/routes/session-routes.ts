/** Who am I; logging in and out; links that set a password once. */
import { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import { definedOf } from "../../base/defined-of.ts";
import { ThorpError } from "../../base/errors.ts";
import { passwordSchema, sessionSchema, userNameSchema, userSchema } from "../../wire/accounts.ts";
import { actorOf } from "../access/actor-of.ts";
import { endedCookie, sessionCookie, sessionToken } from "../access/session-cookie.ts";
import { createThrottle } from "../access/throttle.ts";
import { defineRoute, type Route } from "../route.ts";

const secret = z.string().min(1).max(500);
const COUNTED = { perAccount: { burst: 10, everyMs: 30_000 }, perAddress: { burst: 30, everyMs: 10_000 } };

/** `clock` for the throttle of logins. */
export function sessionRoutes({ clock }: { readonly clock: Clock }): readonly Route[] {
  return [showRoute, loginRoute(clock), logoutRoute, redeemRoute(clock)];
}

const showRoute = defineRoute({
  id: "session.show",
  method: "get",
  path: "/api/session",
  tag: "session",
  summary: "Who makes this request, and the token that changes with the cookie need.",
  access: "public",
  owned: "caller",
  reply: { kind: "json", schema: sessionSchema },
  async handle({ parts, caller, facts }) {
    const { users, door } = parts.thorp.accounts;
    const hasUsers = door.hasUsers();
    if (caller.kind !== "user") return { kind: caller.kind, hasUsers };
    const token = caller.key === undefined ? sessionToken(facts) : undefined;
    return {
      ...{ kind: caller.kind, user: users.find(caller.user), role: caller.role, hasUsers },
      ...(caller.scopes === undefined ? {} : { scopes: [...caller.scopes] }),
      ...(token === undefined ? {} : { csrf: door.csrfOf(token) }),
    };
  },
});

function loginRoute(clock: Clock): Route {
  const now = () => clock.now();
  const accounts = createThrottle({ ...COUNTED.perAccount, now });
  const addresses = createThrottle({ ...COUNTED.perAddress, now });
  return defineRoute({
    id: "session.login",
    method: "post",
    path: "/api/session",
    tag: "session",
    summary: "Log in with name and password; the answer sets a cookie.",
    access: "public",
    owned: "caller",
    body: z.strictObject({ name: z.string().min(1).max(100), password: secret }),
    reply: { kind: "json", schema: sessionSchema },
    async handle({ parts, body, facts }) {
      const account = body.name.toLowerCase();
      const retryAfterMs = Math.max(accounts.blockedFor(account), addresses.blockedFor(facts.address));
      if (retryAfterMs > 0)
        throw new ThorpError("rate-limited", "Too many failed logins.", {
          hint: "Wait, then try again.",
          retryAfterMs,
        });
      // Taken before the password is checked: otherwise many could be tried at once.
      accounts.count(account);
      addresses.count(facts.address);
      const { door } = parts.thorp.accounts;
      const device = facts.headers.get("user-agent")?.slice(0, 200);
      const login = await door.login(body.name, body.password, definedOf({ from: facts.address, device }));
      if (login === undefined)
        throw new ThorpError("auth-required", "The name or the password is wrong.", {
          hint: "Ask an admin for a new link if you have forgotten it.",
        });
      accounts.forget(account);
      const session = {
        ...{ kind: "user", user: login.user, role: login.user.role, hasUsers: true },
        csrf: door.csrfOf(login.token),
      };
      return Response.json(session, { headers: { "set-cookie": sessionCookie(facts, login.token, login.expiresAt) } });
    },
  });
}

const logoutRoute = defineRoute({
  id: "session.logout",
  method: "delete",
  path: "/api/session",
  tag: "session",
  summary: "Log out.",
  access: "viewer",
  owned: "caller",
  scope: "account",
  reply: { kind: "nothing" },
  async handle({ parts, caller, facts }) {
    const token = sessionToken(facts);
    if (token !== undefined) await parts.thorp.accounts.door.logout(token, actorOf(caller, facts));
    return new Response(null, { status: 204, headers: { "set-cookie": endedCookie(facts) } });
  },
});

function redeemRoute(clock: Clock): Route {
  const addresses = createThrottle({ ...COUNTED.perAddress, now: () => clock.now() });
  return defineRoute({
    id: "links.redeem",
    method: "post",
    path: "/api/links/redeem",
    tag: "session",
    summary: "Set a password over a one-time link; the first one makes the first admin, who needs a name.",
    access: "public",
    owned: "none",
    body: z.strictObject({ token: secret, password: passwordSchema, name: userNameSchema.optional() }),
    reply: { kind: "json", schema: userSchema, status: 201 },
    async handle({ parts, body: { name, ...body }, facts }) {
      const retryAfterMs = addresses.blockedFor(facts.address);
      if (retryAfterMs > 0)
        throw new ThorpError("rate-limited", "Too many links were tried.", {
          hint: "Wait, then try again.",
          retryAfterMs,
        });
      addresses.count(facts.address);
      return parts.thorp.accounts.links.redeem({ ...body, ...(name === undefined ? {} : { name }) }, facts.address);
    },
  });
}
