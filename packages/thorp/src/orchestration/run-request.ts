/**
 * A request from receiving it to its answer: the program that every run executes.
 *
 * understand (answer, ask or plan) -> plan, checked and shown -> schedule -> re-plan what failed -> synthesis. It is
 * deterministic over its `RunContext`, so a crash at any point resumes here.
 */

import { clientOutcome } from "../agents/client-tools.ts";
import { ownAssignment } from "../agents/own-assignment.ts";
import { delegatesOf } from "../agents/reachable-tools.ts";
import type { Agent } from "../agents/team.ts";
import { joinLabels, type Labels } from "../base/label.ts";
import type { RunContext } from "../events/run-context.ts";
import type { BriefToolCall, HistoryMessage } from "../models/brief.ts";
import type { Plan } from "../wire/plan.ts";
import { inForm, requestInForm } from "./answer-form.ts";
import { approvePlan, askPerson } from "./ask-person.ts";
import { carryOutPlan } from "./carry-out-plan.ts";
import { checkRequest } from "./check-request.ts";
import { compactHistory } from "./compact-history.ts";
import { createCredits } from "./credits.ts";
import type { Environment } from "./environment.ts";
import { makePlan } from "./make-plan.ts";
import { shareOfTasks } from "./plan-ends.ts";
import { cancelled, directEnding, type Ending, endingFrom, questionText } from "./run-ending.ts";
import { runInLanguage } from "./run-in-language.ts";
import { runTask } from "./run-task.ts";
import { createPlanMemory, type EndsById, type PlanMemory, type ScheduleEnd, schedulePlan } from "./schedule-plan.ts";
import { synthesise } from "./synthesise.ts";

/** What the program has to know before its first step. */
export interface RequestOptions {
  /** Smallest window among the models that the top agent may use. Tokens. */
  readonly smallestWindow: number;
}

const MAX_QUESTIONS = 3;
const MAX_REVISIONS = 2;
const SLOTS = 16;
/** Share of the deadline after which no more work is waited for, so that an answer can still be written. */
const WORK_SHARE = 0.8;

/** Ends the run by an event, whichever way; rejects only when the run cannot go on in this process. */
export async function runRequest(context: RunContext, given: Environment, options: RequestOptions): Promise<void> {
  const credits = createCredits();
  const environment = credits.watch(given);
  const { run } = environment;
  context.emit({ type: "message-add", role: "person", text: run.request.text, labels: ["person"] });
  const refused = await checkRequest(context, run);
  const ending =
    refused === undefined
      ? await inForm(context, environment, await answerRequest(context, environment, options))
      : ({ state: "failed", text: refused.message, labels: ["team"], failure: refused } as const);
  const { state, text, labels, citations, failure } = ending;
  const owed = credits.owedBy(labels);
  if (text !== "")
    context.emit({
      type: "message-add",
      role: "team",
      text,
      labels,
      ...(citations && citations.length > 0 ? { citations } : {}),
      ...(owed.length > 0 ? { credits: owed } : {}),
    });
  context.emit({ type: "run-end", state, ...(failure === undefined ? {} : { failure }) });
}

async function answerRequest(
  context: RunContext,
  environment: Environment,
  { smallestWindow }: RequestOptions,
): Promise<Ending> {
  const top = topAgent(environment);
  const delegates = plannersChoice(top, environment);
  let { files } = environment;
  let history = await compactHistory(context, environment, { agent: top, window: smallestWindow });
  const { client } = environment.run.request;
  let calls: readonly BriefToolCall[] = (client?.calls ?? []).map(clientOutcome);
  const clientTools = client?.choice === "none" ? undefined : client?.tools;
  for (let questions = 0; ; questions++) {
    const here: Environment = { ...environment, history, files };
    const interactive = environment.run.request.interactive && questions < MAX_QUESTIONS;
    const assignment = {
      ...ownAssignment(here, top),
      purpose: "understand" as const,
      history,
      delegates,
      mayAsk: interactive || questions === 0,
      ...(clientTools === undefined ? {} : { clientTools }),
      request: requestInForm(environment.run.request),
      calls,
      stepPrefix: questions === 0 ? "" : `again-${questions}-`,
    };
    const outcome = await runInLanguage(context, here, assignment);
    const planned =
      outcome.kind === "plan"
        ? await makePlan(context, here, {
            assignment,
            outcome,
            goal: here.run.request.text,
            maxTasks: here.team.limits.tasks,
          })
        : outcome;
    if (planned.kind === "plan")
      return carryOut(context, { ...here, planBy: planned.by }, { top, delegates, proposed: planned });
    if (planned.kind !== "question") return directEnding(planned);
    if (!interactive)
      return { state: "partial", text: questionText(planned), labels: joinLabels(["team"], planned.labels) };
    const asked = await askPerson(context, {
      id: `q${questions + 1}`,
      text: planned.question,
      choices: planned.choices,
    });
    if (asked.kind === "cancelled") return cancelled("The run was cancelled while it waited for an answer.");
    const named = (await environment.lookAgain?.(asked.text, `look-again-${questions + 1}`)) ?? [];
    files = [...files, ...named.filter((note) => !files.some(({ path }) => path === note.path))];
    const before: readonly HistoryMessage[] =
      questions === 0 ? [...history, { role: "person", text: here.run.request.text }] : history;
    history = [
      ...before,
      { role: "team", text: planned.question, labels: planned.labels },
      // Words that were only picked are still those of whoever offered them.
      { role: "person", text: asked.text, ...(planned.choices.includes(asked.text) && { labels: planned.labels }) },
    ];
    calls = planned.calls;
  }
}

