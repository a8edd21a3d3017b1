/**
 * What the store does while the disk is full: refuses what is appended, and asks the writer now and then whether there
 * is room again.
 */
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { Logger } from "../../base/logger.ts";
import type { CommitProgress } from "../commit-progress.ts";
import type { PauseListener } from "../store.ts";

/** Milliseconds between two looks; whoever is refused is told to come back after as many. */
const LOOK_MS = 5_000;

/** What pauses are made of. */
export interface StorePausesOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly progress: CommitProgress;
  /** Rejects while there is no room. */
  readonly goOn: () => Promise<void>;
}

/** The pauses of one store, one after the other. */
export interface StorePauses {
  /** The writer has halted: a pause begins, and ends when `goOn` resolves. */
  halted(error: ThorpError): void;
  /** See `Store.onPause`. */
  listen(listener: PauseListener): () => void;
  /** Looks no more. */
  close(): void;
}

/** Costs nothing until the first halt. */
export function createStorePauses({ clock, logger, progress, goOn }: StorePausesOptions): StorePauses {
  const listeners = new Set<PauseListener>();
  let stopTimer = (): void => {};
  let isClosed = false;

  const look = async (): Promise<void> => {
    try {
      await goOn();
    } catch {
      // Still full; or the writer is gone, which `onBroken` has told.
      if (!isClosed) stopTimer = clock.after(LOOK_MS, () => void look());
      return;
    }
    if (isClosed) return;
    logger("info", "There is room on the disk again: the store takes events.");
    progress.goOn();
    for (const { resumed } of listeners) resumed();
  };

  return {
    halted({ code, message, hint }) {
      const error = new ThorpError(code, message, { hint, retryAfterMs: LOOK_MS });
      logger("error", "The store takes no events until there is room on the disk.", { code, reason: message });
      progress.fail(error);
      for (const { paused } of listeners) paused(error);
      stopTimer = clock.after(LOOK_MS, () => void look());
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      isClosed = true;
      stopTimer();
    },
  };
}
