/** The plan of a run as its journal tells it: how it stands, its revision, who changed what. */
import type { RunEvent } from "../events/event.ts";
import { EDITED } from "../orchestration/schedule-plan.ts";
import type { Plan, PlannedTask, TaskState } from "../wire/plan.ts";
import type { PlanView } from "../wire/plan-view.ts";

/** Undefined when the run has no plan of its own. */
export function planViewOf(events: readonly RunEvent[]): PlanView | undefined {
  let plan: Plan | undefined;
  const changes: PlanView["changes"] = [];
  let state: PlanView["state"] = "proposed";
  const states = new Map<string, TaskState>();
  for (const event of events) {
    if (event.path !== "") {
      noteTask(states, event);
      continue;
    }
    switch (event.type) {
      case "plan-propose":
      case "plan-revise":
        // The edit itself counted already.
        if (event.type === "plan-propose" || event.reason !== EDITED)
          changes.push({ revision: changes.length + 1, at: event.at, by: "team", what: differences(plan, event.plan) });
        plan = event.plan;
        break;
      case "plan-edit": {
        const what = [
          ...differences(plan, event.plan),
          ...(event.skip ?? []).map((id) => `skipped ${id}`),
          ...(event.retry ?? []).map((id) => `tried ${id} again`),
        ];
        changes.push({ revision: changes.length + 1, at: event.at, by: event.by ?? "person", what });
        // As it will stand as soon as the run takes it in.
        plan = event.plan;
        break;
      }
      case "plan-accept":
        state = "running";
        break;
      case "run-end":
        state = "ended";
        break;
      default:
    }
  }
  if (plan === undefined) return undefined;
  const { tasks } = plan;
  return {
    run: events[0]?.run ?? "",
    plan,
    revision: changes.length,
    state,
    tasks: tasks.map(({ id }) => ({ id, state: states.get(id) ?? "waiting" })),
    changes,
  };
}

/** What differs between two plans, in words. */
function differences(before: Plan | undefined, after: Plan): string[] {
  if (before === undefined) return [`proposed ${after.tasks.length} tasks`];
  const earlier = new Map(before.tasks.map((task) => [task.id, task]));
  const later = new Map(after.tasks.map((task) => [task.id, task]));
  return [
    ...after.tasks.filter(({ id }) => !earlier.has(id)).map(({ id, goal }) => `added ${id}: ${goal}`),
    ...before.tasks.filter(({ id }) => !later.has(id)).map(({ id, goal }) => `removed ${id}: ${goal}`),
    ...after.tasks.flatMap((task) => {
      const old = earlier.get(task.id);
      const changed = old === undefined ? [] : changedMembers(old, task);
      return changed.length === 0 ? [] : [`changed ${changed.join(", ")} of ${task.id}`];
    }),
  ];
}

/** Names of the members that differ. */
export function changedMembers(before: PlannedTask, after: PlannedTask): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof PlannedTask>;
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** Only tasks of the run's own plan. */
function noteTask(states: Map<string, TaskState>, event: RunEvent): void {
  const { path } = event;
  if (path.includes("/")) return;
  if (event.type === "task-start" || event.type === "task-retry") states.set(path, "running");
  else if (event.type === "task-block") states.set(path, "blocked");
  else if (event.type === "task-end") states.set(path, event.state);
}
