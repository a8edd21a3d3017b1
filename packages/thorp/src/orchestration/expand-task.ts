/**
 * A manager's way with a task: do it, or expand it into a plan of its own one level deeper, and merge what comes back.
 */

import type { AgentOutcome } from "../agents/assignment.ts";
import { ownAssignment } from "../agents/own-assignment.ts";
import { delegatesOf } from "../agents/reachable-tools.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { Agent } from "../agents/team.ts";
import type { Failure } from "../base/errors.ts";
import { joinLabels } from "../base/label.ts";
import type { RunContext } from "../events/run-context.ts";
import type { PlannedTask } from "../wire/plan.ts";
import { acceptAnswer } from "./accept-answer.ts";
import { briefInputs } from "./brief-inputs.ts";
import { checkResult } from "./check-result.ts";
import type { Environment } from "./environment.ts";
import { makePlan } from "./make-plan.ts";
import { answerIds, missingOf, shareOfTasks } from "./plan-ends.ts";
import { type ScheduleEnd, schedulePlan, type TaskEnd } from "./schedule-plan.ts";
import type { RunTask, TaskRequest } from "./task-request.ts";

/** A manager's plan is part of a plan: smaller than a whole one. */
const MAX_TASKS_BELOW = 12;
const SLOTS = 8;

export interface Expansion extends TaskRequest {
  readonly manager: Agent;
  /** Carries out the parts; handed in, because a part may be expanded in turn. */
  readonly runTask: RunTask;
}

export async function expandTask(context: RunContext, environment: Environment, request: Expansion): Promise<TaskEnd> {
  const { task, manager, inputs, depth, runTask } = request;
  const delegates = delegatesOf(manager, environment.team);
  const assignment = {
    ...ownAssignment(environment, manager),
    purpose: "understand" as const,
    task: { id: task.id, goal: task.goal, ...(task.acceptance === undefined ? {} : { acceptance: task.acceptance }) },
    inputs: briefInputs(inputs),
    delegates,
    stepPrefix: "manage-",
  };
  const outcome = await runAgent(context, environment.services, assignment);
  const planned =
    outcome.kind === "plan"
      ? await makePlan(context, environment, {
          assignment,
          outcome,
          goal: task.goal,
          maxTasks: Math.min(MAX_TASKS_BELOW, request.tasksBelow),
          given: new Set(inputs.map((input) => input.task.id)),
        })
      : outcome;
  if (planned.kind !== "plan") return endFrom(request, planned);
  context.emit({ type: "plan-accept", by: "policy" });
  const below: Environment = { ...environment, planBy: planned.by };
  const tasksBelow = shareOfTasks(request.tasksBelow, planned.plan);
  const end = await schedulePlan(context, planned.plan, {
    slots: SLOTS,
    edits: false,
    runTask: (child, inner, needed) =>
      // What the whole task works from, its parts read too, also those that work from one another.
      runTask(child, below, {
        task: inner,
        inputs: [...needed, ...inputs],
        planner: manager,
        peers: delegates,
        depth: depth + 1,
        tasksBelow,
      }),
  });
  return merge(context, environment, { task, manager, end });
}

function endFrom({ task }: TaskRequest, outcome: Exclude<AgentOutcome, { kind: "plan" }>): TaskEnd {
  if (outcome.kind === "answer") {
    const verdict = checkResult(task, outcome);
    if (verdict.verdict === "accept") return acceptAnswer(task, outcome);
    return {
      task,
      state: "failed",
      failure: { code: outcome.abstained ? "model-unavailable" : "tool-failed", message: verdict.reason },
    };
  }
  if (outcome.kind === "question")
    return { task, state: "failed", failure: { code: "input-invalid", message: outcome.question } };
  return { task, state: outcome.failure.code === "cancelled" ? "cancelled" : "failed", failure: outcome.failure };
}

interface Merging {
  readonly task: PlannedTask;
  readonly manager: Agent;
  readonly end: ScheduleEnd;
}

/** One result is passed on as it is; several are put together by the manager; none is a failure that says why. */
async function merge(context: RunContext, environment: Environment, { task, manager, end }: Merging): Promise<TaskEnd> {
  const done = answerIds(end)
    .flatMap((id) => end.ends.get(id) ?? [])
    .filter((inner) => inner.result !== undefined && inner.state === "done");
  const missing = missingOf(end);
  const failure = missing.length === 0 ? undefined : failureOfParts(end, missing);
  if (end.stopped === "cancelled")
    return { task, state: "cancelled", failure: { code: "cancelled", message: "the run was cancelled" } };
  const only = done[0];
  if (only === undefined)
    return {
      task,
      state: failure?.code === "cancelled" ? "cancelled" : "failed",
      failure: failure ?? { code: "tool-failed", message: "nothing was done" },
    };
  if (done.length === 1 && missing.length === 0) return { ...only, task };
  const merged = await runAgent(context, environment.services, {
    ...ownAssignment(environment, manager),
    purpose: "synthesis",
    task: { id: task.id, goal: task.goal },
    inputs: briefInputs(done),
    missing,
    stepPrefix: "merge-",
    toolless: true,
    firstTry: false,
  });
  const written = merged.kind === "answer" && !merged.abstained ? merged.result.text.trim() : "";
  const results = done.flatMap((inner) => inner.result ?? []);
  const result = {
    text: written === "" ? results.map((inner) => inner.text).join("\n\n") : written,
    artifacts: results.flatMap((inner) => inner.artifacts),
    sources: results.flatMap((inner) => inner.sources),
    labels: joinLabels(...results.map((inner) => inner.labels)),
  };
  // What failed below is not hidden behind what went well: whoever needs this goes on, and the run says what is missing.
  return { task, state: "done", result, ...(failure === undefined ? {} : { failure }) };
}

function failureOfParts({ plan, ends }: ScheduleEnd, missing: ReturnType<typeof missingOf>): Failure {
  const failures = plan.tasks
    .flatMap((task) => ends.get(task.id) ?? [])
    .filter((end) => end.state !== "skipped")
    .flatMap((end) => end.failure ?? []);
  return {
    code: failures[0]?.code ?? "tool-failed",
    message: missing.map((part) => `${part.goal}: ${part.reason}`).join("; "),
  };
}