interface Carrying {
  readonly top: Agent;
  readonly delegates: readonly Agent[];
  readonly proposed: Pick<Scheduling, "plan" | "labels">;
}

async function carryOut(
  context: RunContext,
  environment: Environment,
  { top, delegates, proposed }: Carrying,
): Promise<Ending> {
  const { request } = environment.run;
  const memory = createPlanMemory();
  const byPerson = request.approvePlan === true && request.interactive;
  const accepted = byPerson ? await approvePlan(context, proposed.plan, memory) : proposed.plan;
  if (accepted === undefined) return cancelled("The plan was not approved.");
  context.emit({ type: "plan-accept", by: byPerson ? "person" : "policy" });
  const end = await carryOutPlan(context, environment, {
    plan: accepted,
    labels: proposed.labels,
    planner: top,
    delegates,
    maxRevisions: MAX_REVISIONS,
    maxTasks: environment.team.limits.tasks,
    schedule: (planned, finished) => schedule(context, environment, { top, delegates, ...planned, finished, memory }),
  });
  if (end.stopped === "cancelled") return cancelled("The run was cancelled.");
  const answer = await synthesise(context, environment, { top, end });
  // What had been written of the answer by then stays.
  if (answer.failure?.code === "cancelled")
    return { ...cancelled(answer.failure.message), text: answer.text, labels: answer.labels };
  return endingFrom(end, answer);
}

interface Scheduling {
  readonly top: Agent;
  readonly delegates: readonly Agent[];
  readonly plan: Plan;
  /** Where its words came from. */
  readonly labels: Labels;
  /** Ends of tasks that an earlier plan already brought. */
  readonly finished: EndsById;
  readonly memory: PlanMemory;
}

async function schedule(
  context: RunContext,
  environment: Environment,
  { top, delegates, plan, labels, finished, memory }: Scheduling,
): Promise<ScheduleEnd> {
  const deadlineMs = workTime(context, environment);
  const tasksBelow = shareOfTasks(environment.team.limits.tasks, plan);
  return schedulePlan(context, plan, {
    slots: SLOTS,
    edits: true,
    finished,
    memory,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    runTask: (child, task, inputs) =>
      runTask(child, environment, {
        task,
        inputs,
        labels,
        above: [top.name],
        planner: top,
        peers: delegates,
        depth: 0,
        tasksBelow,
        isWhole: plan.tasks.length === 1,
      }),
  });
}

/** Milliseconds from now that are left for work; planning and earlier plans have had their part. */
function workTime(context: RunContext, { run }: Environment): number | undefined {
  const { deadlineMs } = run.request;
  if (deadlineMs === undefined || run.deadlineAt === undefined) return undefined;
  return Math.round(run.deadlineAt(context) - deadlineMs * (1 - WORK_SHARE) - context.now());
}

function topAgent({ team }: Environment): Agent {
  const top = team.agentsByName.get(team.top);
  if (top === undefined) throw new Error(`Team ${team.name} has no agent ${team.top}.`);
  return top;
}

/** A team of one plans for itself. */
export function plannersChoice(top: Agent, { team }: Pick<Environment, "team">): readonly Agent[] {
  const delegates = delegatesOf(top, team);
  return top.tools.length > 0 ? [top, ...delegates] : delegates.length > 0 ? delegates : [];
}
