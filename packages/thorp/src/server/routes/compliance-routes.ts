/** What providers demand, for whoever answers for the server. */
import { z } from "zod";
import { trainingDataSchema } from "../../wire/compliance.ts";
import { defineRoute, type Route } from "../route.ts";

const yes = z.stringbool().default(false);

/** For admins: it is about everybody's requests. */
export const complianceRoutes: readonly Route[] = [
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
