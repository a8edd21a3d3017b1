/**
 * One reader of one run.
 *
 * It is behind or live. Behind, it reads committed events from the store, page by page, and holds nothing of what
 * comes meanwhile; having reached the end it takes the text under way from the bus and is live. A live reader that
 * does not read in time falls behind again: no event is lost, and a text goes on where the reader had got to. Only
 * what a step said last, just before it ended, is then found in its `step-end` alone.
 */
import type { RunEvent } from "../events/event.ts";
import type { Frame } from "../events/frame.ts";
import type { TokenBus } from "../events/token-bus.ts";
import type { Store } from "../storage/store.ts";
import { createLiveQueue, frameKey, type LiveQueue } from "./live-queue.ts";
import type { FollowOptions, RunUpdate } from "./thorp.ts";

/** What a reader holds in memory, and how often it fell behind. */
export interface ReaderHolding {
  readonly events: number;
  readonly characters: number;
  readonly falls: number;
}

/** How a reader hears of what is committed. */
export interface ReaderFeed {
  onEvents(events: readonly RunEvent[]): void;
  onFail(error: unknown): void;
  holding(): ReaderHolding;
}

/** Where a reader reads. */
export interface ReaderSources {
  readonly store: Pick<Store, "events" | "run">;
  readonly bus: TokenBus;
  /** Returns the function that takes the feed away again. */
  readonly attach: (feed: ReaderFeed) => () => void;
}

/** Events that are read from the store at once. */
const PAGE = 64;

/** Ends after `run-end`, or at once when the run had ended at `after` already; rejects with what `onFail` was told. */
export async function* readRun(
  { store, bus, attach }: ReaderSources,
  run: string,
  { after = 0, signal }: FollowOptions,
): AsyncGenerator<RunUpdate> {
  const ear = createEar();
  const shown = createShownText();
  let lastSeq = after;
  const detach = attach(ear);
  const stopFrames = bus.subscribe(run, ear.onFrame);
  // Asking a joined signal costs as much as handing on a token.
  let hasGone = signal?.aborted === true;
  const onAbort = () => {
    hasGone = true;
    ear.wake();
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    for (let isFirst = true; ; ) {
      if (ear.isBehind) {
        const heardBefore = ear.heardSeq;
        const page = await store.events(run, lastSeq, PAGE);
        for (const event of page) {
          lastSeq = event.seq;
          yield { kind: "event", event };
          shown.note({ kind: "event", event });
          if (event.type === "run-end") return;
        }
        // What was heard of and is not there has been deleted.
        if (hasGone || (page.length === 0 && heardBefore > lastSeq)) return;
        ear.heardSeq = Math.max(ear.heardSeq, lastSeq);
        if (page.length === PAGE || ear.heardSeq > lastSeq) continue;
        if (isFirst && after > 0) {
          const row = await store.run(run);
          // It may have ended just now, between the page and this look.
          if (row?.endedAt !== undefined && row.lastSeq > lastSeq) continue;
          if (row?.endedAt !== undefined) return;
        }
        isFirst = false;
        if (ear.heardSeq > lastSeq) continue;
        // Nothing may come in between: what is under way as of now is copied, the queue gets everything from here on.
        ear.isBehind = false;
        for (const frame of [...bus.live(run)]) {
          const rest = shown.rest(frame);
          if (rest === undefined) continue;
          yield rest;
          shown.note(rest);
        }
      }
      for (const update of ear.queue.take()) {
        if (update.kind === "event") lastSeq = update.event.seq;
        yield update;
        shown.note(update);
        if (update.kind === "event" && update.event.type === "run-end") return;
      }
      if (hasGone) return;
      if (ear.isBehind || !ear.queue.isEmpty()) continue;
      if (ear.failure !== undefined) throw ear.failure.error;
      await ear.news();
    }
  } finally {
    stopFrames();
    detach();
    signal?.removeEventListener("abort", onAbort);
  }
}

interface Ear extends ReaderFeed {
  readonly queue: LiveQueue;
  onFrame(frame: Frame): void;
  /** While it is, nothing is queued. */
  isBehind: boolean;
  /** Of the newest event that was heard of or read. */
  heardSeq: number;
  readonly failure: { readonly error: unknown } | undefined;
  /** Resolves at the next news or `wake`. */
  news(): Promise<void>;
  wake(): void;
}

/** What a reader hears; it falls behind when its queue overflows. */
function createEar(): Ear {
  const queue = createLiveQueue();
  let failure: { readonly error: unknown } | undefined;
  let falls = 0;
  let wake: () => void = () => {};
  let isWaking = false;
  const keep = (isHeld: boolean): void => {
    if (isHeld) return;
    ear.isBehind = true;
    falls++;
  };
  const ear: Ear = {
    queue,
    isBehind: true,
    heardSeq: 0,
    get failure() {
      return failure;
    },
    onEvents(events) {
      for (const event of events) {
        if (event.seq <= ear.heardSeq) continue;
        ear.heardSeq = event.seq;
        if (!ear.isBehind) keep(queue.addEvent(event));
      }
      wake();
    },
    onFrame(frame) {
      if (ear.isBehind) return;
      keep(queue.addFrame(frame));
      // Once for all that this turn of the loop brings: a wake-up costs more than the token it is for.
      if (isWaking) return;
      isWaking = true;
      setImmediate(() => {
        isWaking = false;
        wake();
      });
    },
    onFail(error) {
      failure = { error };
      wake();
    },
    holding: () => ({ ...queue.held(), falls }),
    news: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
    wake: () => wake(),
  };
  return ear;
}

interface ShownText {
  note(update: RunUpdate): void;
  /** Undefined when all of it was shown. */
  rest(frame: Frame): RunUpdate | undefined;
}

/** How far each text that is under way has been shown. */
function createShownText(): ShownText {
  const endByKey = new Map<string, number>();
  return {
    note(update) {
      if (update.kind === "frame") {
        const { offset, delta } = update.frame;
        endByKey.set(frameKey(update.frame), offset + delta.length);
        return;
      }
      const { event } = update;
      if (event.type !== "step-end" && event.type !== "step-fail") return;
      const ended = `${event.path}#${event.step}@`;
      for (const key of endByKey.keys()) if (key.startsWith(ended)) endByKey.delete(key);
    },
    rest(frame) {
      const end = endByKey.get(frameKey(frame)) ?? 0;
      const delta = frame.delta.slice(Math.max(0, end - frame.offset));
      if (delta === "") return undefined;
      return { kind: "frame", frame: { ...frame, offset: Math.max(end, frame.offset), delta } };
    },
  };
}
