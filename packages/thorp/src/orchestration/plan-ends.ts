/** What a finished plan amounts to: which results answer it, and what is missing. */
import type { Brief } from "../models/brief.ts";
import type { ScheduleEnd } from "./schedule-plan.ts";

/** The tasks that the plan names for its answer; else those that no other task works from, and all that feed reports. */
export function answerIds({ plan }: Pick<ScheduleEnd, "plan">): readonly string[] {
  if (plan.answerFrom.length > 0) return plan.answerFrom;
  const needed = new Set(plan.tasks.flatMap((task) => task.needs));
  return plan.tasks.filter((task) => !needed.has(task.id)).map((task) => task.id);
}

export function missingOf({ plan, ends }: Pick<ScheduleEnd, "plan" | "ends">): Brief["missing"] {
  return plan.tasks.flatMap((task) => {
    const end = ends.get(task.id);
    return end?.state === "done" ? [] : [{ id: task.id, goal: task.goal, reason: end?.failure?.message ?? "not started" }];
  });
}
