/** Re-planning: the top agent is told what failed and why, and plans what is left another way; twice a run at most. */
import { ownAssignment } from "../agents/own-assignment.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { Agent } from "../agents/team.ts";
import type { RunContext } from "../events/run-context.ts";
import type { Plan, PlannedTask } from "../wire/plan.ts";
import { briefInputs } from "./brief-inputs.ts";
import type { Environment } from "./environment.ts";
import { makePlan } from "./make-plan.ts";
import { missingOf } from "./plan-ends.ts";
import type { ScheduleEnd, TaskEnd } from "./schedule-plan.ts";

export interface RevisePlanRequest {
  readonly top: Agent;
  readonly delegates: readonly Agent[];
  readonly end: ScheduleEnd;
  /** 1 or 2. */
  readonly revision: number;
}

/** The whole plan anew, finished tasks included; undefined when there is nothing to try. */
export async function revisePlan(context: RunContext, environment: Environment, request: RevisePlanRequest): Promise<Plan | undefined> {
  const { top, delegates, end, revision } = request;
  const missing = missingOf(end);
  if (end.stopped !== undefined || !missing.some((part) => worthAnotherTry(end.ends.get(part.id)))) return undefined;
  const done = end.plan.tasks.flatMap((task) => end.ends.get(task.id) ?? []).filter((taskEnd) => taskEnd.state === "done");
  const assignment = {
    ...ownAssignment(environment, top),
    purpose: "replan" as const,
    inputs: briefInputs(done),
    missing,
    delegates,
    stepPrefix: `replan-${revision}-`,
    firstTry: false,
  };
  const outcome = await runAgent(context, environment.services, assignment);
  if (outcome.kind !== "plan") return undefined;
  const made = await makePlan(context, environment, { assignment, outcome, goal: end.plan.goal, maxTasks: environment.team.limits.tasks });
  if (made.kind !== "plan") return undefined;
  const plan = joinPlans(done, made.plan, revision);
  context.emit({ type: "plan-revise", plan, reason: missing.map((part) => `${part.id}: ${part.reason}`).join("; ").slice(0, 500) });
  return plan;
}

/** A missing model, money, a denied approval or a stop are not cured by another plan. */
function worthAnotherTry(end: TaskEnd | undefined): boolean {
  const code = end?.failure?.code;
  return end?.state === "failed" && code !== "model-unavailable" && code !== "budget-exceeded" && code !== "approval-denied" && code !== "deadline";
}

/** What is done stays; new tasks get names of their own, so that no path is used twice. */
function joinPlans(done: readonly TaskEnd[], plan: Plan, revision: number): Plan {
  const doneIds = new Set(done.map((end) => end.task.id));
  const renamed = new Map(plan.tasks.filter((task) => !doneIds.has(task.id)).map((task) => [task.id, `r${revision}-${task.id}`]));
  const idOf = (id: string): string => renamed.get(id) ?? id;
  const fresh = plan.tasks.flatMap((task): PlannedTask[] => (doneIds.has(task.id) ? [] : [{ ...task, id: idOf(task.id), needs: task.needs.map(idOf) }]));
  return { goal: plan.goal, tasks: [...done.map((end) => end.task), ...fresh], answerFrom: [] };
}
