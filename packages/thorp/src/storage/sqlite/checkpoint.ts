/** When the write-ahead log is copied into the file: after an answer was given, so that no commit waits for it. */
import { statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";

/** When the log is copied into the file and emptied. */
export interface Checkpoints {
  /** To be called after each answered commit. */
  afterCommit(): void;
  /** Empties the log, which still holds what was deleted; when a reader needs it, as soon as that one is done. */
  clearLog(): void;
}

/** Looking at the size of the log costs little, but not nothing. */
const COMMITS_BETWEEN_LOOKS = 32;
/** Larger means fewer copies of pages that change often, and more to read through after a crash. */
const LOG_BYTES = 8 * 1024 * 1024;

/** `busyMs` is how long the connection waits for others otherwise; here it waits for nobody. */
export function createCheckpoints(
  db: DatabaseSync,
  { file, busyMs }: { readonly file: string; readonly busyMs: number },
): Checkpoints {
  let commits = 0;
  let mustClear = false;

  const clearLog = (): void => {
    mustClear = true;
    db.exec("PRAGMA busy_timeout = 0");
    try {
      const result = db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
      mustClear = result?.["busy"] !== 0;
    } finally {
      db.exec(`PRAGMA busy_timeout = ${busyMs}`);
    }
  };

  return {
    afterCommit() {
      commits += 1;
      if (commits % COMMITS_BETWEEN_LOOKS !== 0) return;
      if (mustClear) return clearLog();
      const { size } = statSync(`${file}-wal`, { throwIfNoEntry: false }) ?? { size: 0 };
      // PASSIVE: what a reader still needs stays in the log until the next time.
      if (size > LOG_BYTES) db.exec("PRAGMA wal_checkpoint(PASSIVE)");
    },
    clearLog,
  };
}
