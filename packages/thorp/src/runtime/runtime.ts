/** What the engine asks of a runtime: take a run up where its journal ends, and let signals in. */
import type { Json } from "../base/json.ts";
import type { EventBody, RunEvent, SignalEvent, TaskPath } from "../events/event.ts";
import type { RunContext } from "../events/run-context.ts";

/** What a run does. It resolves when the run has ended, whichever way, and rejects only when it cannot go on. */
export type RunProgram = (context: RunContext) => Promise<void>;

/** One run to be taken up. */
export interface StartOptions {
  readonly run: string;
  /** The committed journal so far; begins with `run-start`. */
  readonly events: readonly RunEvent[];
  readonly program: RunProgram;
}

/** A run that this process works on. */
export interface LiveRun {
  /** Resolves when the program has ended; rejects when it could not go on (storage failed, shutdown). */
  readonly done: Promise<void>;
  deliver(signal: SignalEvent): void;
  /** Stops working without recording an end: the run stays unfinished and can be taken up again. */
  abandon(reason: unknown): void;
}

/** Keeps a run going over crashes: a program is started with its journal so far and goes on where that ends. */
export interface Runtime {
  start(options: StartOptions): LiveRun;
}

/** What a replay finds when the code no longer decides what the journal says. */
export type Difference =
  | { readonly kind: "decision"; readonly path: TaskPath; readonly recorded?: EventBody; readonly decided?: Json }
  | {
      readonly kind: "step-input";
      readonly path: TaskPath;
      readonly step: string;
      readonly recorded: string;
      readonly asked: string;
    }
  | { readonly kind: "new-step"; readonly path: TaskPath; readonly step: string }
  | { readonly kind: "race"; readonly path: TaskPath; readonly recorded: string; readonly among: readonly string[] };
