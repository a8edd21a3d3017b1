/** What persons think of answers. */

import { z } from "zod";
import { definedOf } from "../../base/defined-of.ts";
import { currentFeedback } from "../../engine/show-conversation.ts";
import type { FeedbackRow } from "../../storage/store.ts";
import { feedbackRequestSchema, feedbackSchema } from "../../wire/feedback.ts";
import { defineRoute, type Route } from "../route.ts";
import { demandRun, runParams } from "./run-params.ts";

/** Nothing is learned yet; what is said is kept with the call and the route that it is about. */
export const feedbackRoutes: readonly Route[] = [
  defineRoute({
    id: "feedback.give",
    method: "put",
    path: "/api/runs/{run}/feedback",
    tag: "feedback",
    summary: "Say what you think of the answer; replaces what you said before, and nothing at all takes it back.",
    access: "member",
    owned: "run",
    params: runParams,
    body: feedbackRequestSchema,
    reply: { kind: "nothing" },
    async handle({ parts, params: { run }, body, caller }) {
      const by = caller.kind === "user" ? caller.user : undefined;
      await parts.thorp.giveFeedback(run, definedOf({ ...body, by }));
    },
  }),
  defineRoute({
    id: "feedback.show",
    method: "get",
    path: "/api/runs/{run}/feedback",
    tag: "feedback",
    summary: "What each person says of the answer now.",
    access: "viewer",
    owned: "run",
    params: runParams,
    reply: { kind: "json", schema: z.object({ feedback: z.array(feedbackSchema) }) },
    async handle({ parts: { thorp }, params: { run } }) {
      await demandRun(thorp, run);
      return { feedback: currentFeedback(await thorp.feedback(run)).map(feedbackToWire) };
    },
  }),
];

/** The route of the call becomes its model and tier. */
export function feedbackToWire({ about, ...rest }: FeedbackRow) {
  if (about === undefined) return rest;
  const { route, ...call } = about;
  return { ...rest, about: { ...call, model: route.model, tier: route.tier } };
}
