/** What providers demand, as a server tells it: the ledger, its sums, and data that may train models. */
import { z } from "zod";
import { creditSchema } from "./run-update.ts";

const training = z.enum(["allowed", "forbidden", "unknown"]);
const milliseconds = z.number();
const rate = z.array(z.object({ requests: z.number(), ms: z.number() }));

const providerSchema = z.object({
  provider: z.string(),
  tools: z.array(z.string()),
  /** Also those of deleted runs, as are the other figures but `kept`. */
  calls: z.number(),
  failed: z.number(),
  /** Answers that are in the record now. */
  kept: z.number(),
  /** Answers that an earlier call had brought. */
  cached: z.number(),
  requests: z.number(),
  /** Calls that the limits did not let through. */
  refused: z.number(),
  /** Calls that the limits held back, and for how long together. */
  held: z.number(),
  waitedMs: milliseconds,
  firstAt: milliseconds,
  lastAt: milliseconds,
  /** The strictest terms under which an answer was given. */
  training,
  /** Who is to be named beside what was made of the answers. */
  credits: z.array(creditSchema),
  /** Answers in the record that somebody is to be named for. */
  owed: z.number(),
  /** Some answers were given under other terms than others, or than those of today. */
  hasChanged: z.boolean(),
  /** As the tools say today; absent for tools that are no more. */
  today: z
    .object({
      cacheMs: milliseconds,
      training,
      url: z.string().optional(),
      note: z.string().optional(),
      rate: rate.optional(),
    })
    .optional(),
});

/** By provider, those with the most calls first. */
export const complianceReportSchema = z
  .object({ providers: z.array(providerSchema) })
  .meta({ id: "ComplianceReport", description: "What was asked of providers of tools, and what they demand." });

/** A call of a tool with terms. */
export const termsCallSchema = z
  .object({
    run: z.string(),
    path: z.string(),
    step: z.string(),
    agent: z.string(),
    tool: z.string(),
    at: milliseconds,
    ms: milliseconds,
    ok: z.boolean(),
    /** US dollars. */
    cost: z.number(),
    failure: z.string().optional(),
    message: z.string().optional(),
    /** As they were when the call was made. */
    terms: z
      .object({
        provider: z.string(),
        cacheMs: milliseconds,
        training,
        attribution: z.string().optional(),
        url: z.string().optional(),
      })
      .optional(),
    requests: z.number(),
    waitedMs: milliseconds,
    cached: z.boolean(),
  })
  .meta({ id: "TermsCall", description: "A call of a tool under terms of its provider." });

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
