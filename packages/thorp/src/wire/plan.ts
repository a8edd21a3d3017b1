/** A plan as it leaves the process: the graph of tasks that a request became. */
import { z } from "zod";

export const taskStates = [
  "waiting",
  "ready",
  "running",
  "blocked",
  "checking",
  "done",
  "failed",
  "skipped",
  "cancelled",
] as const;
/** Where a task stands. `blocked` waits for a person. */
export type TaskState = (typeof taskStates)[number];

/**
 * How the results of a plan below a task become one. all: put together. best: the tasks are alternatives, the best
 * result counts. vote: they answer the same question, the majority counts. join: their tables are joined.
 */
export const mergeStrategies = ["all", "best", "vote", "join"] as const;

/** The capability of a task that no tool does: whoever has it writes the result in own words, and needs a model for it. */
export const LANGUAGE_MODEL = "language-model";

export const plannedTaskSchema = z.object({
  /** Short and unique in its plan: letters, digits, - and _. */
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  /** What is to be done, in words that stand by themselves. */
  goal: z.string().min(1),
  /** The capability that the task needs: one that some agent of the team has, or `language-model`. */
  capability: z.string(),
  /** The agent that does it. */
  agent: z.string(),
  /** Ids of the tasks whose results it works from. */
  needs: z.array(z.string()).default([]),
  /** What must be true of the result. */
  acceptance: z.string().optional(),
  /** Higher starts first. */
  priority: z.number().int().default(0),
  /** Milliseconds from the start of the run. */
  deadlineMs: z.number().int().positive().optional(),
  /** The tasks that need it go on without it when it fails. */
  optional: z.boolean().default(false),
});
/** One node of a plan. */
export type PlannedTask = z.infer<typeof plannedTaskSchema>;

export const planSchema = z
  .object({
    goal: z.string(),
    tasks: z.array(plannedTaskSchema),
    /** Ids of the tasks that the answer is made from; all last ones when empty. */
    answerFrom: z.array(z.string()).default([]),
    /** Of a plan below a task; all of them together when absent. */
    merge: z.enum(mergeStrategies).optional(),
  })
  .meta({ id: "Plan", description: "The graph of tasks that a request became." });
/** A graph of tasks without cycles; `needs` of a task names others of the same plan. */
export type Plan = z.infer<typeof planSchema>;
