/**
 * A manager's way with a task: do it, or expand it into a plan of its own one level deeper, plan anew once what failed
 * of it, and merge what comes back. What it has to know first it asks.
 */

import { ownAssignment } from "../agents/own-assignment.ts";
import { delegatesOf, mayAskPerson, peersOf } from "../agents/reachable-tools.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { Agent } from "../agents/team.ts";
import type { Failure } from "../base/errors.ts";
import { joinLabels, type Labels } from "../base/label.ts";
import type { RunContext } from "../events/run-context.ts";
import type { Brief, BriefToolCall } from "../models/brief.ts";
import { LANGUAGE_MODEL, type Plan } from "../wire/plan.ts";
import { acceptAnswer } from "./accept-answer.ts";
import { answerQuestion, MAX_TASK_QUESTIONS } from "./answer-question.ts";
import { briefInputs } from "./brief-inputs.ts";
import { carryOutPlan } from "./carry-out-plan.ts";
import { checkResult, REFUSED_HINT } from "./check-result.ts";
import type { Environment } from "./environment.ts";
import { makePlan, type PlanOutcome } from "./make-plan.ts";
import { mergeResults } from "./merge/merge-results.ts";
import { shareOfTasks } from "./plan-ends.ts";
import { createPlanMemory, type EndsById, type ScheduleEnd, schedulePlan, type TaskEnd } from "./schedule-plan.ts";
import type { RunTask, TaskRequest } from "./task-request.ts";

/** A manager's plan is part of a plan: smaller than a whole one. */
const MAX_TASKS_BELOW = 12;
const SLOTS = 8;
/** The run's own plan may be revised twice; what a manager could not mend at once goes up to it. */
const MAX_REVISIONS = 1;

/** A task that a manager may break up. */
export interface Expansion extends TaskRequest {
  readonly manager: Agent;
  /** Carries out the parts; handed in, because a part may be expanded in turn. */
  readonly runTask: RunTask;
}

/** Never rejects for a failure below: the end of the task says what is missing. */
export async function expandTask(context: RunContext, environment: Environment, given: Expansion): Promise<TaskEnd> {
  let request = given;
  let calls: readonly BriefToolCall[] = [];
  let learned: readonly string[] = [];
  let heard: Labels = [];
  for (let questions = 0; ; questions++) {
    const planned = await planBelow(context, environment, {
      ...request,
      questions,
      calls,
      learned,
      labels: joinLabels(request.labels, heard),
    });
    if (planned.kind === "plan") return carryOut(context, environment, { request, planned });
    if (planned.kind !== "question") return endFrom(request, planned);
    const { runTask } = request;
    const answered = await answerQuestion(context, environment, {
      question: planned,
      number: questions + 1,
      request,
      runTask,
    });
    if (answered.state === "cancelled") return { ...answered, task: request.task };
    calls = planned.calls;
    heard = planned.labels;
    if (answered.result === undefined) learned = [...learned, `Nobody could answer "${planned.question}".`];
    else request = { ...request, inputs: [...request.inputs, answered] };
  }
}

interface Planning extends Expansion {
  /** Asked so far. */
  readonly questions: number;
  readonly calls: readonly BriefToolCall[];
  readonly learned: readonly string[];
}

async function planBelow(
  context: RunContext,
  environment: Environment,
  { task, manager, inputs, labels, questions, calls, learned, ...request }: Planning,
): Promise<PlanOutcome> {
  const mayAsk = questions < MAX_TASK_QUESTIONS && request.answers !== true;
  const assignment = {
    ...ownAssignment(environment, manager),
    purpose: "understand" as const,
    task: briefTask(task),
    inputs: briefInputs(inputs),
    labels,
    above: request.above,
    learned,
    calls,
    delegates: delegatesOf(manager, environment.team),
    mayAsk: mayAsk && environment.run.request.interactive && mayAskPerson(manager),
    peers: mayAsk ? peersOf(manager, environment.team) : [],
    stepPrefix: questions === 0 ? "manage-" : `manage-${questions + 1}-`,
  };
  const outcome = await runAgent(context, environment.services, assignment);
  if (outcome.kind !== "plan") return outcome;
  return makePlan(context, environment, {
    assignment,
    outcome,
    goal: task.goal,
    maxTasks: Math.min(MAX_TASKS_BELOW, request.tasksBelow),
    given: new Set(inputs.map((input) => input.task.id)),
  });
}

interface CarryingOut {
  readonly request: Expansion;
  readonly planned: Extract<PlanOutcome, { kind: "plan" }>;
}

async function carryOut(
  context: RunContext,
  environment: Environment,
  { request, planned }: CarryingOut,
): Promise<TaskEnd> {
  const { task, manager, inputs } = request;
  context.emit({ type: "plan-accept", by: "policy" });
  const memory = createPlanMemory();
  const end = await carryOutPlan(context, environment, {
    plan: planned.plan,
    labels: planned.labels,
    planner: manager,
    delegates: delegatesOf(manager, environment.team),
    maxRevisions: MAX_REVISIONS,
    maxTasks: Math.min(MAX_TASKS_BELOW, request.tasksBelow),
    task: briefTask(task),
    given: inputs,
    schedule: (made, finished) =>
      schedule(context, { ...environment, planBy: planned.by }, { request, ...made, finished, memory }),
  });
  return mergeResults(context, environment, { task, manager, end, isWhole: request.isWhole ?? false });
}

interface Scheduling {
  readonly request: Expansion;
  readonly plan: Plan;
  readonly labels: Labels;
  readonly finished: EndsById;
  readonly memory: ReturnType<typeof createPlanMemory>;
}

function schedule(
  context: RunContext,
  environment: Environment,
  { request, plan, labels, finished, memory }: Scheduling,
): Promise<ScheduleEnd> {
  const { manager, inputs, above, depth, runTask } = request;
  const tasksBelow = shareOfTasks(request.tasksBelow, plan);
  return schedulePlan(context, plan, {
    slots: SLOTS,
    edits: false,
    finished,
    memory,
    runTask: (child, inner, needed) =>
      // What the whole task works from, its parts read too, also those that work from one another.
      runTask(child, environment, {
        task: inner,
        inputs: [...needed, ...inputs],
        labels,
        above: [...above, manager.name],
        planner: manager,
        peers: delegatesOf(manager, environment.team),
        depth: depth + 1,
        tasksBelow,
      }),
  });
}

function briefTask(task: TaskRequest["task"]): NonNullable<Brief["task"]> {
  return {
    id: task.id,
    goal: task.goal,
    // What needs a model's own words is no less so one level deeper.
    ...(task.capability === LANGUAGE_MODEL ? { capability: task.capability } : {}),
    ...(task.acceptance === undefined ? {} : { acceptance: task.acceptance }),
  };
}

type Unplanned = Exclude<PlanOutcome, { kind: "plan" | "question" }>;

function endFrom({ task }: TaskRequest, outcome: Unplanned): TaskEnd {
  if (outcome.kind === "answer") {
    const verdict = checkResult(task, outcome);
    if (verdict.verdict === "accept") return acceptAnswer(task, outcome);
    const failure: Failure = outcome.abstained
      ? { code: "model-unavailable", message: verdict.reason }
      : { code: "tool-failed", message: verdict.reason, hint: REFUSED_HINT };
    return { task, state: "failed", failure, labels: outcome.labels };
  }
  const { failure, labels } = outcome;
  return { task, state: failure.code === "cancelled" ? "cancelled" : "failed", failure, labels };
}
