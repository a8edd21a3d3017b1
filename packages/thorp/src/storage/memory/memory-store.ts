/**
 * The Store in memory: for tests, for runs that nobody keeps, and for measuring what the rest costs without a journal.
 *
 * It keeps every promise of the seam but durability. A commit happens in a later turn of the event loop, so that
 * code which forgets to wait for it is found out here as it would be on a disk.
 */
import { type Clock, createSystemClock } from "../../base/clock.ts";
import { contentHash } from "../../base/json.ts";
import { type Logger, silentLogger } from "../../base/logger.ts";
import { createCommitListeners } from "../commit-listeners.ts";
import { createCommitProgress } from "../commit-progress.ts";
import type { AppendEvent, Store } from "../store.ts";
import { assertWholeTime, deletedRunError, storeClosedError } from "../store-errors.ts";
import { compareProjections } from "./compare-projections.ts";
import { createMemoryAccounts } from "./memory-accounts.ts";
import { commitEvent, createMemoryContent, readsOf, rebuildProjection, removeRun } from "./memory-content.ts";

/** Both have defaults. */
export interface MemoryStoreOptions {
  /** For the time of deletions. Default: the system's. */
  readonly clock?: Clock;
  /** Hears of listeners that throw. */
  readonly logger?: Logger;
}

/** Holds no file and no thread; what it kept is gone with it. */
export function createMemoryStore({
  clock = createSystemClock(),
  logger = silentLogger,
}: MemoryStoreOptions = {}): Store {
  const content = createMemoryContent();
  const progress = createCommitProgress();
  const listeners = createCommitListeners(logger);
  let queue: AppendEvent[] = [];
  let scheduled = false;
  let isClosed = false;

  const commit = (): void => {
    scheduled = false;
    const batch = queue;
    queue = [];
    const committed = batch.flatMap((event) => commitEvent(content, event) ?? []);
    if (!listeners.isEmpty() && committed.length > 0) listeners.tell(committed);
    for (const { run } of batch) {
      const gone = content.deleted.get(run);
      if (gone !== undefined) progress.refused(run, 1, deletedRunError(run, gone.at));
      else progress.acknowledged(run, 1);
    }
  };

  return {
    append(event) {
      assertWholeTime(event);
      progress.appended(event.run);
      queue.push(event);
      if (scheduled) return;
      scheduled = true;
      setImmediate(commit);
    },
    committed: (run) => progress.committed(run),
    onCommit: (listener) => listeners.add(listener),
    onPause: () => () => {},
    ...readsOf(content),
    async putBlob(bytes) {
      const hash = contentHash(bytes);
      if (!content.blobs.has(hash)) content.blobs.set(hash, new Uint8Array(bytes));
      return hash;
    },
    async putTeam(hash, files) {
      content.teams.set(hash, { ...files });
    },
    accounts: createMemoryAccounts(),
    async deleteRun(id) {
      commit();
      removeRun(content, id, clock.now());
    },
    async verify({ repair }) {
      commit();
      const rebuilt = rebuildProjection(content);
      const differences = compareProjections(content.projection, rebuilt);
      if (repair) content.projection = rebuilt;
      return differences;
    },
    async check() {
      if (isClosed) throw storeClosedError();
    },
    async close() {
      isClosed = true;
      commit();
      progress.fail(storeClosedError());
    },
  };
}
