/** How the caller wants to be served; also where there are no users. */
import { preferencesSchema } from "../../wire/preferences.ts";
import { actorOf } from "../access/actor-of.ts";
import type { Caller } from "../caller.ts";
import { defineRoute, type Route } from "../route.ts";

const showRoute = defineRoute({
  id: "preferences.show",
  method: "get",
  path: "/api/preferences",
  tag: "preferences",
  summary: "The caller's preferences; what is left out is as the team and the configuration say.",
  access: "viewer",
  owned: "caller",
  reply: { kind: "json", schema: preferencesSchema },
  handle: async ({ parts, caller }) => parts.thorp.accounts.preferences.of(userOf(caller)),
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
  body: preferencesSchema,
  reply: { kind: "json", schema: preferencesSchema },
  async handle({ parts, body, caller, facts }) {
    const { preferences } = parts.thorp.accounts;
    await preferences.set(userOf(caller), body, actorOf(caller, facts));
    return preferences.of(userOf(caller));
  },
});

/** Read and set. */
export const preferenceRoutes: readonly Route[] = [showRoute, setRoute];

function userOf(caller: Caller): string | undefined {
  return caller.kind === "user" ? caller.user : undefined;
}
