/**
 * The strict runtime: runs a program in memory, then runs it again by position and fails on any change of order.
 *
 * It is for tests. A program that passes here can be moved to an engine that replays by position (Restate).
 */
import { createSystemClock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import { stableStringify } from "../../base/json.ts";
import type { TaskPath } from "../../events/event.ts";
import type { Handle, RunContext } from "../../events/run-context.ts";
import { createTokenBus } from "../../events/token-bus.ts";
import type { Store } from "../../storage/store.ts";
import { createEmbeddedRuntime, runStartOf } from "../embedded/embedded-runtime.ts";
import { indexJournal } from "../embedded/journal-record.ts";
import { createRunContext } from "../embedded/run-context.ts";
import { createRunScope } from "../embedded/run-scope.ts";
import type { RunProgram, Runtime, StartOptions } from "../runtime.ts";

/** The store that the journal is written to and read back from. */
export interface StrictRuntimeOptions {
  readonly store: Pick<Store, "append" | "committed" | "events">;
}

/** Calls of each path in the order they were made: `step work-1`, `race t1 t2`, `emit task-start`. */
type CallsByPath = Map<TaskPath, string[]>;

/** A run rejects at its end when the second pass makes other calls, or the same ones in another order, on any path. */
export function createStrictRuntime({ store }: StrictRuntimeOptions): Runtime {
  const clock = createSystemClock();
  const inner = createEmbeddedRuntime({ store, bus: createTokenBus(), clock, logger: () => {} });
  return {
    start(options) {
      const made: CallsByPath = new Map();
      const live = inner.start({ ...options, program: (context) => options.program(watch(context, made)) });
      const done = live.done.then(() => repeat(options, store, made));
      done.catch(() => {});
      return { ...live, done };
    },
  };
}

/** The second pass: every call must come at the same position with the same content. */
async function repeat(options: StartOptions, store: Pick<Store, "events">, made: CallsByPath): Promise<void> {
  const events = await store.events(options.run);
  const start = runStartOf(options.run, events);
  const differences: string[] = [];
  const scope = createRunScope({
    run: options.run,
    seed: start.seed,
    startedAt: start.at,
    record: indexJournal(events),
    clock: createSystemClock(),
    onDifference: (difference) => differences.push(stableStringify(difference)),
  });
  const again: CallsByPath = new Map();
  const program: RunProgram = (context) => options.program(watch(context, again));
  const quiet = new Promise<void>((resolve) => setTimeout(resolve, 250));
  await Promise.race([
    program(createRunContext(scope, "", { startedAt: start.at, signal: scope.abort.signal })),
    quiet,
  ]);
  scope.dispose();
  for (const path of new Set([...made.keys(), ...again.keys()])) {
    const first = made.get(path) ?? [];
    const second = again.get(path) ?? [];
    const at = first.findIndex((call, position) => call !== second[position]);
    const position = at >= 0 ? at : first.length;
    if (first.length === second.length && at < 0) continue;
    differences.push(
      `path ${path || "(run)"}, call ${position + 1}: first ${first[position] ?? "(none)"}, then ${second[position] ?? "(none)"}`,
    );
  }
  if (differences.length > 0)
    throw new ThorpError("internal", `The program is not deterministic: ${differences.join("; ")}`);
}

function watch(context: RunContext, calls: CallsByPath): RunContext {
  const own: string[] = calls.get(context.path) ?? [];
  calls.set(context.path, own);
  const names = (handles: readonly Handle<unknown>[]) => handles.map((entrant) => entrant.name).join(" ");
  return {
    ...context,
    now: () => context.now(),
    emit(decision) {
      own.push(`emit ${stableStringify(decision)}`);
      context.emit(decision);
    },
    step(request) {
      own.push(`step ${request.name} ${request.digest}`);
      return context.step(request);
    },
    steps(requests) {
      own.push(`steps ${requests.map((request) => `${request.name} ${request.digest}`).join(" ")}`);
      return context.steps(requests);
    },
    child(name, program) {
      own.push(`child ${name}`);
      return context.child(name, (inner) => program(watch(inner, calls)));
    },
    signalled(name, type, matches) {
      own.push(`signalled ${name} ${type}`);
      return context.signalled(name, type, matches);
    },
    timer(name, ms, options) {
      own.push(`timer ${name} ${ms}`);
      return context.timer(name, ms, options);
    },
    race(handles) {
      own.push(`race ${names(handles)}`);
      return context.race(handles);
    },
    wait(handle) {
      own.push(`wait ${handle.name}`);
      return context.wait(handle);
    },
  };
}
