/** What waits for a person. Times are milliseconds since 1970. */
import { z } from "zod";
import { runSummarySchema } from "./rows.ts";
import { standingSchema } from "./standing.ts";

const waiting = {
  run: runSummarySchema,
  /** The task that waits; empty for the run itself. */
  path: z.string(),
  at: z.number(),
};

/** One thing that waits; its answer goes to the signals or to the plan of its run. */
export const inboxItemSchema = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("approval"),
      ...waiting,
      approval: z.string(),
      tool: z.string(),
      effect: z.string(),
      /** Made from the real arguments. */
      summary: z.string(),
      /** What a file would become, as lines that begin with `-` and `+`. */
      diff: z.string().optional(),
      /** The real arguments, secrets masked; absent in runs that older releases recorded. */
      input: z.json().optional(),
      why: z.string(),
      /** When silence becomes a no. */
      expiresAt: z.number(),
      /** It can be allowed for the rest of the run. */
      mayStand: z.boolean(),
      /** The ways in which an answer may hold for later calls, the usual one first. */
      stands: z.array(standingSchema),
    }),
    z.object({
      kind: z.literal("question"),
      ...waiting,
      question: z.string(),
      text: z.string(),
      choices: z.array(z.string()),
    }),
    z.object({ kind: z.literal("plan"), ...waiting, revision: z.number(), tasks: z.number() }),
  ])
  .meta({ id: "InboxItem", description: "One thing that waits for a person." });
