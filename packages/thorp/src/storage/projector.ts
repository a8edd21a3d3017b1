/**
 * What the rows of runs, tasks, model calls and money follow from: one function from an event to changes of rows.
 *
 * Every store applies it in the commit of the event, and `verify` applies it again to all events: the rows hold nothing
 * that the journal does not say.
 */
import type { Json } from "../base/json.ts";
import { type MicroDollars, noMoney } from "../base/money.ts";
import type { EventBody, EventOf, EventType, RunState, StepCall, TaskPath } from "../events/event.ts";
import type { HeldTerms } from "../events/held-terms.ts";
import type { TaskState } from "../wire/plan.ts";
import { answeredId, askedId } from "./ask-id.ts";
import { spendChangeOf } from "./spend-of-run.ts";
import type { ModelCallRow, ToolCallRow } from "./store.ts";

/** Where the rows are. `Run` is what the store knows a run by. */
export interface ProjectionSink<Run> {
  startRun(run: Run, start: { readonly at: number; readonly event: EventOf<"run-start"> }): void;
  /** A model call that belongs to no run. */
  startCall(call: Run, start: { readonly at: number; readonly event: EventOf<"call-start"> }): void;
  endCall(call: Run, at: number): void;
  /** Without `endedAt` the run is under way (again). */
  setRunState(run: Run, state: RunState, endedAt?: number): void;
  setRecoveries(run: Run, recoveries: number): void;
  /** See `RunRow.undoneAfter`. */
  setUndone(run: Run, last: string): void;
  /** Undefined takes the title back. */
  setTitle(run: Run, title: string | undefined): void;
  addFeedback(
    run: Run,
    given: { readonly seq: number; readonly at: number; readonly event: EventOf<"feedback"> },
  ): void;
  startTask(
    run: Run,
    start: { readonly seq: number; readonly at: number; readonly event: EventOf<"task-start"> },
  ): void;
  /** Without `endedAt` the task is under way (again). */
  setTaskState(run: Run, path: TaskPath, change: { readonly state: TaskState; readonly endedAt?: number }): void;
  setTaskAgent(run: Run, path: TaskPath, agent: string): void;
  /** A blocked task runs again; any other stays as it is. */
  unblockTask(run: Run, path: TaskPath): void;
  addModelCall(run: Run, seq: number, call: Omit<ModelCallRow, "run">): void;
  addToolCall(run: Run, seq: number, call: Omit<ToolCallRow, "run">): void;
  addSpend(scope: string, spent: number, reserved: number): void;
}

/** What the events of one run have begun and not yet ended; grows and shrinks with each event. */
export interface RunTrace {
  /** Steps under way; undefined for those that call no model and no tool. */
  readonly steps: Map<string, CallStart | undefined>;
  /** Approvals and questions without an answer. */
  readonly asks: Set<string>;
  /** The journal is that of one call. */
  isCall: boolean;
  /** The person wants to see the plan before it runs. */
  approvesPlan: boolean;
  ended: boolean;
}

interface CallStart {
  readonly at: number;
  readonly call: Extract<StepCall, { kind: "model" | "tool" }>;
}

/** An event as a store numbers it. */
export interface NumberedEvent<Run> {
  readonly run: Run;
  readonly seq: number;
  readonly at: number;
  readonly body: EventBody;
}

/** The types that change rows; a store need not look into the others. */
export const projectedTypes: ReadonlySet<string> = new Set<EventType>([
  "run-start",
  "call-start",
  "run-recover",
  "run-end",
  "run-undo",
  "conversation-rename",
  "feedback",
  "plan-propose",
  "plan-approve",
  "task-start",
  "task-retry",
  "task-reassign",
  "task-block",
  "task-end",
  "approval-ask",
  "approval-answer",
  "question-ask",
  "question-answer",
  "client-call-ask",
  "client-call-answer",
  "step-start",
  "step-end",
  "budget-reserve",
  "budget-settle",
]);

/** What the projector remembers of a run that has just begun. */
export function createRunTrace(): RunTrace {
  return { steps: new Map(), asks: new Set(), isCall: false, approvesPlan: false, ended: false };
}

const silentSink: ProjectionSink<unknown> = {
  startRun: () => {},
  startCall: () => {},
  endCall: () => {},
  setRunState: () => {},
  setRecoveries: () => {},
  setUndone: () => {},
  setTitle: () => {},
  addFeedback: () => {},
  startTask: () => {},
  setTaskState: () => {},
  setTaskAgent: () => {},
  unblockTask: () => {},
  addModelCall: () => {},
  addToolCall: () => {},
  addSpend: () => {},
};

/** Brings only the trace up to date, for a run whose rows are there already. */
export function followEvent(trace: RunTrace, event: NumberedEvent<unknown>): void {
  projectEvent(silentSink, trace, event);
}

