/** What a finished plan amounts to: which results answer it, and what is missing. */
import { joinLabels, type Labels } from "../base/label.ts";
import type { Brief } from "../models/brief.ts";
import type { Plan } from "../wire/plan.ts";
import type { ScheduleEnd } from "./schedule-plan.ts";

/** The tasks that the plan names for its answer; else those that no other task works from. */
export function answerIds({ plan }: Pick<ScheduleEnd, "plan">): readonly string[] {
  if (plan.answerFrom.length > 0) return plan.answerFrom;
  const needed = new Set(plan.tasks.flatMap((task) => task.needs));
  return plan.tasks.filter((task) => !needed.has(task.id)).map((task) => task.id);
}

/** What was not done, also the part that the result of a finished task lacks. */
export function missingOf({
  plan,
  ends,
  givenUp = [],
}: Pick<ScheduleEnd, "plan" | "ends" | "givenUp">): Brief["missing"] {
  const open = plan.tasks.flatMap((task) => {
    const end = ends.get(task.id);
    if (end?.parts !== undefined) return end.parts.missing;
    return end?.state === "done" && end.failure === undefined
      ? []
      : [{ id: task.id, goal: task.goal, reason: end?.failure?.message ?? "not started" }];
  });
  return [...givenUp, ...open];
}

/** Where the words came from of what was planned, and of what went wrong. */
export function endLabels({ labels = [], ends }: Pick<ScheduleEnd, "labels" | "ends">): Labels {
  return joinLabels(labels, ...[...ends.values()].map((end) => end.labels ?? []));
}

/** What each task of a plan may be expanded into, so that a run keeps under its ceiling whoever expands first. */
export function shareOfTasks(ceiling: number, { tasks }: Pick<Plan, "tasks">): number {
  return Math.max(0, Math.floor((ceiling - tasks.length) / Math.max(1, tasks.length)));
}
