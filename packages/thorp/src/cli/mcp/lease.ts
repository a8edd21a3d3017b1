/** An engine that is opened when it is needed and closed when nobody needs it any more. */
import type { Thorp } from "../../engine/thorp.ts";

/** All who use it at the same time use the same one. */
export interface Lease {
  readonly use: <Result>(work: (thorp: Thorp) => Promise<Result>) => Promise<Result>;
  /** Waits for those who use it still. */
  close(): Promise<void>;
}

/** Opens nothing yet. What `open` rejects with is what `use` rejects with; the next use tries again. */
export function createLease(open: () => Promise<Thorp>): Lease {
  let opened: Promise<Thorp> | undefined;
  let closing: Promise<void> = Promise.resolve();
  let users = 0;
  const release = (): void => {
    users--;
    if (users > 0 || opened === undefined) return;
    const last = opened;
    opened = undefined;
    closing = last.then(
      (thorp) => thorp.close(),
      () => {},
    );
  };
  return {
    async use(work) {
      users++;
      try {
        // The folder of the one before has to be free first.
        opened ??= closing.then(open);
        return await work(await opened);
      } finally {
        release();
      }
    },
    close: () => closing,
  };
}
