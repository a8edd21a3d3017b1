/**
 * The Store on node:sqlite: core.db, written by one thread with group commit, read by the calling thread.
 *
 * Whoever opens it must own the data folder (see `acquireDataFolder`): a second writer would number events twice, which
 * the file refuses.
 */
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/logger.ts";
import { type CommitListeners, createCommitListeners } from "../commit-listeners.ts";
import { type CommitProgress, createCommitProgress } from "../commit-progress.ts";
import type { Store } from "../store.ts";
import { assertWholeTime, deletedRunError, storeClosedError } from "../store-errors.ts";
import { createEventVersions } from "../upcast.ts";
import { coreFile, isCurrent, openForReading } from "./core-database.ts";
import { type EventBatch, eventsPerRun, numberedEvents } from "./event-batch.ts";
import { createReads } from "./reads.ts";
import { storageError } from "./sqlite-failure.ts";
import { startThread } from "./start-thread.ts";
import { createStorePauses } from "./store-pauses.ts";
import { verifyInThread } from "./verify-thread.ts";
import { createWriterLink, type WriterLink } from "./writer-link.ts";
import type { WriterStart } from "./writer-protocol.ts";

/** Where the record lies and how large it may grow. */
export interface SqliteStoreOptions {
  /** The data folder; made when it is missing. */
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Limits core.db to this many pages of 4096 bytes; beyond it the disk counts as full. */
  readonly maxPageCount?: number;
}

/** Rejects with `data-corrupt`, `data-locked`, `disk-full` or `storage-failed` when the data cannot be used. */
export async function openSqliteStore({ folder, clock, logger, maxPageCount }: SqliteStoreOptions): Promise<Store> {
  const start: WriterStart = { folder, now: clock.now(), ...(maxPageCount === undefined ? {} : { maxPageCount }) };
  // First of all: the thread starts while the rest is prepared, and what is appended meanwhile waits in the queue.
  const thread = startThread("writer-worker", start);
  const progress = createCommitProgress();
  const listeners = createCommitListeners(logger);
  const pauses = createStorePauses({ clock, logger, progress, goOn: () => link.request({ do: "go-on" }) });
  const link: WriterLink = createWriterLink(thread, {
    onCommitted: (batch, first) => acknowledge(batch, first, { listeners, progress }),
    onBroken(error) {
      logger("error", "The store takes no more events.", { code: error.code, reason: error.message });
      progress.fail(error);
    },
    onHalted: pauses.halted,
  });
  const { readable, isNew } = await prepare(folder, link).catch(async (error: unknown) => {
    await thread.terminate();
    throw storageError(error, folder);
  });

  // Nothing is spent before the first event: whoever asks that early need not wait for the file.
  let isBlank = isNew;
  const reads = createReads({ open: () => open(), folder, versions: createEventVersions() });
  let closing: Promise<void> | undefined;
  let reader: DatabaseSync | undefined;
  const open = async (): Promise<DatabaseSync> => {
    await readable;
    if (closing) throw storeClosedError();
    reader ??= openForReading(folder);
    return reader;
  };
  const close = async (): Promise<void> => {
    pauses.close();
    // The writer leaves last, so that it can put everything into the one file.
    reader?.close();
    // A thread that is gone has nothing to close.
    await link.request({ do: "close" }).catch(() => {});
    progress.fail(storeClosedError());
    await thread.terminate();
  };

  return {
    append(event) {
      if (closing) throw storeClosedError();
      assertWholeTime(event);
      const data = JSON.stringify(event.body);
      isBlank = false;
      progress.appended(event.run);
      link.append(event, data);
    },
    committed: (run) => progress.committed(run),
    onCommit: (listener) => listeners.add(listener),
    onPause: pauses.listen,
    ...reads,
    spend: async () => (isBlank && !closing ? [] : reads.spend()),
    async putBlob(bytes) {
      // A copy of these bytes alone: they may be a small view into a large buffer, and their owner may change them.
      const copy = new Uint8Array(bytes);
      return link.request({ do: "put-blob", bytes: copy }, [copy.buffer]);
    },
    putTeam: (hash, files) => link.request({ do: "put-team", hash, files: JSON.stringify(files) }),
    accounts: {
      ...reads.accounts,
      change: (changes, audit) => link.request({ do: "change-accounts", changes, audit }),
    },
    deleteRun: (id) => link.request({ do: "delete-run", id, now: clock.now() }),
    async verify({ repair }) {
      if (repair) return link.request({ do: "repair" });
      await link.ready;
      return verifyInThread(folder);
    },
    check: () => link.request({ do: "check" }),
    close: () => (closing ??= close()),
  };
}

/**
 * Looks at the file as far as it must be known before anybody relies on the store. Returns what reads have to wait for:
 * in a new folder nothing can be wrong, so that only they wait for the file to be made.
 */
async function prepare(
  folder: string,
  link: WriterLink,
): Promise<{ readonly readable: Promise<void>; readonly isNew: boolean }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  if (!existsSync(coreFile(folder))) return { readable: link.ready, isNew: true };
  if (!isCurrent(folder)) await link.ready;
  return { readable: Promise.resolve(), isNew: false };
}

function acknowledge(
  batch: EventBatch,
  first: readonly number[],
  { listeners, progress }: { readonly listeners: CommitListeners; readonly progress: CommitProgress },
): void {
  if (!listeners.isEmpty()) listeners.tell(numberedEvents(batch, first));
  const counts = eventsPerRun(batch);
  batch.runs.forEach((run, place) => {
    const number = first[place] ?? 0;
    const count = counts[place] ?? 0;
    if (number > 0) progress.acknowledged(run, count);
    else progress.refused(run, count, deletedRunError(run, -number));
  });
}
