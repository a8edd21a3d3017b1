/**
 * The loop of a plan: start every ready task in order, wait on one race, fold the result in, repeat.
 *
 * It is single-threaded and deterministic: which task starts when follows from the plan and from the winners of races.
 * It never awaits a model itself; work, checks and retries happen inside the children.
 */
import type { Failure } from "../base/errors.ts";
import type { Labels } from "../base/label.ts";
import type { SignalEvent, TaskEndState } from "../events/event.ts";
import type { Handle, RunContext } from "../events/run-context.ts";
import type { TaskResult } from "../events/task-result.ts";
import type { Brief } from "../models/brief.ts";
import type { Plan, PlannedTask } from "../wire/plan.ts";
import { mendPlan } from "./check-plan.ts";

/** How a task ended. */
export interface TaskEnd {
  readonly task: PlannedTask;
  readonly state: TaskEndState;
  readonly result?: TaskResult;
  /** With `done`: what the result lacks. */
  readonly failure?: Failure;
  /** Where the words of the failure came from; those of the result have their own. */
  readonly labels?: Labels;
  /** Where planning was handed on: what was done below, in the order of the plan, and what was not; each by its path. */
  readonly parts?: { readonly ends: readonly TaskEnd[]; readonly missing: Brief["missing"] };
}

/** Ends by the id of their task. */
export type EndsById = ReadonlyMap<string, TaskEnd>;

/** What one path remembers over all plans that it carries out one after the other. */
export interface PlanMemory {
  /** Edits that were taken in; a signal is seen by everybody who waits for one, also later. */
  readonly seenEdits: Set<string>;
  /** Ids that had a path of their own; no other task may get it. */
  readonly usedIds: Set<string>;
  /** Plans that were begun. */
  plans: number;
}

/** Why a plan changed, where a person wanted it. */
export const EDITED = "edited by the person";

/** Letters of a goal inside another sentence. */
const LONGEST_GOAL = 80;

/** For a path that has carried out nothing yet. */
export function createPlanMemory(): PlanMemory {
  return { seenEdits: new Set(), usedIds: new Set(), plans: 0 };
}

/** How the tasks of a plan are carried out and what bounds them. */
export interface ScheduleOptions {
  readonly runTask: (context: RunContext, task: PlannedTask, inputs: readonly TaskEnd[]) => Promise<TaskEnd>;
  /** Tasks at once; the model queue decides how much of it runs at the same time. */
  readonly slots: number;
  /** Milliseconds from now after which nothing new is waited for. */
  readonly deadlineMs?: number | undefined;
  /** The plan as a person edited it: only what has not started changes. */
  readonly edits: boolean;
  /** Ends of tasks that an earlier plan already brought. */
  readonly finished?: EndsById;
  /** Needed where the same path carries out more than one plan. */
  readonly memory?: PlanMemory;
}

/** The plan as it was at the end, edits included, and how its tasks ended. */
export interface ScheduleEnd {
  readonly plan: Plan;
  readonly ends: EndsById;
  readonly stopped?: "cancelled" | "deadline";
  /** What earlier plans failed at and this one does not try again. */
  readonly givenUp?: Brief["missing"];
  /** Where the words of the plan came from. */
  readonly labels?: Labels;
}

