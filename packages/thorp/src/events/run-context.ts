/**
 * The runtime seam: all that code which must survive a crash may do with the world.
 *
 * A program is a function over a `RunContext`. It must be deterministic: the same inputs lead to the same calls in
 * the same order on each path. Inputs are what these members return; time and dice come from here and nowhere else.
 *
 * - `step` runs its body at least once and records its result exactly once. A recorded step is never run again.
 * - `child` starts a program on a path of its own; it runs beside its parent until the parent waits for it.
 * - `race` is the only way to wait for more than one thing; the winner is recorded.
 * - `emit` appends a decision. During recovery it is compared with the record instead of being appended twice.
 *
 * Implementations: `runtime/embedded` (journal in a Store), `runtime/strict` (in memory, fails on any change of order).
 */
import type { Failure } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import type { EventBody, SignalEvent, StepCall, TaskPath } from "./event.ts";
import type { FrameKind } from "./frame.ts";

type Without<Event, Key extends string> = Event extends unknown ? Omit<Event, Key> : never;
type StepEventType =
  | "step-start"
  | "step-fail"
  | "step-end"
  | "budget-reserve"
  | "budget-settle"
  | "server-choose"
  | "policy-deny"
  | "content-find"
  | "resource-wait"
  | "file-change";
type RuntimeEventType = "race-end" | "timer-set" | "run-recover";

/** What a program may emit: everything it decides, never an input. */
export type Decision = Without<
  Exclude<EventBody, { type: SignalEvent["type"] | StepEventType | RuntimeEventType | "run-start" | "call-start" }>,
  "path"
>;
/** What a step may note about itself. */
export type StepDetail = Without<
  Extract<EventBody, { type: Exclude<StepEventType, "step-start" | "step-fail" | "step-end"> }>,
  "path" | "step"
>;

/** One step: what it is called, what it is asked, how it is done. */
export interface StepRequest<Result extends Json> {
  /** Unique in its path. */
  readonly name: string;
  /** Hash of what the step is asked; a replay compares it with the record. */
  readonly digest: string;
  /** Must return data, also for expected failures. A throw means the process cannot go on with this run. */
  readonly run: (step: StepRun) => Promise<Result>;
}

/** A step under way. */
export interface StepRun {
  readonly path: TaskPath;
  readonly name: string;
  /** The same for every attempt of this step in this run, for ever: what tools hand on as idempotency key. */
  readonly key: string;
  /** Aborts on cancel, deadline and shutdown. */
  readonly signal: AbortSignal;
  /** Records a new attempt and returns its number (1 for the first). Call it before each try. */
  begin(call: StepCall): number;
  /** Records that the current attempt failed; `text` keeps what had been streamed. */
  fail(failure: Failure, text?: string): void;
  /** Records a detail of this step (budget, policy). */
  note(detail: StepDetail): void;
  /** Resolves when all events of the run appended so far are committed. Await it before anything priced or effectful. */
  committed(): Promise<void>;
  /** Sends a live frame of the current attempt. */
  frame(kind: FrameKind, delta: string): void;
}

/** Something that is under way and can be waited for with `race`. */
export interface Handle<Result> {
  readonly name: string;
  /** For the type only; the value comes from `race`. */
  readonly result?: Result;
}

/** All that a program sees of the world. Members may only be called while the program of this path runs. */
export interface RunContext {
  readonly run: string;
  readonly path: TaskPath;
  /** Aborts when the run is cancelled or this path is stopped; children inherit it. Hand it on, never branch on it. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970 of the last input that this path has seen: the clock of programs. */
  now(): number;
  /** Seeded by run and path. */
  dice(): number;
  emit(decision: Decision): void;
  step<Result extends Json>(request: StepRequest<Result>): Promise<Result>;
  /** Runs all at once; results in the order of the requests. */
  steps<Result extends Json>(requests: readonly StepRequest<Result>[]): Promise<Result[]>;
  /** `name` must be unique under this path; the child's path is `path/name` (or `name` under the run). */
  child<Result>(name: string, program: (context: RunContext) => Promise<Result>): Handle<Result>;
  /** Ready when a signal for which `matches` holds arrives, or has arrived before. */
  signalled<Type extends SignalEvent["type"]>(
    name: string,
    type: Type,
    matches?: (signal: Extract<SignalEvent, { type: Type }>) => boolean,
  ): Handle<Extract<SignalEvent, { type: Type }>>;
  /** Ready `ms` after `now()`; the due time is recorded. With `pauses`, time in which no engine ran does not count. */
  timer(name: string, ms: number, options?: { readonly pauses: boolean }): Handle<void>;
  /**
   * How often an attempt of this step was under way while the process died. Ask before running again what must not
   * run twice.
   */
  interruptions(step: string): number;
  /** Milliseconds up to `now()` in which the run waited for a person. */
  waitedForPerson(): number;
  /** Waits for the first ready handle; rejects when the winner failed. */
  race(handles: readonly Handle<unknown>[]): Promise<{ readonly name: string; readonly value: unknown }>;
  /** Aborts the steps of a child that is no longer wanted; it still ends by itself, with what they then return. */
  stop(child: Handle<unknown>, reason: string): void;
  /** Waits for one handle. The same as a race with one entrant, but nothing needs recording. */
  wait<Result>(handle: Handle<Result>): Promise<Result>;
}
