/** Readers of runs: each gets the committed events in order, then live events and frames, without gap or double. */
import type { RunEvent } from "../events/event.ts";
import type { TokenBus } from "../events/token-bus.ts";
import type { Store } from "../storage/store.ts";
import { type ReaderFeed, type ReaderHolding, readRun } from "./run-reader.ts";
import type { FollowOptions, RunUpdate } from "./thorp.ts";

/** Readers by run; one that does not read holds nobody up, and little memory. */
export interface RunFollowers {
  follow(run: string, options: FollowOptions): AsyncIterable<RunUpdate>;
  /** Tells readers of a run that it will not go on in this process. */
  fail(run: string, error: unknown): void;
  /** What all readers together hold and had to let go. */
  holding(): ReaderHolding & { readonly readers: number };
  close(): void;
}

/** Listens to the store from now on, until `close`. */
export function createRunFollowers(store: Pick<Store, "events" | "run" | "onCommit">, bus: TokenBus): RunFollowers {
  const feedsByRun = new Map<string, Set<ReaderFeed>>();
  let fallsOfGone = 0;
  const stop = store.onCommit((events) => {
    if (feedsByRun.size === 0) return;
    for (const [run, own] of groupByRun(events)) for (const feed of feedsByRun.get(run) ?? []) feed.onEvents(own);
  });
  const attach = (run: string, feed: ReaderFeed): (() => void) => {
    const feeds = feedsByRun.get(run) ?? new Set<ReaderFeed>();
    feedsByRun.set(run, feeds.add(feed));
    return () => {
      fallsOfGone += feed.holding().falls;
      feeds.delete(feed);
      if (feeds.size === 0) feedsByRun.delete(run);
    };
  };

  return {
    follow: (run, options) => ({
      [Symbol.asyncIterator]: () => readRun({ store, bus, attach: (feed) => attach(run, feed) }, run, options),
    }),
    fail(run, error) {
      for (const feed of feedsByRun.get(run) ?? []) feed.onFail(error);
    },
    holding() {
      const sum = { readers: 0, events: 0, characters: 0, falls: fallsOfGone };
      for (const feeds of feedsByRun.values())
        for (const feed of feeds) {
          const { events, characters, falls } = feed.holding();
          sum.readers++;
          sum.events += events;
          sum.characters += characters;
          sum.falls += falls;
        }
      return sum;
    },
    close: stop,
  };
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
