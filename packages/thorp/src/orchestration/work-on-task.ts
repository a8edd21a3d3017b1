/** An agent at work on one task: it works, asks where it must, is checked, and tries again while a remedy is left. */

import type { AgentAnswer, AgentOutcome } from "../agents/assignment.ts";
import { peersOf } from "../agents/reachable-tools.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { Agent } from "../agents/team.ts";
import type { Failure } from "../base/errors.ts";
import { joinLabels } from "../base/label.ts";
import type { RunContext } from "../events/run-context.ts";
import type { BriefInput } from "../models/brief.ts";
import { acceptAnswer } from "./accept-answer.ts";
import { answerQuestion, MAX_TASK_QUESTIONS } from "./answer-question.ts";
import { briefInputs } from "./brief-inputs.ts";
import { languageProblem } from "./check-language.ts";
import { checkResult, REFUSED_HINT, type Verdict } from "./check-result.ts";
import type { Environment } from "./environment.ts";
import { judgeResult } from "./judge-result.ts";
import { firstTry, nextTry, type Try } from "./next-try.ts";
import type { TaskEnd } from "./schedule-plan.ts";
import type { RunTask, TaskRequest } from "./task-request.ts";

/** A task with everything around it. */
export interface TaskAtWork {
  readonly context: RunContext;
  readonly environment: Environment;
  readonly request: TaskRequest;
  /** For tasks that questions to colleagues become. */
  readonly runTask: RunTask;
}

/** The end of the task: accepted, or with the last reason when no remedy is left, or cancelled. */
export async function workOnTask(work: TaskAtWork, first: Agent): Promise<TaskEnd> {
  const { context, environment, request } = work;
  const { task } = request;
  let attempt = firstTry(first);
  const used = new Set<string>(["try"]);
  let questions = 0;
  for (;;) {
    const outcome = await tryOnce(work, attempt, questions);
    if (outcome.kind === "question") {
      questions++;
      const answered = await answerQuestion(context, environment, { ...work, question: outcome, number: questions });
      if (answered.state === "cancelled") return { ...answered, task };
      attempt = withAnswer(
        { ...attempt, calls: outcome.calls, labels: joinLabels(attempt.labels, outcome.labels) },
        answered,
        questions,
      );
      continue;
    }
    const verdict = await verdictOn(work, { outcome, attempt });
    if (verdict.verdict === "accept" && outcome.kind === "answer") return acceptAnswer(task, outcome);
    const reason = verdict.verdict === "accept" ? "" : verdict.reason;
    const next = nextTry(context, environment, { request, attempt, outcome, verdict, reason, used });
    if (next === undefined) return lastEnd(task, outcome, verdict);
    attempt = next;
  }
}

function tryOnce(
  { context, environment, request }: TaskAtWork,
  attempt: Try,
  questions: number,
): Promise<AgentOutcome> {
  const { run, team, services, files } = environment;
  const { task } = request;
  const inputs = [...request.inputs, ...attempt.answers];
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
    inputs: [...briefInputs(inputs), ...lastTryOf(task, attempt)],
    learned: attempt.learned,
    labels: joinLabels(request.labels, attempt.labels),
    missing: [],
    above: request.above,
    delegates: [],
    mayAsk: false,
    peers: request.answers || questions >= MAX_TASK_QUESTIONS ? [] : peersOf(attempt.agent, team),
    stepPrefix: attempt.prefix,
    atLeast: attempt.atLeast,
    withoutTools: attempt.withoutTools,
    calls: attempt.calls,
    firstTry: attempt.prefix === "",
  });
}

/** A critique of something that is not there would have it made anew, with other faults. */
function lastTryOf(task: TaskRequest["task"], { last }: Try): readonly BriefInput[] {
  if (last === undefined) return [];
  return briefInputs([
    { task: { ...task, id: "last-try", goal: "as it was handed in" }, state: "failed", result: last },
  ]);
}

/** The work goes on with the answer as an input, or knowing that there is none. */
function withAnswer(attempt: Try, answered: TaskEnd, number: number): Try {
  const prefix = `${attempt.prefix}asked-${number}-`;
  if (answered.result !== undefined) return { ...attempt, prefix, answers: [...attempt.answers, answered] };
  const why = answered.failure === undefined ? "" : ` (${answered.failure.message})`;
  return { ...attempt, prefix, learned: [...attempt.learned, `Nobody could answer "${answered.task.goal}"${why}.`] };
}

async function verdictOn(work: TaskAtWork, { outcome, attempt }: { outcome: Worked; attempt: Try }): Promise<Verdict> {
  const { context, environment, request } = work;
  if (outcome.kind !== "answer")
    return {
      verdict: "reject",
      reason: outcome.kind === "failed" ? outcome.failure.message : "The agent handed the task on instead of doing it.",
    };
  const checked = checkedResult(work, { outcome, attempt });
  const judge =
    checked.verdict === "accept" &&
    environment.team.judgesResults &&
    // Nobody judges own work.
    request.planner.name !== attempt.agent.name &&
    request.task.acceptance !== undefined &&
    // What nobody approved has failed, whatever a judge would say.
    acceptAnswer(request.task, outcome).state === "done" &&
    // What rules computed needs no judge, unless they took it from what a judge sent back.
    (outcome.tier !== "embedded" || attempt.last !== undefined);
  const verdict = judge
    ? {
        ...(await judgeResult(context, environment, { ...request, answer: outcome, prefix: attempt.prefix })),
        keepsResult: true as const,
      }
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

/** What rules can see. A wrong language is worth one more try, not a failed task. */
function checkedResult(
  { environment, request: { task } }: TaskAtWork,
  { outcome, attempt }: { readonly outcome: AgentAnswer; readonly attempt: Try },
): Verdict {
  const checked = checkResult(task, outcome);
  if (checked.verdict !== "accept" || outcome.tier === "embedded" || attempt.learned.length > 0) return checked;
  const request = environment.run.request.text;
  const reason = languageProblem({ request, goal: task.goal, answer: outcome.result.text });
  return reason === undefined ? checked : { verdict: "revise", reason };
}

type Worked = Exclude<AgentOutcome, { kind: "question" }>;

/** When no remedy is left. */
function lastEnd(task: TaskRequest["task"], outcome: Worked, verdict: Verdict): TaskEnd {
  const failure = failureOf(outcome, verdict);
  const { labels } = outcome;
  const cancelled = outcome.kind === "failed" && outcome.failure.code === "cancelled";
  if (cancelled || outcome.kind !== "answer" || verdict.verdict === "accept" || verdict.keepsResult !== true)
    return { task, state: cancelled ? "cancelled" : "failed", failure, labels };
  const { result } = acceptAnswer(task, outcome);
  return { task, state: "failed", failure, labels, ...(result === undefined ? {} : { result }) };
}

function failureOf(outcome: AgentOutcome, verdict: Verdict): Failure {
  if (outcome.kind === "failed") return outcome.failure;
  const { reason, keepsResult = false } = verdict.verdict === "accept" ? { reason: "" } : verdict;
  // A tool that failed on the way is not what a judge found fault with.
  const problem = outcome.kind === "answer" && !keepsResult ? outcome.problems.at(-1) : undefined;
  if (problem !== undefined) return problem;
  return outcome.kind === "answer" && outcome.abstained
    ? { code: "model-unavailable", message: reason }
    : { code: "tool-failed", message: reason, hint: REFUSED_HINT };
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
