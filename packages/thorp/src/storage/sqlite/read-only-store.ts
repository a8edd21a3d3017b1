/** The reading half of the Store on a data folder that somebody else may own. */
import type { DatabaseSync } from "node:sqlite";
import { storeClosedError } from "../store-errors.ts";
import { createEventVersions } from "../upcast.ts";
import { openForReading } from "./core-database.ts";
import { createReads, type SqliteReads } from "./reads.ts";
import { storageError } from "./sqlite-failure.ts";
import { verifyInThread } from "./verify-thread.ts";

/** Reads beside a writer in another process and never changes a row. */
export interface ReadOnlyStore extends SqliteReads {
  /** What the tables say otherwise than the events, in words. Changes nothing. */
  verify(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/**
 * Sees everything committed, also by another process meanwhile. A folder without data reads as an empty store. Rejects
 * with `data-corrupt`, or with `storage-failed` when the layout is older or newer than this program knows.
 */
export async function openReadOnlyStore(folder: string): Promise<ReadOnlyStore> {
  let db: DatabaseSync | undefined;
  try {
    db = openForReading(folder);
  } catch (error) {
    throw storageError(error, folder);
  }
  const open = async (): Promise<DatabaseSync> => {
    if (db === undefined) throw storeClosedError();
    return db;
  };
  return {
    ...createReads({ open, folder, versions: createEventVersions() }),
    verify: () => verifyInThread(folder),
    async close() {
      db?.close();
      db = undefined;
    },
  };
}
