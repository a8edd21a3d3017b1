/** What can be changed in the plan of a run. */
import type { Plan, PlanView } from "@thorp/client";
import type { StoryTask } from "../story/story.ts";

export type PlannedTask = Plan["tasks"][number];

export interface PossibleActions {
  readonly canEdit: boolean;
  readonly canSkip: boolean;
  readonly canRetry: boolean;
}

/** What has begun stays as it is, but can be stopped; what failed can be tried again while the run goes on. */
export function possibleActions(
  task: Pick<StoryTask, "path" | "state" | "startedAt">,
  view: Pick<PlanView, "state"> | undefined,
): PossibleActions {
  // Only the run's own plan can be changed; what a manager made of a task is the manager's.
  const isOpen = view !== undefined && view.state !== "ended" && !task.path.includes("/");
  const isOver = ["done", "failed", "skipped", "cancelled"].includes(task.state);
  return {
    canEdit: isOpen && task.startedAt === undefined && !isOver,
    canSkip: isOpen && view.state === "running" && !isOver,
    canRetry: isOpen && view.state === "running" && (task.state === "failed" || task.state === "skipped"),
  };
}

/** An id that the plan does not have yet: t1, t2, ... */
export function freeTaskId({ tasks }: Plan): string {
  const known = new Set(tasks.map(({ id }) => id));
  for (let number = tasks.length + 1; ; number++) if (!known.has(`t${number}`)) return `t${number}`;
}
