/**
 * The loop of a plan: start every ready task in order, wait on one race, fold the result in, repeat.
 *
 * It is single-threaded and deterministic: which task starts when follows from the plan and from the winners of races.
 * It never awaits a model itself; work, checks and retries happen inside the children.
 */
import type { Failure } from "../base/errors.ts";
import type { TaskEndState } from "../events/event.ts";
import type { Handle, RunContext } from "../events/run-context.ts";
import type { TaskResult } from "../events/task-result.ts";
import type { Plan, PlannedTask } from "../wire/plan.ts";

export interface TaskEnd {
  readonly task: PlannedTask;
  readonly state: TaskEndState;
  readonly result?: TaskResult;
  readonly failure?: Failure;
}

export type EndsById = ReadonlyMap<string, TaskEnd>;

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
}

export interface ScheduleEnd {
  readonly plan: Plan;
  readonly ends: EndsById;
  readonly stopped?: "cancelled" | "deadline";
}

export async function schedulePlan(context: RunContext, accepted: Plan, options: ScheduleOptions): Promise<ScheduleEnd> {
  const ends = new Map<string, TaskEnd>(options.finished);
  const running = new Map<string, Handle<TaskEnd>>();
  const seenEdits = new Set<string>();
  let plan = accepted;
  let waitedBefore = context.waitedForPerson();
  const cancelled = context.signalled("signal:run-cancel", "run-cancel");
  let timer = options.deadlineMs === undefined ? undefined : context.timer("timer:deadline", options.deadlineMs, { pauses: true });

  const nextEdit = () => context.signalled(`edit ${seenEdits.size + 1}`, "plan-edit", (edit) => !seenEdits.has(edit.edit));
  let edited = options.edits ? nextEdit() : undefined;

  for (;;) {
    skipHopeless(plan, ends, running);
    for (const task of readyTasks(plan, ends, running).slice(0, options.slots - running.size)) {
      const inputs = task.needs.flatMap((need) => ends.get(need) ?? []);
      running.set(task.id, context.child(task.id, (child) => options.runTask(child, task, inputs)));
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
      timer = context.timer(`timer:deadline+${waitedBefore}`, waited, { pauses: true });
    } else if (winner.name === edited?.name) {
      const edit = winner.value as { edit: string; plan: Plan };
      seenEdits.add(edit.edit);
      plan = applyEdit(plan, edit.plan, (id) => ends.has(id) || running.has(id));
      context.emit({ type: "plan-revise", plan, reason: "edited by the person" });
      edited = nextEdit();
    } else {
      running.delete(winner.name);
      ends.set(winner.name, winner.value as TaskEnd);
    }
  }

  /** Stops what runs, waits for it to wind down, and marks the rest. */
  async function stop(reason: "cancelled" | "deadline"): Promise<ScheduleEnd> {
    for (const child of running.values()) context.stop(child, reason === "deadline" ? "The run's deadline has come." : "The run was cancelled.");
    for (const [id, child] of running) ends.set(id, await context.wait(child));
    const failure: Failure = reason === "deadline" ? { code: "deadline", message: "not started before the deadline" } : { code: "cancelled", message: "the run was cancelled" };
    for (const task of plan.tasks) if (!ends.has(task.id)) ends.set(task.id, { task, state: "skipped", failure });
    return { plan, ends, stopped: reason };
  }
}

/** In the order in which they start: priority, then earliest deadline, then place in the plan. */
function readyTasks(plan: Plan, ends: EndsById, running: ReadonlyMap<string, unknown>): readonly PlannedTask[] {
  return plan.tasks
    .filter((task) => !ends.has(task.id) && !running.has(task.id) && task.needs.every((need) => ends.has(need)))
    .map((task, place) => ({ task, place }))
    .sort((a, b) => b.task.priority - a.task.priority || (a.task.deadlineMs ?? Infinity) - (b.task.deadlineMs ?? Infinity) || a.place - b.place)
    .map(({ task }) => task);
}

/** A task whose required input failed is skipped, and so is what needs it in turn. */
function skipHopeless(plan: Plan, ends: Map<string, TaskEnd>, running: ReadonlyMap<string, unknown>): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const task of plan.tasks) {
      if (ends.has(task.id) || running.has(task.id)) continue;
      const lost = task.needs.map((need) => ends.get(need)).find((end) => end !== undefined && end.state !== "done" && !end.task.optional);
      if (lost === undefined) continue;
      ends.set(task.id, { task, state: "skipped", failure: { code: lost.failure?.code ?? "tool-failed", message: `needs ${lost.task.id}, which was ${lost.state}` } });
      changed = true;
    }
  }
}

function applyEdit(plan: Plan, edited: Plan, started: (id: string) => boolean): Plan {
  const kept = plan.tasks.filter((task) => started(task.id));
  const keptIds = new Set(kept.map((task) => task.id));
  return { ...edited, tasks: [...kept, ...edited.tasks.filter((task) => !keptIds.has(task.id))] };
}
