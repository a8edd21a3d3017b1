/**
 * What all contexts of one run under way share: the record fed to it, the store it appends to, and the signals that
 * reach it.
 */
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { EventBody, SignalEvent, TaskPath } from "../../events/event.ts";
import type { FrameKind } from "../../events/frame.ts";
import type { TokenBus } from "../../events/token-bus.ts";
import type { Store } from "../../storage/store.ts";
import type { Difference } from "../runtime.ts";
import type { JournalRecord } from "./journal-record.ts";

/** What a run needs while it is under way or replayed. */
export interface RunScopeOptions {
  readonly run: string;
  readonly seed: string;
  /** Time of `run-start`. */
  readonly startedAt: number;
  readonly record: JournalRecord;
  readonly clock: Clock;
  readonly onDifference: (difference: Difference) => void;
  /** Absent in a replay: nothing is appended and no step is run. */
  readonly live?: { readonly store: Pick<Store, "append" | "committed">; readonly bus: TokenBus };
}

/** A signal and when it came, in milliseconds since 1970. */
export interface StampedSignal {
  readonly at: number;
  readonly signal: SignalEvent & { readonly path: TaskPath };
}

/** One run under way. It ends once; afterwards nothing it does reaches the store. */
export interface RunScope extends RunScopeOptions {
  readonly abort: AbortController;
  readonly signals: StampedSignal[];
  /** Counts everything that moved; a replay is over when it stands still. */
  activity: number;
  /** Appends at the present time, which it returns. */
  append(body: EventBody): number;
  /** As `Store.committed`. In a replay it never resolves. */
  committed(): Promise<void>;
  frame(frame: { path: TaskPath; step: string; attempt: number; kind: FrameKind; offset: number; delta: string }): void;
  onSignal(listener: (signal: StampedSignal) => void): () => void;
  /** Records a signal from outside and wakes whoever waits for it. */
  deliver(signal: SignalEvent & { readonly path: TaskPath }): void;
  /** From now on nothing is appended: what the program still does leaves no trace. */
  abandon(reason: unknown): void;
  /** Called when the scope ends: timers and listeners go with it. */
  onDispose(release: () => void): void;
  dispose(): void;
}

const never = new Promise<never>(() => {});

/** Signals of the record count as if they had just come, so that a cancelled run stays cancelled. */
export function createRunScope(options: RunScopeOptions): RunScope {
  const { run, clock, live } = options;
  const abort = new AbortController();
  const listeners = new Set<(signal: StampedSignal) => void>();
  const releases: (() => void)[] = [];
  let abandoned: { readonly reason: unknown } | undefined;
  let hasEnded = false;
  const signals: StampedSignal[] = options.record.signals.map((event) => ({ at: event.at, signal: event }));
  const cancel = (signal: SignalEvent) => {
    if (signal.type === "run-cancel") abort.abort(new ThorpError("cancelled", signal.reason));
  };
  for (const { signal } of signals) cancel(signal);

  const scope: RunScope = {
    ...options,
    abort,
    signals,
    activity: 0,
    append(body) {
      if (abandoned !== undefined) throw abandoned.reason;
      const at = clock.now();
      live?.store.append({ run, at, body });
      if (body.type === "run-end") hasEnded = true;
      return at;
    },
    async committed() {
      if (abandoned !== undefined) throw abandoned.reason;
      await (live?.store.committed(run) ?? never);
      // The store may go on after a failure, and the run from its journal: then this is no longer that run.
      if (abandoned !== undefined) throw (abandoned as { readonly reason: unknown }).reason;
    },
    frame(frame) {
      if (abandoned === undefined) live?.bus.publish({ run, ...frame });
    },
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    deliver(signal) {
      // Too late: `run-end` is the last event of a run, also while it is on its way to the disk.
      if (hasEnded) return;
      const stamped = { at: scope.append(signal), signal };
      signals.push(stamped);
      for (const listener of listeners) listener(stamped);
      cancel(signal);
    },
    abandon(reason) {
      abandoned = { reason };
      abort.abort(reason);
    },
    onDispose: (release) => void releases.push(release),
    dispose() {
      for (const release of releases.splice(0)) release();
      listeners.clear();
    },
  };
  return scope;
}
