/** For whoever watches over the process: what happens, what waits, whether it can record, and copies of the record. */
import { ThorpError } from "../base/errors.ts";
import type { RunEvent } from "../events/event.ts";
import type { ServerChooser } from "../gateway/call-model/choose-server.ts";
import type { LineLoad, ServerLoad } from "../gateway/call-model/model-queue.ts";
import type { Store } from "../storage/store.ts";
import type { Adjustable } from "./adjustable.ts";
import { type Backups, backupsOf } from "./backups.ts";
import type { RunFollowers } from "./run-followers.ts";
import type { ReaderHolding } from "./run-reader.ts";

export type { LineLoad, ServerLoad };

/** A model call that a server has answered. */
export interface ServedCall {
  readonly model: string;
  readonly server: string;
  /** Milliseconds from the call to its first token. */
  readonly firstTokenMs: number;
}

/** Called in the turn in which it happens; must return at once and must not throw. */
export interface Watcher {
  onEvents?(events: readonly RunEvent[]): void;
  onServed?(call: ServedCall): void;
}

/** Looks at one engine from outside of its runs. */
export interface Operations {
  /** The data folder; undefined where nothing is kept. */
  readonly folder: string | undefined;
  /** Reject with `usage` where nothing is kept. */
  readonly backups: Backups;
  /** Holds from now on: see `Adjustable`. */
  readonly adjust: Adjustable["adjust"];
  /** Tells what happens from now on. Returns the function that stops it. */
  watch(watcher: Watcher): () => void;
  /** Model servers and who waits for them. */
  queues(): readonly LineLoad[];
  /** What readers of runs hold, and how often one fell behind. */
  readers(): ReaderHolding & { readonly readers: number };
  /** Rejects with what recording something would fail with now. */
  checkStore(): Promise<void>;
}

/** What operations look at. */
export interface OperationsParts {
  readonly folder: string | undefined;
  readonly store: Pick<Store, "onCommit" | "check">;
  readonly followers: Pick<RunFollowers, "holding">;
  readonly queue: { lines(): readonly LineLoad[] };
  readonly served: ServedCalls;
  readonly adjustable: Adjustable;
}

/** Costs nothing while nobody watches. */
export function createOperations(parts: OperationsParts): Operations {
  const { folder, store, followers, queue, served } = parts;
  return {
    folder,
    backups: folder === undefined ? noBackups : backupsOf({ folder }),
    adjust: parts.adjustable.adjust,
    watch({ onEvents, onServed }) {
      const stops = [
        ...(onEvents === undefined ? [] : [store.onCommit((events) => onEvents(events))]),
        ...(onServed === undefined ? [] : [served.listen((call) => onServed(call))]),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    queues: () => queue.lines(),
    readers: () => followers.holding(),
    checkStore: () => store.check(),
  };
}

/** Who hears of calls that were served. */
export interface ServedCalls {
  listen(listener: (call: ServedCall) => void): () => void;
  /** The same chooser, which also tells. */
  telling(chooser: ServerChooser): ServerChooser;
}

/** Nobody listens yet. */
export function createServedCalls(): ServedCalls {
  const listeners = new Set<(call: ServedCall) => void>();
  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    telling: (chooser) => ({
      ...chooser,
      noteServed(request, server, firstTokenMs) {
        chooser.noteServed(request, server, firstTokenMs);
        for (const listener of listeners) listener({ model: request.model.id, server, firstTokenMs });
      },
    }),
  };
}

const nothingKept = async (): Promise<never> => {
  throw new ThorpError("usage", "With the data folder `memory` nothing is kept that could be backed up.");
};
const noBackups: Backups = { create: nothingKept, list: async () => [], verify: nothingKept, prune: nothingKept };
