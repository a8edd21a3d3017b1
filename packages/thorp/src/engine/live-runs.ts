/** The runs that this process works on: started, taken up again after a crash, told of signals, given up at the end. */
import type { Clock } from "../base/clock.ts";
import { type ErrorCode, failureFrom, ThorpError } from "../base/errors.ts";
import type { Logger } from "../base/logger.ts";
import type { RunEvent, SignalEvent } from "../events/event.ts";
import { runStartOf } from "../runtime/embedded/embedded-runtime.ts";
import type { LiveRun, RunProgram, Runtime } from "../runtime/runtime.ts";
import type { Store } from "../storage/store.ts";
import { openClientCalls } from "./client-calls.ts";
import { openAsks } from "./open-asks.ts";
import { createPausedRuns } from "./paused-runs.ts";
import type { RunFollowers } from "./run-followers.ts";

/** The runs of this process by id. */
export interface LiveRuns {
  /** Begins a run whose `run-start` has been appended. */
  begin(start: RunEvent & { readonly type: "run-start" }): Promise<void>;
  /** Takes an unfinished run up again; does nothing for one that is under way here. */
  resume(run: string): Promise<void>;
  /** All unfinished runs of the store. */
  recover(): Promise<void>;
  signal(run: string, signal: SignalEvent): boolean;
  has(run: string): boolean;
  /** Nothing can be recorded: lets go of all runs, as they stand in the journal. */
  pause(reason: ThorpError): void;
  /** Takes up what `pause` let go. */
  goOn(): Promise<void>;
  /** Gives all up without an end and waits for them to let go. */
  abandonAll(reason: ThorpError): Promise<void>;
}

/** What runs are started on. */
export interface LiveRunsOptions {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly followers: RunFollowers;
  readonly programFor: (events: readonly RunEvent[]) => Promise<RunProgram>;
}

/** Recoveries without any finished step in between, after which a run counts as what makes the process crash. */
const MAX_FRUITLESS_RECOVERIES = 3;

/** A run that stopped for one of these stays unfinished and can be taken up again: Thorp closed, or the store failed. */
const LEFT_OPEN: ReadonlySet<ErrorCode> = new Set([
  "cancelled",
  "disk-full",
  "storage-failed",
  "data-locked",
  "data-corrupt",
]);

/** Nothing is started yet; `recover` does that for what an earlier process left. */
export function createLiveRuns(options: LiveRunsOptions): LiveRuns {
  const { store, runtime, clock, logger, followers } = options;
  const liveByRun = new Map<string, LiveRun>();

  const start = async (run: string, events: readonly RunEvent[]): Promise<void> => {
    const pausesBefore = paused.pauses();
    const program = await options.programFor(events);
    // What it would build on may be among what was lost.
    if (paused.pauses() !== pausesBefore) return paused.join(run);
    const live = runtime.start({ run, events, program });
    liveByRun.set(run, live);
    live.done
      .catch((error: unknown) => {
        const failure = failureFrom(error);
        if (failure.code !== "cancelled") logger("error", "a run stopped without an end", { run, ...failure });
        // Readers of a run that could be ended see its end instead of the error.
        return LEFT_OPEN.has(failure.code)
          ? followers.fail(run, error)
          : endBroken(run, failure).catch(() => followers.fail(run, error));
      })
      .finally(() => {
        if (liveByRun.get(run) === live) liveByRun.delete(run);
      });
  };

  /** A defect of ours must not leave a run that fails again at every start. Rejects when the store is what failed. */
  const endBroken = async (run: string, failure: ReturnType<typeof failureFrom>): Promise<void> => {
    store.append({ run, at: clock.now(), body: { path: "", type: "run-end", state: "failed", failure } });
    await store.committed(run);
  };

  const resume = async (run: string, { isFruitless = true } = {}): Promise<void> => {
    if (liveByRun.has(run)) return;
    const events = await store.events(run);
    if (events[0]?.type !== "run-start") throw new ThorpError("run-unknown", `There is no run ${run}.`);
    const ended = events.find((event) => event.type === "run-end");
    if (ended !== undefined) throw new ThorpError("run-state", `Run ${run} has ended (${ended.state}).`);
    const recovery = fruitlessRecoveries(events) + (isFruitless ? 1 : 0);
    const at = clock.now();
    if (recovery > MAX_FRUITLESS_RECOVERIES) {
      const failure = {
        code: "crash-loop",
        message: `Run ${run} was taken up ${MAX_FRUITLESS_RECOVERIES} times and got no step further.`,
      } as const;
      store.append({ run, at, body: { path: "", type: "run-end", state: "failed", failure } });
      return store.committed(run);
    }
    const body = { path: "", type: "run-recover", recovery } as const;
    store.append({ run, at, body });
    await store.committed(run);
    const seq = (events.at(-1)?.seq ?? 0) + 1;
    await start(run, [...events, { ...body, run, seq, at }]);
  };

  const logRefusal = (run: string, error: unknown): void =>
    logger("error", "a run could not be taken up again", { run, ...failureFrom(error) });
  const paused = createPausedRuns((run) => resume(run, { isFruitless: false }), logRefusal);

  return {
    begin: (event) => start(event.run, [event]),
    resume: (run) => resume(run),
    pause(reason) {
      paused.begin(liveByRun.keys());
      for (const live of liveByRun.values()) live.abandon(reason);
      // They wind down by themselves; none of them reaches the store any more.
      liveByRun.clear();
    },
    goOn: () => paused.goOn(),
    async recover() {
      for (const row of await store.runs({ unfinished: true, limit: 10_000 })) {
        await resume(row.id).catch((error: unknown) => logRefusal(row.id, error));
      }
    },
    signal(run, signal) {
      const live = liveByRun.get(run);
      live?.deliver(signal);
      return live !== undefined;
    },
    has: (run) => liveByRun.has(run),
    async abandonAll(reason) {
      const lives = [...liveByRun.values()];
      for (const live of lives) live.abandon(reason);
      await Promise.allSettled(lives.map((live) => live.done));
    },
  };
}

/** Throws `data-corrupt` when the journal does not begin with it. */
export function startEventOf(events: readonly RunEvent[]): RunEvent & { readonly type: "run-start" } {
  return runStartOf(events[0]?.run ?? "", events);
}

function fruitlessRecoveries(events: readonly RunEvent[]): number {
  // A run that waits for a person gets no step further however often it is taken up.
  if (waitsForPerson(events)) return 0;
  let count = 0;
  for (const event of events) {
    // Its own count: one after a full disk is no sign of a crash and does not count on.
    if (event.type === "run-recover") count = event.recovery;
    else if (event.type === "step-end") count = 0;
  }
  return count;
}

function waitsForPerson(events: readonly RunEvent[]): boolean {
  if (openAsks(events).length > 0 || openClientCalls(events) !== undefined) return true;
  const { request } = startEventOf(events);
  const planned = events.some(({ type, path }) => type === "plan-propose" && path === "");
  const accepted = events.some(({ type, path }) => type === "plan-accept" && path === "");
  return request.approvePlan === true && request.interactive && planned && !accepted;
}
