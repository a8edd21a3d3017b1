/** What providers demand, as a server tells it: data that may train models. */
import { z } from "zod";
import { creditSchema } from "./run-update.ts";

const obstacle = z.object({
  /** `unrecorded` for tools of which nobody knows any terms. */
  provider: z.string(),
  tool: z.string(),
  training: z.enum(["forbidden", "unknown"]),
});

const exampleSchema = z.object({
  kind: z.enum(["conversation", "task"]),
  messages: z.array(z.object({ role: z.enum(["user", "assistant"]), content: z.string() })),
  conversation: z.string(),
  /** The run of each answer, in order; of a task its only one. */
  runs: z.array(z.string()),
  task: z.object({ path: z.string(), agent: z.string() }).optional(),
  /** Who is to be named beside what is made of it. */
  credits: z.array(creditSchema),
  feedback: z.array(
    z.object({
      run: z.string(),
      rating: z.enum(["up", "down"]).optional(),
      reason: z.string().optional(),
      /** The answer as it should have been. */
      edited: z.string().optional(),
    }),
  ),
});

/** Examples to train with, and what was left out of them with the reason. */
export const trainingDataSchema = z
  .object({
    examples: z.array(exampleSchema),
    leftOut: z.array(
      z.object({
        kind: z.enum(["conversation", "task"]),
        run: z.string(),
        path: z.string().optional(),
        because: z.array(obstacle),
      }),
    ),
  })
  .meta({ id: "TrainingData", description: "What of a conversation may train models, and what may not." });
