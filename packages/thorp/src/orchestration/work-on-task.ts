/**
 * An agent at work on one task, and what is tried when the result is not good enough.
 *
 * Remedies, in order, each an event: the same agent once more with the critique; one tier up; another agent with the
 * capability. What helps then (re-planning) is the business of whoever made the plan.
 */

import type { AgentOutcome } from "../agents/assignment.ts";
import { capabilitiesOf, executorFor } from "../agents/reachable-tools.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { Agent } from "../agents/team.ts";
import type { Failure } from "../base/errors.ts";
import type { RunContext } from "../events/run-context.ts";
import type { Tier } from "../models/language-model.ts";
import { acceptAnswer } from "./accept-answer.ts";
import { briefInputs } from "./brief-inputs.ts";
import { checkResult, type Verdict } from "./check-result.ts";
import type { Environment } from "./environment.ts";
import { judgeResult } from "./judge-result.ts";
import type { TaskEnd } from "./schedule-plan.ts";
import type { TaskRequest } from "./task-request.ts";

interface Try {
  readonly agent: Agent;
  readonly prefix: string;
  readonly learned: readonly string[];
  readonly atLeast?: Tier;
}

/** A task with everything around it. */
export interface TaskAtWork {
  readonly context: RunContext;
  readonly environment: Environment;
  readonly request: TaskRequest;
}

export async function workOnTask(work: TaskAtWork, first: Agent): Promise<TaskEnd> {
  const { task } = work.request;
  let attempt: Try = { agent: first, prefix: "", learned: [] };
  const used = new Set<string>(["try"]);
  for (;;) {
    const outcome = await tryOnce(work, attempt);
    const verdict = await verdictOn(work, { outcome, attempt });
    if (verdict.verdict === "accept" && outcome.kind === "answer") return acceptAnswer(task, outcome);
    const reason = verdict.verdict === "accept" ? "" : verdict.reason;
    const next = nextTry(work, { attempt, outcome, verdict, reason, used });
    if (next === undefined) return { task, state: endStateOf(outcome), failure: failureOf(outcome, reason) };
    attempt = next;
  }
}

function tryOnce({ context, environment, request }: TaskAtWork, attempt: Try): Promise<AgentOutcome> {
  const { run, team, services, files } = environment;
  const { task, inputs } = request;
  return runAgent(context, services, {
    run,
    team,
    agent: attempt.agent,
    purpose: "work",
    request: run.request.text,
    history: [],
    files: filesFor(task.goal, { files, request: run.request.text, hasInputs: inputs.length > 0 }),
    task: {
      id: task.id,
      goal: task.goal,
      capability: task.capability,
      ...(task.acceptance === undefined ? {} : { acceptance: task.acceptance }),
    },
    inputs: briefInputs(inputs),
    learned: attempt.learned,
    missing: [],
    delegates: [],
    mayAsk: false,
    stepPrefix: attempt.prefix,
    atLeast: attempt.atLeast,
    firstTry: attempt.prefix === "",
  });
}

async function verdictOn(
  { context, environment, request }: TaskAtWork,
  { outcome, attempt }: { outcome: AgentOutcome; attempt: Try },
): Promise<Verdict> {
  if (outcome.kind !== "answer")
    return {
      verdict: "reject",
      reason: outcome.kind === "failed" ? outcome.failure.message : "it handed the task on instead of doing it",
    };
  const checked = checkResult(request.task, outcome);
  const judge =
    checked.verdict === "accept" &&
    request.planner.kind === "manager" &&
    // Nobody judges own work.
    request.planner.name !== attempt.agent.name &&
    request.task.acceptance !== undefined &&
    outcome.tier !== "embedded";
  const verdict = judge
    ? await judgeResult(context, environment, { ...request, answer: outcome, prefix: attempt.prefix })
    : checked;
  if (verdict.verdict !== "accept" || judge) {
    context.emit({
      type: "check-end",
      verdict: verdict.verdict,
      by: judge ? request.planner.name : "rules",
      ...(verdict.verdict === "accept" ? {} : { reason: verdict.reason }),
    });
  }
  return verdict;
}

interface Judged {
  readonly attempt: Try;
  readonly outcome: AgentOutcome;
  readonly verdict: Verdict;
  readonly reason: string;
  /** Remedies that were tried; each is tried once. */
  readonly used: Set<string>;
}

function nextTry(
  { context, environment, request }: TaskAtWork,
  { attempt, outcome, verdict, reason, used }: Judged,
): Try | undefined {
  if (outcome.kind === "failed" && !isAgentsFault(outcome.failure)) return undefined;
  const learned = [...attempt.learned, reason];
  const higher = outcome.kind === "answer" ? outcome.higherTier : undefined;
  // The rules model answers the same brief the same way; a critique changes nothing for it.
  const canImprove = outcome.kind === "answer" && outcome.tier !== "embedded";
  if (verdict.verdict === "revise" && canImprove && !used.has("retry")) {
    used.add("retry");
    context.emit({ type: "task-retry", critique: reason });
    return { ...attempt, learned, prefix: "retry-" };
  }
  if (higher !== undefined && higher !== "embedded" && !used.has(higher)) {
    used.add(higher);
    context.emit({ type: "task-escalate", to: higher, reason });
    return { agent: attempt.agent, learned, atLeast: higher, prefix: `${higher}-` };
  }
  const other = used.has("reassign") ? undefined : otherAgent(environment, request, attempt.agent);
  if (other === undefined) return undefined;
  used.add("reassign");
  context.emit({ type: "task-reassign", agent: other.name, reason });
  return { agent: other, learned, prefix: "other-" };
}

/** Troubles of providers, budgets and persons are not cured by another agent. */
function isAgentsFault(failure: Failure): boolean {
  return failure.code === "model-output" || failure.code === "tool-failed" || failure.code === "tool-input";
}

function otherAgent({ team, services }: Environment, { task, peers }: TaskRequest, tried: Agent): Agent | undefined {
  const candidates = peers.map(
    (peer) => executorFor(task.capability, [peer], { team, specs: services.toolSpecs }) ?? peer,
  );
  return candidates.find(
    (candidate) =>
      candidate.name !== tried.name &&
      candidate.kind === "executor" &&
      capabilitiesOf(candidate, team, services.toolSpecs).has(task.capability),
  );
}

function endStateOf(outcome: AgentOutcome): TaskEnd["state"] {
  return outcome.kind === "failed" && outcome.failure.code === "cancelled" ? "cancelled" : "failed";
}

function failureOf(outcome: AgentOutcome, reason: string): Failure {
  if (outcome.kind === "failed") return outcome.failure;
  const problem = outcome.kind === "answer" ? outcome.problems.at(-1) : undefined;
  return (
    problem ?? {
      code: outcome.kind === "answer" && outcome.abstained ? "model-unavailable" : "tool-failed",
      message: reason,
    }
  );
}

/** Files that the task names; else, when it works from no results, those that the request names, or all. */
function filesFor(
  goal: string,
  {
    files,
    request,
    hasInputs,
  }: { readonly files: Environment["files"]; readonly request: string; readonly hasInputs: boolean },
): Environment["files"] {
  const named = filesNamedIn(files, goal);
  if (named.length > 0 || hasInputs) return named;
  const asked = filesNamedIn(files, request);
  return asked.length > 0 ? asked : files;
}

function filesNamedIn(files: Environment["files"], words: string): Environment["files"] {
  return files.filter((file) => words.includes(file.path) || words.includes(file.path.split("/").at(-1) ?? file.path));
}
