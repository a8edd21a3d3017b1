/** Something that is read from the record, again after each commit that may have changed it. */
import type { RunEvent } from "../events/event.ts";
import type { Store } from "../storage/store.ts";

/** What is read, when, and until when. */
export interface WatchOptions<Value> {
  readonly store: Pick<Store, "onCommit">;
  readonly changes: (event: RunEvent) => boolean;
  readonly read: () => Promise<Value>;
  /** Ends the iteration. */
  readonly signal?: AbortSignal | undefined;
}

/** The value now, then each time that it is another. What changes while a reader is busy comes as one. */
export async function* watchValue<Value>({ store, changes, read, signal }: WatchOptions<Value>): AsyncGenerator<Value> {
  let wake = (): void => {};
  let isStale = true;
  const stop = store.onCommit((events) => {
    if (!events.some(changes)) return;
    isStale = true;
    wake();
  });
  const onAbort = (): void => wake();
  signal?.addEventListener("abort", onAbort, { once: true });
  let last: string | undefined;
  try {
    while (!signal?.aborted) {
      if (isStale) {
        isStale = false;
        const value = await read();
        const text = JSON.stringify(value);
        if (text !== last) yield value;
        last = text;
      } else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    stop();
    signal?.removeEventListener("abort", onAbort);
  }
}
