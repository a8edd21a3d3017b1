/**
 * A manager's way with a task: do it, or expand it into a plan of its own one level deeper, and merge what comes back.
 */
import { delegatesOf } from "../agents/reachable-tools.ts";
import { ownAssignment } from "../agents/own-assignment.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { AgentOutcome } from "../agents/assignment.ts";
import type { Agent } from "../agents/team.ts";
import { joinLabels } from "../base/label.ts";
import type { RunContext } from "../events/run-context.ts";
import { briefInputs } from "./brief-inputs.ts";
import { checkResult } from "./check-result.ts";
import type { Environment } from "./environment.ts";
import { makePlan } from "./make-plan.ts";
import { answerIds, missingOf } from "./plan-ends.ts";
import { runTask, type TaskRequest } from "./run-task.ts";
import { type ScheduleEnd, schedulePlan, type TaskEnd } from "./schedule-plan.ts";

/** A manager's plan is part of a plan: smaller than a whole one. */
const MAX_TASKS_BELOW = 12;
const SLOTS = 8;

export async function expandTask(context: RunContext, environment: Environment, request: TaskRequest & { readonly manager: Agent }): Promise<TaskEnd> {
  const { task, manager, inputs, depth } = request;
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
  const planned = outcome.kind === "plan" ? await makePlan(context, environment, { assignment, outcome, goal: task.goal, maxTasks: MAX_TASKS_BELOW }) : outcome;
  if (planned.kind !== "plan") return endFrom(request, planned);
  context.emit({ type: "plan-accept", by: "policy" });
  const below: Environment = { ...environment, planBy: planned.by };
  const end = await schedulePlan(context, planned.plan, {
    slots: SLOTS,
    edits: false,
    runTask: (child, inner, needed) =>
      // What the whole task works from, its parts may read too.
      runTask(child, below, { task: inner, inputs: needed.length > 0 ? needed : inputs, planner: manager, peers: delegates, depth: depth + 1 }),
  });
  return merge(context, environment, request, end);
}

function endFrom({ task }: TaskRequest, outcome: Exclude<AgentOutcome, { kind: "plan" }>): TaskEnd {
  if (outcome.kind === "answer") {
    const verdict = checkResult(task, outcome);
    if (verdict.verdict === "accept") return { task, state: "done", result: outcome.result };
    return { task, state: "failed", failure: { code: outcome.abstained ? "model-unavailable" : "tool-failed", message: verdict.reason } };
  }
  if (outcome.kind === "question") return { task, state: "failed", failure: { code: "input-invalid", message: outcome.question } };
  return { task, state: outcome.failure.code === "cancelled" ? "cancelled" : "failed", failure: outcome.failure };
}

/** One result is passed on as it is; several are put together by the manager; none is a failure that says why. */
async function merge(context: RunContext, environment: Environment, { task, manager }: TaskRequest & { manager: Agent }, end: ScheduleEnd): Promise<TaskEnd> {
  const wanted = answerIds(end);
  const done = wanted.flatMap((id) => end.ends.get(id) ?? []).filter((inner) => inner.result !== undefined && inner.state === "done");
  const missing = missingOf(end);
  const only = done[0];
  if (only === undefined) {
    const state = end.stopped === "cancelled" ? "cancelled" : "failed";
    return { task, state, failure: { code: "tool-failed", message: missing.map((part) => `${part.goal}: ${part.reason}`).join("; ") || "nothing was done" } };
  }
  if (done.length === 1 && missing.length === 0) return { task, state: "done", ...(only.result === undefined ? {} : { result: only.result }) };
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
  const text = merged.kind === "answer" ? merged.result.text : done.map((inner) => inner.result?.text).join("\n\n");
  const results = done.flatMap((inner) => inner.result ?? []);
  const result = {
    text,
    artifacts: results.flatMap((inner) => inner.artifacts),
    sources: results.flatMap((inner) => inner.sources),
    labels: joinLabels(...results.map((inner) => inner.labels)),
  };
  return { task, state: "done", result };
}
