/** The rows that follow from events, in maps. */
import { type MicroDollars, noMoney } from "../../base/money.ts";
import type { EventOf, TaskPath } from "../../events/event.ts";
import { createRunTrace, type NumberedEvent, type ProjectionSink, projectEvent, type RunTrace } from "../projector.ts";
import type { FeedbackRow, ModelCallRow, RunRow, SpendRow, TaskRow, ToolCallRow } from "../store.ts";

/** A run without the two columns that are read off its events and calls. */
export type StoredRun = Omit<RunRow, "lastSeq" | "cost"> & {
  readonly once?: { readonly key: string; readonly digest: string };
};

/** A model call that belongs to no run. Times are milliseconds since 1970. */
export interface StoredCall {
  readonly owner?: string;
  readonly startedAt: number;
  readonly endedAt?: number;
}

/** Rows by run; what `project` does is what the tables of core.db do. */
export interface MemoryProjection {
  readonly runs: Map<string, StoredRun>;
  readonly calls: Map<string, StoredCall>;
  readonly tasks: Map<string, Map<TaskPath, TaskRow>>;
  readonly modelCalls: Map<string, ModelCallRow[]>;
  readonly toolCalls: Map<string, ToolCallRow[]>;
  readonly feedback: Map<string, FeedbackRow[]>;
  readonly spend: Map<string, SpendRow>;
  /** Adds what an event changes; events of a run come in order. */
  project(event: NumberedEvent<string>): void;
  /** Drops the rows of a run; money stays. */
  forget(run: string): void;
}

/** Empty; a run appears with its `run-start`. */
export function createMemoryProjection(): MemoryProjection {
  const runs = new Map<string, StoredRun>();
  const calls = new Map<string, StoredCall>();
  const tasks = new Map<string, Map<TaskPath, TaskRow>>();
  const modelCalls = new Map<string, ModelCallRow[]>();
  const toolCalls = new Map<string, ToolCallRow[]>();
  const feedback = new Map<string, FeedbackRow[]>();
  const spend = new Map<string, SpendRow>();
  const traces = new Map<string, RunTrace>();

  const changeRun = (run: string, change: (row: StoredRun) => StoredRun): void => {
    const row = runs.get(run);
    if (row) runs.set(run, change(row));
  };
  const changeTask = (run: string, path: TaskPath, change: (row: TaskRow) => TaskRow): void => {
    const row = tasks.get(run)?.get(path);
    if (row) tasks.get(run)?.set(path, change(row));
  };

  const sink: ProjectionSink<string> = {
    startRun(run, { at, event: { request, team } }) {
      const { conversation, text, owner, after, once } = request;
      const row: StoredRun = { id: run, conversation, team, text, state: "running", startedAt: at, recoveries: 0 };
      runs.set(run, {
        ...row,
        ...(owner === undefined ? {} : { owner: owner.user }),
        ...(after === undefined ? {} : { after }),
        ...(once === undefined ? {} : { once }),
      });
    },
    startCall(call, { at, event: { owner } }) {
      calls.set(call, { startedAt: at, ...(owner === undefined ? {} : { owner: owner.user }) });
    },
    endCall: (call, at) => void calls.set(call, { startedAt: at, ...calls.get(call), endedAt: at }),
    setRunState: (run, state, endedAt) =>
      changeRun(run, ({ endedAt: _, ...row }) => ({ ...row, state, ...(endedAt === undefined ? {} : { endedAt }) })),
    setRecoveries: (run, recoveries) => changeRun(run, (row) => ({ ...row, recoveries })),
    setUndone: (run, last) => changeRun(run, (row) => ({ ...row, undoneAfter: last })),
    setTitle: (run, title) =>
      changeRun(run, ({ title: _, ...row }) => ({ ...row, ...(title === undefined ? {} : { title }) })),
    addFeedback(run, { seq, at, event }) {
      feedback.set(run, [...(feedback.get(run) ?? []), feedbackRow({ run, seq, at }, event)]);
    },
    startTask(run, { at, event: { path, task } }) {
      const byPath = tasks.get(run) ?? new Map<TaskPath, TaskRow>();
      tasks.set(run, byPath);
      // A task that starts again goes to the end, as its event does.
      byPath.delete(path);
      byPath.set(path, { run, path, agent: task.agent, goal: task.goal, state: "running", startedAt: at });
    },
    setTaskState: (run, path, { state, endedAt }) =>
      changeTask(run, path, ({ endedAt: _, ...row }) => ({
        ...row,
        state,
        ...(endedAt === undefined ? {} : { endedAt }),
      })),
    setTaskAgent: (run, path, agent) => changeTask(run, path, (row) => ({ ...row, agent })),
    unblockTask: (run, path) =>
      changeTask(run, path, (row) => (row.state === "blocked" ? { ...row, state: "running" } : row)),
    addModelCall: (run, _seq, call) => addTo(modelCalls, { run, ...call }),
    addToolCall: (run, _seq, call) => addTo(toolCalls, { run, ...call }),
    addSpend: (scope, spent, reserved) => addMoney(spend, scope, { spent, reserved }),
  };

  return {
    runs,
    calls,
    tasks,
    modelCalls,
    toolCalls,
    feedback,
    spend,
    project(event) {
      let trace = traces.get(event.run);
      if (trace === undefined) traces.set(event.run, (trace = createRunTrace()));
      projectEvent(sink, trace, event);
    },
    forget(run) {
      for (const rows of [runs, calls, tasks, modelCalls, toolCalls, feedback, traces]) rows.delete(run);
    },
  };
}

function addMoney(spend: Map<string, SpendRow>, scope: string, change: { spent: number; reserved: number }): void {
  const row = spend.get(scope) ?? { scope, spent: noMoney, reserved: noMoney };
  spend.set(scope, {
    scope,
    spent: (row.spent + change.spent) as MicroDollars,
    reserved: (row.reserved + change.reserved) as MicroDollars,
  });
}

function addTo<Row extends { readonly run: string }>(rowsByRun: Map<string, Row[]>, row: Row): void {
  const rows = rowsByRun.get(row.run);
  if (rows) rows.push(row);
  else rowsByRun.set(row.run, [row]);
}

type FeedbackPlace = Pick<FeedbackRow, "run" | "seq" | "at">;

function feedbackRow(place: FeedbackPlace, { type: _, path: _path, ...said }: EventOf<"feedback">): FeedbackRow {
  return { ...place, ...said };
}
