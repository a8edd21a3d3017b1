/**
 * What is tried next when the result of a task is not good enough.
 *
 * Remedies, in order, each an event: the same agent once more with the critique; another tool of the same capability;
 * one tier up; another agent with the capability. What helps then (re-planning) is the business of whoever made the
 * plan.
 */
import type { AgentOutcome } from "../agents/assignment.ts";
import { capabilitiesOf, executorFor, ownTools } from "../agents/reachable-tools.ts";
import type { Agent } from "../agents/team.ts";
import type { Failure } from "../base/errors.ts";
import { joinLabels, type Labels } from "../base/label.ts";
import type { RunContext } from "../events/run-context.ts";
import type { TaskResult } from "../events/task-result.ts";
import type { BriefToolCall } from "../models/brief.ts";
import type { Tier } from "../models/language-model.ts";
import type { Verdict } from "./check-result.ts";
import type { Environment } from "./environment.ts";
import type { TaskEnd } from "./schedule-plan.ts";
import type { TaskRequest } from "./task-request.ts";

/** One attempt at a task and what it knows of those before. */
export interface Try {
  readonly agent: Agent;
  /** Before the names of its steps. */
  readonly prefix: string;
  readonly learned: readonly string[];
  /** Where the words of what was learned came from. */
  readonly labels: Labels;
  readonly atLeast?: Tier;
  /** Tools that failed and have a substitute. */
  readonly withoutTools: readonly string[];
  /** Answers to what was asked on the way. */
  readonly answers: readonly TaskEnd[];
  /** What was done before a question came up. */
  readonly calls: readonly BriefToolCall[];
  /** What the try before handed in and was sent back, to be mended instead of made anew. */
  readonly last?: TaskResult;
}

/** Without anything learned. */
export function firstTry(agent: Agent): Try {
  return { agent, prefix: "", learned: [], labels: [], withoutTools: [], answers: [], calls: [] };
}

/** An attempt that was not good enough. */
export interface Judged {
  readonly attempt: Try;
  readonly outcome: Exclude<AgentOutcome, { kind: "question" }>;
  readonly verdict: Verdict;
  readonly reason: string;
  /** Remedies that were tried; each is tried once. */
  readonly used: Set<string>;
}

/** Undefined when no remedy is left. */
export function nextTry(
  context: RunContext,
  environment: Environment,
  { request, ...judged }: Judged & { readonly request: TaskRequest },
): Try | undefined {
  const { attempt, outcome, verdict, reason, used } = judged;
  if (outcome.kind === "failed" && !isAgentsFault(outcome.failure)) return undefined;
  // Who said no is not asked again by another model or agent.
  if (outcome.kind === "answer" && outcome.problems.some(({ code }) => code === "approval-denied")) return undefined;
  const critique = [reason, verdict.verdict === "accept" ? "" : (verdict.advice ?? "")].join(" ").trim();
  const learned = [...attempt.learned, critique];
  const last = lastOf(outcome, verdict);
  // A critique of what came from outside is no cleaner than that, nor is the reason of a failure.
  const labels = joinLabels(attempt.labels, outcome.labels);
  const again = { ...attempt, learned, labels, calls: [], ...last };
  // The rules model answers the same brief the same way; a critique changes nothing for it.
  const canImprove = outcome.kind === "answer" && outcome.tier !== "embedded";
  if (verdict.verdict === "revise" && canImprove && !used.has("retry")) {
    used.add("retry");
    context.emit({ type: "task-retry", critique: reason });
    return { ...again, prefix: "retry-" };
  }
  const swap = used.has("tool") ? undefined : otherTool(environment, judged);
  if (swap !== undefined) {
    used.add("tool");
    const why = `${swap.failed} failed; ${swap.instead} does the same`;
    context.emit({ type: "task-retry", critique: why, without: [swap.failed] });
    const withoutTools = [...attempt.withoutTools, swap.failed];
    return {
      ...again,
      learned: [...attempt.learned, `${reason} Use ${swap.instead}.`],
      withoutTools,
      prefix: "tool-swap-",
    };
  }
  const higher = outcome.kind === "answer" ? outcome.higherTier : undefined;
  if (higher !== undefined && higher !== "embedded" && !used.has(higher)) {
    used.add(higher);
    context.emit({ type: "task-escalate", to: higher, reason });
    return { ...again, atLeast: higher, prefix: `${higher}-` };
  }
  const other = used.has("reassign") ? undefined : otherAgent(environment, request, attempt.agent);
  if (other === undefined) return undefined;
  used.add("reassign");
  context.emit({ type: "task-reassign", agent: other.name, reason });
  return { ...firstTry(other), learned, labels, answers: attempt.answers, prefix: "other-", ...last };
}

function lastOf(outcome: Judged["outcome"], verdict: Verdict): Pick<Try, "last"> {
  const isKept = verdict.verdict !== "accept" && verdict.keepsResult === true && outcome.kind === "answer";
  return isKept ? { last: outcome.result } : {};
}

/** Troubles of providers, budgets and persons are not cured by another agent. */
function isAgentsFault(failure: Failure): boolean {
  return failure.code === "model-output" || failure.code === "tool-failed" || failure.code === "tool-input";
}

interface ToolSwap {
  readonly failed: string;
  readonly instead: string;
}

/** A tool of the agent that has the capability of one that failed, and did not fail itself. */
function otherTool({ services }: Environment, { attempt, outcome }: Judged): ToolSwap | undefined {
  if (outcome.kind !== "answer") return undefined;
  const { failedTools } = outcome;
  const own = ownTools(attempt.agent, services.toolSpecs).filter(
    (tool) => !failedTools.includes(tool.name) && !attempt.withoutTools.includes(tool.name),
  );
  for (const failed of failedTools) {
    const capability = services.toolSpecs.get(failed)?.tool.capability;
    const instead = own.find((tool) => tool.capability === capability);
    if (instead !== undefined) return { failed, instead: instead.name };
  }
  return undefined;
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
