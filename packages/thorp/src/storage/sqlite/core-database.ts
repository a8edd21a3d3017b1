/** How core.db is opened: by its one writer, and by those who only read. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ThorpError } from "../../base/errors.ts";
import { migrate, newestVersion, refuseNewerSchema, schemaVersion } from "./migrate.ts";
import { migrations } from "./migrations/migrations.ts";

/** Another process may hold the file for a moment: a backup, a checkpoint of a reader that leaves. */
export const BUSY_MS = 5000;

/** How the writer opens the file. */
export interface WriterOptions {
  /** Milliseconds since 1970 at the time of opening. */
  readonly now: number;
  /** The file may not grow beyond this many pages of 4096 bytes. */
  readonly maxPageCount?: number;
}

/** Where in a data folder the record lies. */
export function coreFile(folder: string): string {
  return join(folder, "core.db");
}

/** Opens for writing and brings the layout up to date. Errors are those of SQLite and of `migrate`. */
export function openForWriting(folder: string, { now, maxPageCount }: WriterOptions): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(coreFile(folder), { timeout: BUSY_MS });
  try {
    // The writer makes its checkpoints itself, after it has answered; see `checkpoint.ts`.
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;
      PRAGMA journal_size_limit = 67108864; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;`);
    if (maxPageCount !== undefined) db.exec(`PRAGMA max_page_count = ${Math.trunc(maxPageCount)}`);
    migrate(db, { migrations, backups: join(folder, "backups"), now });
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** True when the file can be read as it is; false when its writer has to make, change or refuse it first. */
export function isCurrent(folder: string): boolean {
  if (!existsSync(coreFile(folder))) return false;
  const db = openFile(folder);
  try {
    return schemaVersion(db) === newestVersion(migrations);
  } finally {
    db.close();
  }
}

/** Opens for reading only. The layout must be current; a folder without data reads as an empty store. */
export function openForReading(folder: string): DatabaseSync {
  if (!existsSync(coreFile(folder))) return emptyDatabase(folder);
  const db = openFile(folder);
  try {
    const version = schemaVersion(db);
    refuseNewerSchema(version, migrations);
    if (version === 0) return emptyDatabase(folder);
    if (version < newestVersion(migrations))
      throw new ThorpError("storage-failed", `The data in ${folder} has an older layout (${version}).`, {
        hint: "Run `thorp doctor --fix` once to bring it up to date.",
      });
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function openFile(folder: string): DatabaseSync {
  return new DatabaseSync(coreFile(folder), { readOnly: true, timeout: BUSY_MS });
}

function emptyDatabase(folder: string): DatabaseSync {
  const db = new DatabaseSync(":memory:");
  migrate(db, { migrations, backups: folder, now: 0 });
  return db;
}
