/** How the caller wants to be served; also where there are no users. */
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import { preferencesSchema } from "../../wire/preferences.ts";
import { actorOf } from "../access/actor-of.ts";
import { type Caller, hasScope, seesAll } from "../caller.ts";
import { defineRoute, type Route } from "../route.ts";

const query = z.strictObject({ user: z.string().max(100).optional().describe("For admins: the id of a user.") });

const showRoute = defineRoute({
  id: "preferences.show",
  method: "get",
  path: "/api/preferences",
  tag: "preferences",
  summary: "The caller's preferences; what is left out is as the team and the configuration say.",
  access: "viewer",
  owned: "caller",
  query,
  reply: { kind: "json", schema: preferencesSchema },
  handle: async ({ parts, query: { user }, caller }) => parts.thorp.accounts.preferences.of(userFor(caller, user)),
});

const setRoute = defineRoute({
  id: "preferences.set",
  method: "put",
  path: "/api/preferences",
  tag: "preferences",
  summary: "Set all preferences at once: what is left out is taken back.",
  access: "viewer",
  owned: "caller",
  scope: "account",
  query,
  body: preferencesSchema,
  reply: { kind: "json", schema: preferencesSchema },
  async handle({ parts, query: { user }, body, caller, facts }) {
    const { preferences } = parts.thorp.accounts;
    const whose = userFor(caller, user);
    await preferences.set(whose, body, actorOf(caller, facts));
    return preferences.of(whose);
  },
});

/** Read and set. */
export const preferenceRoutes: readonly Route[] = [showRoute, setRoute];

function userFor(caller: Caller, wanted: string | undefined): string | undefined {
  const own = caller.kind === "user" ? caller.user : undefined;
  if (wanted === undefined || wanted === own) return own;
  if (seesAll(caller) && hasScope(caller, "admin")) return wanted;
  throw new ThorpError("access-denied", "Only admins look after the preferences of others.", {
    hint: "Leave out `user`.",
  });
}
