/** Those who hear of committed events. */
import type { Logger } from "../base/logger.ts";
import type { RunEvent } from "../events/event.ts";

/** Hears the events of one commit, in order per run. */
export type CommitListener = (events: readonly RunEvent[]) => void;

/** Those who listen now. */
export interface CommitListeners {
  /** Returns the function that stops it. */
  add(listener: CommitListener): () => void;
  isEmpty(): boolean;
  /** One listener's throw is logged and keeps neither the others nor the store from going on. */
  tell(events: readonly RunEvent[]): void;
}

/** Starts with nobody. */
export function createCommitListeners(logger: Logger): CommitListeners {
  // Each registration is its own object: the same function added twice is heard twice and stopped once.
  const listeners = new Set<{ readonly hear: CommitListener }>();
  return {
    add(hear) {
      const entry = { hear };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    isEmpty: () => listeners.size === 0,
    tell(events) {
      for (const { hear } of listeners) {
        try {
          hear(events);
        } catch (error) {
          logger("error", "A listener of committed events failed.", { error: String(error) });
        }
      }
    },
  };
}