/** Applies one event. Events of a run must come in their order, each with the trace of those before it. */
export function projectEvent<Run>(sink: ProjectionSink<Run>, trace: RunTrace, event: NumberedEvent<Run>): void {
  const { run, seq, at, body } = event;
  switch (body.type) {
    case "run-start":
      trace.approvesPlan = body.request.approvePlan === true && body.request.interactive;
      return sink.startRun(run, { at, event: body });
    case "call-start":
      trace.isCall = true;
      return sink.startCall(run, { at, event: body });
    case "run-recover":
      trace.ended = false;
      sink.setRecoveries(run, body.recovery);
      return sink.setRunState(run, trace.asks.size > 0 ? "waiting" : "running");
    case "run-end":
      trace.ended = true;
      trace.steps.clear();
      return sink.setRunState(run, body.state, at);
    case "run-undo":
      return sink.setUndone(run, body.last);
    case "conversation-rename":
      return sink.setTitle(run, body.title === "" ? undefined : body.title);
    case "feedback":
      return sink.addFeedback(run, { seq, at, event: body });
    case "task-start":
      return sink.startTask(run, { seq, at, event: body });
    case "task-retry":
      return sink.setTaskState(run, body.path, { state: "running" });
    case "task-reassign":
      return sink.setTaskAgent(run, body.path, body.agent);
    case "task-block":
      return sink.setTaskState(run, body.path, { state: "blocked" });
    case "task-end":
      return sink.setTaskState(run, body.path, { state: body.state, endedAt: at });
    case "plan-propose":
      if (body.path !== "" || !trace.approvesPlan) return;
      trace.asks.add(PLAN);
      return sink.setRunState(run, "waiting");
    case "approval-ask":
    case "question-ask":
    case "client-call-ask":
      trace.asks.add(askedId(body) ?? "");
      if (!trace.ended) sink.setRunState(run, "waiting");
      return;
    case "plan-approve":
      return answered(sink, trace, { run, key: PLAN });
    case "approval-answer":
    case "question-answer":
    case "client-call-answer":
      if (body.path !== "") sink.unblockTask(run, body.path);
      return answered(sink, trace, { run, key: answeredId(body) ?? "" });
    case "step-start":
      trace.steps.set(stepKey(body), body.call.kind === "other" ? undefined : { at, call: body.call });
      return;
    case "step-end":
      endStep(sink, trace, { run, seq, at, body });
      if (!trace.isCall) return;
      trace.ended = true;
      return sink.endCall(run, at);
    case "budget-reserve":
    case "budget-settle": {
      const { spent, reserved } = spendChangeOf(body);
      for (const scope of body.scopes) sink.addSpend(scope, spent, reserved);
      return;
    }
    default:
      return;
  }
}

/** One answer of two leaves the run waiting for the other; an answer after the end changes nothing. */
function answered<Run>(sink: ProjectionSink<Run>, trace: RunTrace, { run, key }: { run: Run; key: string }): void {
  if (trace.asks.delete(key) && trace.asks.size === 0 && !trace.ended) sink.setRunState(run, "running");
}

function endStep<Run>(
  sink: ProjectionSink<Run>,
  trace: RunTrace,
  { run, seq, at, body }: NumberedEvent<Run> & { readonly body: EventOf<"step-end"> },
): void {
  const key = stepKey(body);
  const start = trace.steps.get(key);
  trace.steps.delete(key);
  if (start === undefined) return;
  const ms = Math.max(0, at - start.at);
  if (start.call.kind === "tool") {
    const { tool, agent } = start.call;
    const { path, step, result } = body;
    sink.addToolCall(run, seq, { path, step, agent, tool, at, ms, ...toolResultOf(result) });
    return;
  }
  const { route, agent, purpose } = start.call;
  sink.addModelCall(run, seq, {
    path: body.path,
    step: body.step,
    agent,
    purpose,
    model: route.model,
    tier: route.tier,
    ms,
    at,
    ...resultOf(body.result),
  });
}

type ResultColumns = Pick<
  ModelCallRow,
  "inputTokens" | "outputTokens" | "cost" | "ok" | "at" | "cached" | "firstMs" | "failure"
>;

/** Steps that were recorded by an older or a foreign gateway may lack any of these. */
function resultOf(result: Json): Omit<ResultColumns, "at"> {
  const { usage, costMicro, ok, firstMs, cached, failure } = objectFrom(result);
  const { code } = objectFrom(failure);
  const { inputTokens, outputTokens } = objectFrom(usage);
  return {
    inputTokens: countFrom(inputTokens),
    outputTokens: countFrom(outputTokens),
    cost: countFrom(costMicro) as MicroDollars,
    ok: ok !== false,
    cached: cached === true,
    ...(typeof firstMs === "number" ? { firstMs: countFrom(firstMs) } : {}),
    ...(typeof code === "string" ? { failure: code } : {}),
  };
}

/** Longer words of a failure are cut; the journal has them whole. Characters. */
const LONGEST_MESSAGE = 300;

type ToolColumns = Omit<ToolCallRow, "run" | "path" | "step" | "agent" | "tool" | "at" | "ms">;

function toolResultOf(result: Json): ToolColumns {
  const { ok, costMicro, failure, terms, use, cachedAt } = objectFrom(result);
  const { code, message } = objectFrom(failure);
  const { requests, waitedMs } = objectFrom(use);
  return {
    ok: ok !== false,
    cost: countFrom(costMicro) as MicroDollars,
    ...(isTerms(terms) ? { terms } : {}),
    requests: countFrom(requests),
    waitedMs: countFrom(waitedMs),
    cached: typeof cachedAt === "number",
    ...(typeof code === "string" ? { failure: code } : {}),
    ...(typeof message === "string" ? { message: message.slice(0, LONGEST_MESSAGE) } : {}),
  };
}

/** The gateway writes them whole; whatever else stands there says nothing about a provider. */
function isTerms(terms: unknown): terms is HeldTerms {
  const { provider, training, cacheMs } = objectFrom(terms);
  return typeof provider === "string" && typeof training === "string" && typeof cacheMs === "number";
}

function objectFrom(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
}

function countFrom(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? Math.max(0, Math.ceil(value)) : noMoney;
}

const PLAN = "plan of the run";

/** The path cannot hold a space, so that two steps never share a key. */
function stepKey({ path, step }: { readonly path: string; readonly step: string }): string {
  return `${path} ${step}`;
}
