/**
 * Single items in, whole batches out: for servers that work through many at once faster than one after the other.
 *
 * Size and wait follow the load by themselves: an item that finds a free place goes at once, alone; those that come
 * while all places are taken wait together and leave as one batch. One bad item does not fail its batch: the batch is
 * halved until the bad one is alone. Results come back to whoever asked; one caller's abort leaves the others alone.
 */
import { type Clock, sleep } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import { createAdaptiveLimit } from "../adaptive-limit.ts";

/** The server behind a batcher, and its bounds. */
export interface BatcherOptions<Item, Result> {
  readonly clock: Clock;
  /** One result per item, in their order; rejects with a ThorpError. */
  readonly run: (items: readonly Item[], signal: AbortSignal) => Promise<readonly Result[]>;
  /** Items of one batch. */
  readonly maxSize: number;
  /** Batches at once; fewer while the server says that it is overloaded. */
  readonly maxParallel: number;
  /** Items that may wait; beyond it new ones are refused, so that memory stays bounded. */
  readonly maxWaiting: number;
}

/** Takes single items. */
export interface Batcher<Item, Result> {
  /** Rejects with the item's own error, the signal's reason, or `rate-limited` when too many wait. */
  submit(item: Item, signal?: AbortSignal): Promise<Result>;
}

interface Waiter<Item, Result> {
  readonly item: Item;
  readonly settle: (outcome: { readonly result: Result } | { readonly error: unknown }) => void;
  isSettled: boolean;
  /** Told when the caller gives up while its batch is under way. */
  onGone: () => void;
}

/** Waits that a server asked for before the batch fails. */
const MOST_WAITS = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** Sends nothing yet. */
export function createBatcher<Item, Result>(options: BatcherOptions<Item, Result>): Batcher<Item, Result> {
  const { maxSize, maxParallel, maxWaiting } = options;
  const waiting = new Set<Waiter<Item, Result>>();
  const limit = createAdaptiveLimit();
  let running = 0;
  let isScheduled = false;

  const start = async (batch: readonly Waiter<Item, Result>[]): Promise<void> => {
    const began = limit.round();
    running++;
    await runBatch(options, batch, {
      served: () => limit.served(maxParallel),
      overloaded: () => limit.overloaded(running, began),
    });
    running--;
    pump();
  };
  const pump = (): void => {
    isScheduled = false;
    while (waiting.size > 0 && running < limit.current(maxParallel)) {
      const batch: Waiter<Item, Result>[] = [];
      for (const waiter of waiting) {
        if (batch.length === maxSize) break;
        batch.push(waiter);
        waiting.delete(waiter);
      }
      void start(batch);
    }
  };

  return {
    submit(item, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      if (waiting.size >= maxWaiting)
        return Promise.reject(new ThorpError("rate-limited", `${waiting.size} items are waiting already.`));
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          waiting.delete(waiter);
          waiter.settle({ error: signal?.reason });
          waiter.onGone();
        };
        const waiter: Waiter<Item, Result> = {
          item,
          isSettled: false,
          onGone: () => {},
          settle(outcome) {
            if (waiter.isSettled) return;
            waiter.isSettled = true;
            signal?.removeEventListener("abort", onAbort);
            if ("error" in outcome) reject(outcome.error);
            else resolve(outcome.result);
          },
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        waiting.add(waiter);
        // What is submitted in the same turn goes together.
        if (!isScheduled) queueMicrotask(pump);
        isScheduled = true;
      });
    },
  };
}

interface Feedback {
  served(): void;
  overloaded(): void;
}

/** Settles every item of it. Never rejects. */
async function runBatch<Item, Result>(
  { clock, run }: BatcherOptions<Item, Result>,
  batch: readonly Waiter<Item, Result>[],
  feedback: Feedback,
): Promise<void> {
  const gone = new AbortController();
  for (const waiter of batch) {
    waiter.onGone = () => {
      if (batch.every(({ isSettled }) => isSettled)) gone.abort();
    };
  }
  let waits = 0;
  let failuresInARow = 0;
  // A bad item at the very front fails once for each halving; what fails more often than a few of those is the server.
  const halvings = Math.ceil(Math.log2(batch.length + 1));

  const solve = async (part: readonly Waiter<Item, Result>[]): Promise<void> => {
    const open = part.filter(({ isSettled }) => !isSettled);
    if (open.length === 0) return;
    try {
      const results = await run(
        open.map(({ item }) => item),
        gone.signal,
      );
      failuresInARow = 0;
      feedback.served();
      open.forEach((waiter, at) => waiter.settle({ result: results[at] as Result }));
    } catch (error) {
      const code = error instanceof ThorpError ? error.code : "internal";
      if (code === "rate-limited" && waits < MOST_WAITS) {
        feedback.overloaded();
        const asked = error instanceof ThorpError ? error.retryAfterMs : undefined;
        const pause = Math.min(LONGEST_WAIT_MS, asked ?? FIRST_WAIT_MS * 2 ** waits);
        waits++;
        await sleep(clock, pause, gone.signal).catch(() => {});
        return solve(open);
      }
      failuresInARow++;
      const mostFailures = code === "model-unavailable" ? halvings + 2 : 3 * halvings + 4;
      const isServers = SERVERS.has(code) || failuresInARow > mostFailures;
      if (open.length === 1 || isServers) return open.forEach((waiter) => waiter.settle({ error }));
      const middle = Math.ceil(open.length / 2);
      await solve(open.slice(0, middle));
      await solve(open.slice(middle));
    }
  };
  await solve(batch);
}

/** Nothing that an item could be to blame for. */
const SERVERS: ReadonlySet<string> = new Set(["cancelled", "deadline", "rate-limited", "model-unknown"]);