/** Resolves when every task has ended, or with `stopped` when the run was cancelled or its time was over. */
export async function schedulePlan(
  context: RunContext,
  accepted: Plan,
  options: ScheduleOptions,
): Promise<ScheduleEnd> {
  const { memory = createPlanMemory() } = options;
  const ends = new Map<string, TaskEnd>(options.finished);
  const running = new Map<string, Handle<TaskEnd>>();
  let plan = accepted;
  let waitedBefore = context.waitedForPerson();
  const deadline = `timer:deadline ${++memory.plans}`;
  const cancelled = context.signalled("signal:run-cancel", "run-cancel");
  let timer =
    options.deadlineMs === undefined ? undefined : context.timer(deadline, options.deadlineMs, { pauses: true });
  let edited = options.edits ? nextEdit(context, memory) : undefined;

  for (;;) {
    for (const lost of hopeless(plan, ends, running)) await skip(lost.task, lost.failure);
    for (const task of readyTasks(plan, ends, running).slice(0, options.slots - running.size)) {
      const inputs = task.needs.flatMap((need) => ends.get(need) ?? []);
      memory.usedIds.add(task.id);
      running.set(
        task.id,
        context.child(task.id, (child) => options.runTask(child, task, inputs)),
      );
    }
    if (running.size === 0) return { plan, ends };

    const entrants = [cancelled, ...(edited ? [edited] : []), ...(timer ? [timer] : []), ...running.values()];
    const winner = await context.race(entrants);
    if (winner.name === cancelled.name) return stop("cancelled");
    if (winner.name === timer?.name) {
      const waited = context.waitedForPerson() - waitedBefore;
      if (waited <= 0) return stop("deadline");
      // Time spent waiting for a person is given back.
      waitedBefore += waited;
      timer = context.timer(`${deadline}+${waitedBefore}`, waited, { pauses: true });
    } else if (winner.name === edited?.name) {
      const edit = winner.value as Extract<SignalEvent, { type: "plan-edit" }>;
      memory.seenEdits.add(edit.edit);
      for (const id of triedAgain(plan, ends, edit.retry ?? [])) ends.delete(id);
      plan = applyEdit(plan, edit.plan, { isOver: (id) => ends.has(id) || running.has(id), usedIds: memory.usedIds });
      context.emit({ type: "plan-revise", plan, reason: EDITED });
      for (const id of edit.skip ?? []) await leaveOut(id);
      edited = nextEdit(context, memory);
    } else {
      running.delete(winner.name);
      ends.set(winner.name, winner.value as TaskEnd);
    }
  }

  /** A task that is never started still ends in a state of its own, with the reason. */
  async function skip(task: PlannedTask, failure: Failure): Promise<void> {
    memory.usedIds.add(task.id);
    ends.set(task.id, { task, state: "skipped", failure });
    await context.wait(
      context.child(task.id, async (child) => child.emit({ type: "task-end", state: "skipped", failure })),
    );
  }

  /** A person does without it, and so does what needs it. What it had done by then is stopped. */
  async function leaveOut(id: string): Promise<void> {
    const task = plan.tasks.find((planned) => planned.id === id);
    if (task === undefined || ends.has(id)) return;
    const failure: Failure = { code: "cancelled", message: "left out by the person" };
    const child = running.get(id);
    if (child === undefined) await skip({ ...task, optional: true }, failure);
    else {
      context.stop(child, "The person left this task out.");
      const end = await context.wait(child);
      running.delete(id);
      // It may have been done in the same moment.
      ends.set(id, end.state === "done" ? end : { ...end, task: { ...task, optional: true }, failure });
    }
  }

  /** Stops what runs, waits for it to wind down, and marks the rest. */
  async function stop(reason: "cancelled" | "deadline"): Promise<ScheduleEnd> {
    const words = reason === "deadline" ? "The run's deadline has come." : "The run was cancelled.";
    for (const child of running.values()) context.stop(child, words);
    for (const [id, child] of running) {
      const end = await context.wait(child);
      const late = reason === "deadline" && end.failure?.code === "cancelled";
      ends.set(id, late ? { ...end, failure: { code: "deadline", message: "not finished before the deadline" } } : end);
    }
    for (const task of plan.tasks) if (!ends.has(task.id)) await skip(task, notBegun(reason));
    return { plan, ends, stopped: reason };
  }
}

function notBegun(reason: "cancelled" | "deadline"): Failure {
  return reason === "deadline"
    ? { code: "deadline", message: "not started before the deadline" }
    : { code: "cancelled", message: "the run was cancelled" };
}

/** What shall be tried again although it ended, and what was skipped for its sake. */
function triedAgain(plan: Plan, ends: EndsById, retry: readonly string[]): ReadonlySet<string> {
  const again = new Set(retry.filter((id) => ends.has(id) && ends.get(id)?.state !== "done"));
  for (let before = -1; before !== again.size; ) {
    before = again.size;
    for (const { id, needs } of plan.tasks)
      if (ends.get(id)?.state === "skipped" && needs.some((need) => again.has(need))) again.add(id);
  }
  return again;
}

