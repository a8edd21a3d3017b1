/** A run's plan for those who look at it and change it. Times are milliseconds since 1970. */
import { z } from "zod";
import { plannedTaskSchema, planSchema, taskStates } from "./plan.ts";

const taskId = plannedTaskSchema.shape.id;

/** One change of a plan. What has started stays as it is, but for `skip`. */
export const planOperationSchema = z
  .discriminatedUnion("op", [
    z.strictObject({ op: z.literal("add"), task: plannedTaskSchema }),
    z.strictObject({ op: z.literal("change"), id: taskId, changes: plannedTaskSchema.omit({ id: true }).partial() }),
    z.strictObject({ op: z.literal("remove"), id: taskId }),
    z.strictObject({ op: z.literal("skip"), id: taskId }).describe("Not done, or stopped; what needs it goes on."),
    z.strictObject({ op: z.literal("retry"), id: taskId }).describe("A task that failed, and what it held up."),
  ])
  .meta({ id: "PlanOperation", description: "One change of a plan." });
/** One change of a plan, as it comes in. */
export type PlanOperation = z.infer<typeof planOperationSchema>;

/** The plan as it stands, and how it came to be so. */
export const planViewSchema = z
  .object({
    run: z.string(),
    plan: planSchema,
    /** Grows with each change; what `If-Match` names. */
    revision: z.number().int(),
    /** `proposed`: waits for approval. `running`: can be changed. `ended`: cannot. */
    state: z.enum(["proposed", "running", "ended"]),
    tasks: z.array(z.object({ id: z.string(), state: z.enum(taskStates) })),
    changes: z.array(
      z.object({
        revision: z.number().int(),
        at: z.number(),
        /** Who changed it: `team`, or a person. */
        by: z.string(),
        what: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: "PlanView", description: "The plan of a run as it stands." });
/** The plan of a run as it stands. */
export type PlanView = z.infer<typeof planViewSchema>;
