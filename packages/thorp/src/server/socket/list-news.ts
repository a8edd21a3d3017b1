/** Tells subscriptions to lists that something of theirs may have changed; they then read it anew. */
import type { Clock } from "../../base/clock.ts";
import type { Thorp } from "../../engine/thorp.ts";
import type { RunEvent } from "../../events/event.ts";

/** Events after which a list of runs, or of what waits for a person, is another. */
const TELLING: ReadonlySet<RunEvent["type"]> = new Set([
  "run-start",
  "run-end",
  "run-undo",
  "conversation-rename",
  "approval-ask",
  "approval-answer",
  "question-ask",
  "question-answer",
  "plan-propose",
  "plan-accept",
]);
/** Milliseconds in which everybody hears at most once. */
const GAP = 250;

/** One ear for all connections of a server. */
export interface ListNews {
  /** Calls back after changes. Returns the function that stops it. */
  listen(onChange: () => void): () => void;
  close(): void;
}

/** Listens to the engine from now on. */
export function createListNews(thorp: Pick<Thorp, "operations">, clock: Clock): ListNews {
  const listeners = new Set<() => void>();
  let cancel: (() => void) | undefined;
  const tell = (): void => {
    cancel = undefined;
    for (const listener of listeners) listener();
  };
  const stop = thorp.operations.watch({
    onEvents(events) {
      if (listeners.size === 0 || cancel !== undefined) return;
      if (events.some(({ type }) => TELLING.has(type))) cancel = clock.after(GAP, tell);
    },
  });
  return {
    listen(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    close() {
      cancel?.();
      stop();
      listeners.clear();
    },
  };
}
