/**
 * The results of a plan below a task as the result of that task.
 *
 * One result is passed on as it is. Several become one as the plan says (`Plan.merge`): all put together by the
 * manager, the best of alternatives, a vote, or their tables joined; what a strategy cannot do, the next one does. No
 * result is a failure that says why. Where the planning itself was handed on, the results go up one by one.
 */
import { ownAssignment } from "../../agents/own-assignment.ts";
import { runAgent } from "../../agents/run-agent.ts";
import type { Agent } from "../../agents/team.ts";
import type { Failure } from "../../base/errors.ts";
import { joinLabels } from "../../base/label.ts";
import type { RunContext } from "../../events/run-context.ts";
import type { TaskResult } from "../../events/task-result.ts";
import type { Brief } from "../../models/brief.ts";
import type { PlannedTask } from "../../wire/plan.ts";
import { briefInputs } from "../brief-inputs.ts";
import type { Environment } from "../environment.ts";
import { answerIds, endLabels, missingOf } from "../plan-ends.ts";
import type { ScheduleEnd, TaskEnd } from "../schedule-plan.ts";
import { bestResult } from "./best-result.ts";
import { joinTables, tableText } from "./join-tables.ts";
import { voteOnResults } from "./vote-on-results.ts";

/** The task, who merges, and how its parts ended. */
export interface Merging {
  readonly task: PlannedTask;
  readonly manager: Agent;
  readonly end: ScheduleEnd;
  /** The task is all that the plan above holds. */
  readonly isWhole: boolean;
}

const ROWS_SHOWN = 30;

/** The end of the task. What is missing of it stands in its failure, also when it counts as done. */
export async function mergeResults(context: RunContext, environment: Environment, merging: Merging): Promise<TaskEnd> {
  const { task, end, isWhole } = merging;
  if (end.stopped === "cancelled")
    return { task, state: "cancelled", failure: { code: "cancelled", message: "the run was cancelled" } };
  const { merge = "all" } = end.plan;
  const handsUp = isWhole && merge === "all" && end.plan.tasks.length > 1;
  const done = (handsUp ? end.plan.tasks.map(({ id }) => id) : answerIds(end))
    .flatMap((id) => end.ends.get(id) ?? [])
    .filter((inner) => inner.result !== undefined && inner.state === "done");
  const missing = missingOf(end);
  const labels = endLabels(end);
  const failure = missing.length === 0 ? undefined : failureOfParts(end, missing);
  const only = done[0];
  if (only === undefined)
    return {
      task,
      state: failure?.code === "cancelled" ? "cancelled" : "failed",
      failure: failure ?? { code: "tool-failed", message: "nothing was done" },
      labels,
    };
  // An alternative that failed is not missed where another one did the task.
  if (merge === "best" || merge === "vote")
    return { ...(await chosen(context, environment, { ...merging, done })), task };
  if (handsUp) return { ...handedUp(task, { done, missing }), ...(failure === undefined ? {} : { failure, labels }) };
  if (done.length === 1 && missing.length === 0) return { ...only, task };
  const result =
    (merge === "join" ? joined(context, done) : undefined) ??
    (await putTogether(context, environment, { ...merging, done, missing }));
  // What failed below is not hidden behind what went well: whoever needs this goes on, and the run says what is missing.
  return { task, state: "done", result, ...(failure === undefined ? {} : { failure, labels }) };
}

/** Whoever answers works from every result and cites each by its own path, and nobody puts them together before. */
function handedUp(task: PlannedTask, { done, missing }: Pick<Parts, "done" | "missing">): TaskEnd {
  const below = (id: string) => `${task.id}/${id}`;
  const parts = {
    ends: done.map((part) => ({ ...part, task: { ...part.task, id: below(part.task.id) } })),
    missing: missing.map((part) => ({ ...part, id: below(part.id) })),
  };
  const texts = done.flatMap((part) => part.result?.text ?? []);
  return { task, state: "done", result: resultsTogether(done, texts.join("\n\n")), parts };
}

async function chosen(
  context: RunContext,
  environment: Environment,
  { task, manager, end, done }: Merging & { readonly done: readonly TaskEnd[] },
): Promise<TaskEnd> {
  const [first = { task, state: "failed" as const }] = done;
  if (done.length === 1) return first;
  const vote = end.plan.merge === "vote" ? voteOnResults(done) : undefined;
  if (vote !== undefined) {
    const reason = `${vote.votes} of ${vote.of} results say the same (${vote.winner.task.id})`;
    context.emit({ type: "check-end", verdict: "accept", by: "vote", reason });
    return vote.winner;
  }
  const best = await bestResult(context, environment, { task, manager, ends: done });
  if (best === undefined) return first;
  context.emit({
    type: "check-end",
    verdict: "accept",
    by: best.by,
    reason: `${best.winner.task.id} of ${done.length} alternatives: ${best.reason}`,
  });
  return best.winner;
}

function joined(context: RunContext, done: readonly TaskEnd[]): TaskResult | undefined {
  const tables = joinTables(done);
  if (tables === undefined) return undefined;
  const ids = done.map((end) => end.task.id).join(", ");
  const reason = `${tables.rows.length} rows of ${ids}, joined by ${tables.by.join(", ")}`;
  context.emit({ type: "check-end", verdict: "accept", by: "join", reason });
  return { ...resultsTogether(done, tableText(tables, ROWS_SHOWN)), data: tables.rows.map((row) => ({ ...row })) };
}

interface Parts extends Merging {
  readonly done: readonly TaskEnd[];
  readonly missing: Brief["missing"];
}

async function putTogether(
  context: RunContext,
  environment: Environment,
  { task, manager, end, done, missing }: Parts,
): Promise<TaskResult> {
  const merged = await runAgent(context, environment.services, {
    ...ownAssignment(environment, manager),
    purpose: "synthesis",
    task: { id: task.id, goal: task.goal },
    inputs: briefInputs(done),
    missing,
    labels: endLabels(end),
    stepPrefix: "merge-",
    toolless: true,
    firstTry: false,
  });
  const written = merged.kind === "answer" && !merged.abstained ? merged.result.text.trim() : "";
  const texts = done.flatMap((inner) => inner.result?.text ?? []);
  const together = resultsTogether(done, written === "" ? texts.join("\n\n") : written);
  return { ...together, labels: joinLabels(together.labels, merged.labels) };
}

function resultsTogether(done: readonly TaskEnd[], text: string): TaskResult {
  const results = done.flatMap((inner) => inner.result ?? []);
  const links = [...new Set(results.flatMap((inner) => inner.links ?? []))];
  return {
    text,
    artifacts: results.flatMap((inner) => inner.artifacts),
    sources: results.flatMap((inner) => inner.sources),
    labels: joinLabels(...results.map((inner) => inner.labels)),
    ...(links.length > 0 && { links }),
  };
}

function failureOfParts({ plan, ends }: ScheduleEnd, missing: Brief["missing"]): Failure {
  const failures = plan.tasks
    .flatMap((task) => ends.get(task.id) ?? [])
    .filter((end) => end.state !== "skipped")
    .flatMap((end) => end.failure ?? []);
  const [{ code, hint } = { code: "tool-failed" as const, hint: undefined }] = failures;
  return {
    code,
    ...(hint === undefined ? {} : { hint }),
    message: missing.map((part) => `${part.goal}: ${part.reason}`).join("; "),
  };
}
