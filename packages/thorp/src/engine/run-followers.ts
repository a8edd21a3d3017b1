/** Readers of runs: each gets the committed events in order, then live events and frames, without gap or double. */
import type { RunEvent } from "../events/event.ts";
import type { Frame } from "../events/frame.ts";
import type { TokenBus } from "../events/token-bus.ts";
import type { Store } from "../storage/store.ts";
import type { FollowOptions, RunUpdate } from "./thorp.ts";

/** Readers by run; one that does not read holds nobody up. */
export interface RunFollowers {
  follow(run: string, options: FollowOptions): AsyncIterable<RunUpdate>;
  /** Tells readers of a run that it will not go on in this process. */
  fail(run: string, error: unknown): void;
  close(): void;
}

interface Reader {
  readonly onEvents: (events: readonly RunEvent[]) => void;
  readonly onFail: (error: unknown) => void;
}

/** Listens to the store from now on, until `close`. */
export function createRunFollowers(store: Pick<Store, "events" | "onCommit">, bus: TokenBus): RunFollowers {
  const readersByRun = new Map<string, Set<Reader>>();
  const stop = store.onCommit((events) => {
    if (readersByRun.size === 0) return;
    for (const [run, own] of groupByRun(events)) for (const reader of readersByRun.get(run) ?? []) reader.onEvents(own);
  });

  return {
    follow: (run, options) => ({ [Symbol.asyncIterator]: () => readRun({ store, bus, readersByRun }, run, options) }),
    fail(run, error) {
      for (const reader of readersByRun.get(run) ?? []) reader.onFail(error);
    },
    close: stop,
  };
}

interface ReadOptions {
  readonly store: Pick<Store, "events">;
  readonly bus: TokenBus;
  readonly readersByRun: Map<string, Set<Reader>>;
}

async function* readRun(
  { store, bus, readersByRun }: ReadOptions,
  run: string,
  { after = 0, signal }: FollowOptions,
): AsyncGenerator<RunUpdate> {
  let queue: RunUpdate[] = [];
  let lastSeq = after;
  let failure: { readonly error: unknown } | undefined;
  let wake: () => void = () => {};
  /** Set while a wake-up for frames is on its way. */
  let soon: NodeJS.Immediate | undefined;
  /** Live events wait here until the committed past has been read. */
  let held: RunEvent[] | undefined = [];

  const take = (event: RunEvent): void => {
    if (event.seq <= lastSeq) return;
    lastSeq = event.seq;
    queue.push({ kind: "event", event });
  };
  const reader: Reader = {
    onEvents(events) {
      if (held !== undefined) held.push(...events);
      else events.forEach(take);
      wake();
    },
    onFail(error) {
      failure = { error };
      wake();
    },
  };
  const readers = readersByRun.get(run) ?? new Set<Reader>();
  readersByRun.set(run, readers.add(reader));
  /** Frames that wait in the queue, by what they belong to: a reader that is slow gets them joined, not one by one. */
  const waitingFrames = new Map<string, { frame: Frame }>();
  const stopFrames = bus.subscribe(run, (frame: Frame) => {
    const key = `${frame.path}#${frame.step}@${frame.attempt}.${frame.kind}`;
    const waiting = waitingFrames.get(key);
    if (waiting !== undefined) waiting.frame = { ...waiting.frame, delta: waiting.frame.delta + frame.delta };
    else {
      const update = { kind: "frame" as const, frame };
      waitingFrames.set(key, update);
      queue.push(update);
    }
    // Once for all that this turn of the loop brings: a wake-up costs more than the token it is for.
    soon ??= setImmediate(() => {
      soon = undefined;
      wake();
    });
  });
  const onAbort = () => wake();
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    (await store.events(run, after)).forEach(take);
    held.forEach(take);
    held = undefined;
    for (;;) {
      const batch = queue;
      queue = [];
      waitingFrames.clear();
      for (const update of batch) {
        yield update;
        if (update.kind === "event" && update.event.type === "run-end") return;
      }
      if (signal?.aborted) return;
      if (queue.length > 0) continue;
      if (failure !== undefined) throw failure.error;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    stopFrames();
    clearImmediate(soon);
    readers.delete(reader);
    if (readers.size === 0) readersByRun.delete(run);
    signal?.removeEventListener("abort", onAbort);
  }
}

function groupByRun(events: readonly RunEvent[]): ReadonlyMap<string, readonly RunEvent[]> {
  const first = events[0];
  if (first !== undefined && events.every((event) => event.run === first.run)) return new Map([[first.run, events]]);
  const eventsByRun = new Map<string, RunEvent[]>();
  for (const event of events) {
    const own = eventsByRun.get(event.run);
    if (own === undefined) eventsByRun.set(event.run, [event]);
    else own.push(event);
  }
  return eventsByRun;
}
