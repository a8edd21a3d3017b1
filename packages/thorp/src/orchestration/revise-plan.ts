/** Re-planning: whoever made a plan is told what failed and why, and plans what is left another way. */
import { ownAssignment } from "../agents/own-assignment.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { Agent } from "../agents/team.ts";
import type { Labels } from "../base/label.ts";
import type { RunContext } from "../events/run-context.ts";
import type { Brief } from "../models/brief.ts";
import type { Plan, PlannedTask } from "../wire/plan.ts";
import { briefInputs } from "./brief-inputs.ts";
import { mendPlan } from "./check-plan.ts";
import type { Environment } from "./environment.ts";
import { makePlan } from "./make-plan.ts";
import { endLabels, missingOf } from "./plan-ends.ts";
import type { ScheduleEnd, TaskEnd } from "./schedule-plan.ts";

/** A plan of which something failed, and who may do what is left. */
export interface RevisePlanRequest {
  readonly planner: Agent;
  readonly delegates: readonly Agent[];
  readonly end: ScheduleEnd;
  /** From 1. */
  readonly revision: number;
  /** New tasks at most. */
  readonly maxTasks: number;
  /** The task that the plan is for; absent for the run's own. */
  readonly task?: NonNullable<Brief["task"]>;
  /** Results that the whole task works from. */
  readonly given?: readonly TaskEnd[];
}

/** The plan anew, and what it does without. */
export interface RevisedPlan {
  /** The whole plan anew, finished tasks included. */
  readonly plan: Plan;
  /** What failed and nobody tries again; it stays missing. */
  readonly givenUp: Brief["missing"];
  readonly labels: Labels;
}

/** Undefined when there is nothing to try. */
export async function revisePlan(
  context: RunContext,
  environment: Environment,
  request: RevisePlanRequest,
): Promise<RevisedPlan | undefined> {
  const { planner, delegates, end, revision, task, given = [] } = request;
  const missing = missingOf(end);
  if (end.stopped !== undefined || !end.plan.tasks.some((task) => worthAnotherTry(end.ends.get(task.id))))
    return undefined;
  const done = end.plan.tasks
    .flatMap((task) => end.ends.get(task.id) ?? [])
    .filter((taskEnd) => taskEnd.state === "done");
  // What a judge found wanting is there all the same: another plan, or an answer, may start from it.
  const wanting = end.plan.tasks
    .flatMap((task) => end.ends.get(task.id) ?? [])
    .filter((taskEnd) => taskEnd.state === "failed");
  const assignment = {
    ...ownAssignment(environment, planner),
    purpose: "replan" as const,
    // Only the person's request leans on what was said before; a manager's task stands by itself.
    ...(task === undefined ? { history: environment.history } : { task }),
    inputs: briefInputs([...given, ...done, ...wanting]),
    missing,
    labels: endLabels(end),
    delegates,
    stepPrefix: `replan-${revision}-`,
    firstTry: false,
  };
  const outcome = await runAgent(context, environment.services, assignment);
  if (outcome.kind !== "plan") return undefined;
  const finished = new Set(done.map((taskEnd) => taskEnd.task.id));
  const made = await makePlan(context, environment, {
    assignment,
    outcome,
    goal: end.plan.goal,
    maxTasks: request.maxTasks + done.length,
    finished,
    given: new Set(given.map((taskEnd) => taskEnd.task.id).filter((id) => !finished.has(id))),
  });
  if (made.kind !== "plan") return undefined;
  const plan = joinPlans(done, made.plan, revision);
  const fresh = plan.tasks.filter((task) => !finished.has(task.id));
  if (fresh.length === 0) return undefined;
  context.emit({
    type: "plan-revise",
    plan,
    reason: missing
      .map((part) => `${part.id}: ${part.reason}`)
      .join("; ")
      .slice(0, 500),
  });
  // A model plans another way to the same end, in other words; rules only go on without what failed.
  const givenUp =
    made.by === "rules"
      ? missing.filter((part) => !fresh.some((task) => isAlike(task.goal, part.goal)))
      : (end.givenUp ?? []);
  return { plan, givenUp, labels: made.labels };
}

/** A missing model, money, a denied approval or a stop are not cured by another plan. */
function worthAnotherTry(end: TaskEnd | undefined): boolean {
  const code = end?.failure?.code;
  return (
    end?.state === "failed" &&
    code !== "model-unavailable" &&
    code !== "budget-exceeded" &&
    code !== "approval-denied" &&
    code !== "content-blocked" &&
    code !== "deadline"
  );
}

/** What is done stays; new tasks get names of their own, so that no path is used twice. */
function joinPlans(done: readonly TaskEnd[], plan: Plan, revision: number): Plan {
  const doneById = new Map(done.map((end) => [end.task.id, end.task]));
  // Models often count from t1 again: what has the name of a finished task and another goal is new.
  const isDone = (task: PlannedTask): boolean => isAlike(doneById.get(task.id)?.goal ?? "", task.goal);
  const renamed = new Map(
    plan.tasks.filter((task) => !isDone(task)).map((task) => [task.id, `r${revision}-${task.id.slice(0, 37)}`]),
  );
  const idOf = (id: string): string => renamed.get(id) ?? id;
  const fresh = plan.tasks.flatMap((task): PlannedTask[] =>
    isDone(task) ? [] : [{ ...task, id: idOf(task.id), needs: task.needs.map(idOf) }],
  );
  const tasks = [...done.map((end) => end.task), ...fresh];
  return mendPlan({ plan: { ...plan, tasks, answerFrom: [] } }).plan;
}

/** More than half of all words are in both. */
function isAlike(one: string, other: string): boolean {
  const [left, right] = [wordsOf(one), wordsOf(other)];
  const shared = [...left].filter((word) => right.has(word)).length;
  return shared > 0 && shared / (left.size + right.size - shared) > 0.5;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}