function nextEdit(context: RunContext, { seenEdits }: PlanMemory): Handle<Extract<SignalEvent, { type: "plan-edit" }>> {
  return context.signalled(`edit ${seenEdits.size + 1}`, "plan-edit", (edit) => !seenEdits.has(edit.edit));
}

/** In the order in which they start: priority, then earliest deadline, then place in the plan. */
function readyTasks(plan: Plan, ends: EndsById, running: ReadonlyMap<string, unknown>): readonly PlannedTask[] {
  return plan.tasks
    .filter((task) => !ends.has(task.id) && !running.has(task.id) && task.needs.every((need) => ends.has(need)))
    .map((task, place) => ({ task, place }))
    .sort(
      (a, b) =>
        b.task.priority - a.task.priority ||
        (a.task.deadlineMs ?? Infinity) - (b.task.deadlineMs ?? Infinity) ||
        a.place - b.place,
    )
    .map(({ task }) => task);
}

/** Tasks whose required input failed, and what needs them in turn. */
function hopeless(plan: Plan, ends: EndsById, running: ReadonlyMap<string, unknown>): readonly Lost[] {
  const lost = new Map<string, Lost>();
  for (let before = -1; before !== lost.size; ) {
    before = lost.size;
    for (const task of plan.tasks) {
      if (ends.has(task.id) || running.has(task.id) || lost.has(task.id)) continue;
      const failure = task.needs
        .map((need) => failureOfNeed(ends.get(need) ?? lost.get(need)))
        .find((found) => found !== undefined);
      if (failure !== undefined) lost.set(task.id, { task, state: "skipped", failure });
    }
  }
  return [...lost.values()];
}

interface Lost extends TaskEnd {
  readonly failure: Failure;
}

function failureOfNeed(end: TaskEnd | undefined): Failure | undefined {
  if (end === undefined || end.state === "done" || end.task.optional) return undefined;
  return {
    code: end.failure?.code ?? "tool-failed",
    ...(end.failure?.hint === undefined ? {} : { hint: end.failure.hint }),
    message: `needs "${shortGoal(end.task)}", which ${end.state === "failed" ? "failed" : `was ${end.state}`}`,
  };
}

/** Persons know a task by its words, not by its id. */
function shortGoal({ goal }: PlannedTask): string {
  return goal.length <= LONGEST_GOAL ? goal : `${goal.slice(0, LONGEST_GOAL).trimEnd()}…`;
}

interface Started {
  /** Runs or has ended in this plan. */
  readonly isOver: (id: string) => boolean;
  readonly usedIds: ReadonlySet<string>;
}

/** What has started stays as it was; the rest is as the person wants it, made sound where it is not. */
function applyEdit(plan: Plan, edited: Plan, { isOver, usedIds }: Started): Plan {
  const kept = plan.tasks.filter((task) => isOver(task.id));
  const keptIds = new Set(kept.map((task) => task.id));
  const fresh = edited.tasks.filter((task) => !keptIds.has(task.id));
  const idOf = freshIds(fresh, usedIds, keptIds);
  const tasks = [...kept, ...fresh.map((task) => ({ ...task, id: idOf(task.id), needs: task.needs.map(idOf) }))];
  return mendPlan({ plan: { ...edited, tasks, answerFrom: edited.answerFrom.map(idOf) } }).plan;
}

/** An id that an earlier plan of this path has used gets a number. */
function freshIds(
  fresh: readonly PlannedTask[],
  used: ReadonlySet<string>,
  kept: ReadonlySet<string>,
): (id: string) => string {
  const taken = new Set([...used, ...kept, ...fresh.map((task) => task.id)]);
  const renamed = new Map<string, string>();
  for (const { id } of fresh) {
    if (!used.has(id)) continue;
    let other = id;
    for (let n = 2; taken.has(other); n++) other = `${id.slice(0, 34)}-${n}`;
    taken.add(other);
    renamed.set(id, other);
  }
  return (id) => renamed.get(id) ?? id;
}
