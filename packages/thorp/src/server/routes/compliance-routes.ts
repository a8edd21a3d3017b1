/** What providers demand, for whoever answers for the server. */
import { z } from "zod";
import { definedOf } from "../../base/defined-of.ts";
import { complianceReportSchema, termsCallSchema, trainingDataSchema } from "../../wire/compliance.ts";
import { defineRoute, type Route } from "../route.ts";

const yes = z.stringbool().default(false);

/** For admins: it is about everybody's requests. */
export const complianceRoutes: readonly Route[] = [
  defineRoute({
    id: "compliance.report",
    method: "get",
    path: "/api/compliance",
    tag: "compliance",
    summary: "What was asked of providers of tools so far, and what they demand.",
    access: "admin",
    owned: "none",
    reply: { kind: "json", schema: complianceReportSchema },
    handle: async ({ parts: { thorp } }) => (await thorp.compliance.report()) as z.infer<typeof complianceReportSchema>,
  }),
  defineRoute({
    id: "compliance.calls",
    method: "get",
    path: "/api/compliance/calls",
    tag: "compliance",
    summary: "Calls of tools under terms of their providers, newest first.",
    access: "admin",
    owned: "none",
    query: z.strictObject({
      provider: z.string().min(1).max(200).optional(),
      run: z.string().min(1).max(200).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(50),
    }),
    reply: { kind: "json", schema: z.object({ calls: z.array(termsCallSchema) }) },
    async handle({ parts: { thorp }, query }) {
      const calls = await thorp.compliance.calls(definedOf(query));
      return { calls: calls.map(({ cost, ...row }) => ({ ...row, cost: cost / 1e6 })) };
    },
  }),
  defineRoute({
    id: "compliance.trainingData",
    method: "get",
    path: "/api/compliance/training-data",
    tag: "compliance",
    summary: "What of a conversation may train models by the terms of all whose answers went into it.",
    access: "admin",
    owned: "none",
    query: z.strictObject({
      conversation: z.string().min(1).max(200).describe("Nothing is found for one that is not there."),
      tasks: yes.describe("Also what tasks were given and brought."),
      unknown: yes.describe("Also answers of providers who say nothing about training."),
    }),
    reply: { kind: "json", schema: trainingDataSchema },
    audit: ({ query: { conversation } }) => ({ what: "training-export", on: conversation }),
    async handle({ parts: { thorp }, query: { conversation, tasks, unknown } }) {
      return (await thorp.compliance.trainingData({ conversation, tasks, takesUnknown: unknown })) as Shown;
    },
  }),
];

/** The same value; Zod's types of lists just are not read-only. */
type Shown = z.infer<typeof trainingDataSchema>;
