/**
 * One task from its start to its end, on a path of its own.
 *
 * Remedies, in order, each an event: the same agent once more with the critique; one tier up; another agent with the
 * capability. What helps then (re-planning) is the business of whoever made the plan.
 */
import { capabilitiesOf, delegatesOf, executorFor } from "../agents/reachable-tools.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { AgentOutcome } from "../agents/assignment.ts";
import type { Agent } from "../agents/team.ts";
import type { Failure } from "../base/errors.ts";
import type { RunContext } from "../events/run-context.ts";
import type { Tier } from "../models/language-model.ts";
import type { PlannedTask } from "../wire/plan.ts";
import { acceptAnswer } from "./accept-answer.ts";
import { briefInputs } from "./brief-inputs.ts";
import { checkResult, type Verdict } from "./check-result.ts";
import type { Environment } from "./environment.ts";
import { expandTask } from "./expand-task.ts";
import { judgeResult } from "./judge-result.ts";
import type { TaskEnd } from "./schedule-plan.ts";

export interface TaskRequest {
  readonly task: PlannedTask;
  readonly inputs: readonly TaskEnd[];
  /** Who planned it; judges the result when it is a manager. */
  readonly planner: Agent;
  /** Agents that it could be given to instead. */
  readonly peers: readonly Agent[];
  /** Levels of plans above it. */
  readonly depth: number;
  /** Tasks that it may be expanded into, all levels together. */
  readonly tasksBelow: number;
}

export async function runTask(context: RunContext, environment: Environment, request: TaskRequest): Promise<TaskEnd> {
  const { task, planner } = request;
  const { team, services } = environment;
  context.emit({ type: "task-start", task });
  const named = team.agentsByName.get(task.agent) ?? planner;
  const delegates = delegatesOf(named, team);
  // On rules alone a manager with a fitting executor passes through: nobody is there to think about it again.
  const passTo = environment.planBy === "rules" && delegates.length > 0 ? executorFor(task.capability, delegates, team, services.toolSpecs) : undefined;
  const manages = passTo === undefined && delegates.length > 0 && named.name !== planner.name && request.depth < team.limits.depth && request.tasksBelow > 0;
  const end = manages ? await expandTask(context, environment, { ...request, manager: named }) : await workOn(context, environment, request, passTo ?? named);
  context.emit({
    type: "task-end",
    state: end.state,
    ...(end.result === undefined ? {} : { result: end.result }),
    ...(end.failure === undefined ? {} : { failure: end.failure }),
  });
  return end;
}

interface Try {
  readonly agent: Agent;
  readonly prefix: string;
  readonly learned: readonly string[];
  readonly atLeast?: Tier;
}

async function workOn(context: RunContext, environment: Environment, request: TaskRequest, first: Agent): Promise<TaskEnd> {
  let attempt: Try = { agent: first, prefix: "", learned: [] };
  const used = new Set<string>(["try"]);
  for (;;) {
    const outcome = await tryOnce(context, environment, request, attempt);
    const verdict = await verdictOn(context, environment, request, { outcome, attempt });
    if (verdict.verdict === "accept" && outcome.kind === "answer") return acceptAnswer(request.task, outcome);
    const reason = verdict.verdict === "accept" ? "" : verdict.reason;
    const next = nextTry(context, environment, request, { attempt, outcome, verdict, reason, used });
    if (next === undefined) return { task: request.task, state: endStateOf(outcome), failure: failureOf(outcome, reason) };
    attempt = next;
  }
}

function tryOnce(context: RunContext, environment: Environment, { task, inputs }: TaskRequest, attempt: Try): Promise<AgentOutcome> {
  const { run, team, services, files } = environment;
  return runAgent(context, services, {
    run,
    team,
    agent: attempt.agent,
    purpose: "work",
    request: run.request.text,
    history: [],
    files: filesNamedIn(files, `${task.goal} ${run.request.text}`),
    task: { id: task.id, goal: task.goal, capability: task.capability, ...(task.acceptance === undefined ? {} : { acceptance: task.acceptance }) },
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
  context: RunContext,
  environment: Environment,
  request: TaskRequest,
  { outcome, attempt }: { outcome: AgentOutcome; attempt: Try },
): Promise<Verdict> {
  if (outcome.kind !== "answer") return { verdict: "reject", reason: outcome.kind === "failed" ? outcome.failure.message : "it handed the task on instead of doing it" };
  const checked = checkResult(request.task, outcome);
  const judge = checked.verdict === "accept" && request.planner.kind === "manager" && request.task.acceptance !== undefined && outcome.tier !== "embedded";
  const verdict = judge ? await judgeResult(context, environment, { ...request, answer: outcome, prefix: attempt.prefix }) : checked;
  if (verdict.verdict !== "accept" || judge) {
    context.emit({ type: "check-end", verdict: verdict.verdict, by: judge ? request.planner.name : "rules", ...(verdict.verdict === "accept" ? {} : { reason: verdict.reason }) });
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

function nextTry(context: RunContext, environment: Environment, request: TaskRequest, { attempt, outcome, verdict, reason, used }: Judged): Try | undefined {
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
  const candidates = peers.map((peer) => executorFor(task.capability, [peer], team, services.toolSpecs) ?? peer);
  return candidates.find(
    (candidate) => candidate.name !== tried.name && candidate.kind === "executor" && capabilitiesOf(candidate, team, services.toolSpecs).has(task.capability),
  );
}

function endStateOf(outcome: AgentOutcome): TaskEnd["state"] {
  return outcome.kind === "failed" && outcome.failure.code === "cancelled" ? "cancelled" : "failed";
}

function failureOf(outcome: AgentOutcome, reason: string): Failure {
  if (outcome.kind === "failed") return outcome.failure;
  const problem = outcome.kind === "answer" ? outcome.problems.at(-1) : undefined;
  return problem ?? { code: outcome.kind === "answer" && outcome.abstained ? "model-unavailable" : "tool-failed", message: reason };
}

/** Files that the words name; all of them when they name none. */
function filesNamedIn(files: Environment["files"], words: string): Environment["files"] {
  const named = files.filter((file) => words.includes(file.path) || words.includes(file.path.split("/").at(-1) ?? file.path));
  return named.length > 0 ? named : files;
}
