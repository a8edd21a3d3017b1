/** Brings core.db to the layout that this program knows: forward only, one transaction and one copy per step. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { ThorpError } from "../../base/errors.ts";
import { inTransaction } from "./transaction.ts";

/** One step of the layout; released steps never change. */
export interface Migration {
  /** From 1, rising. */
  readonly version: number;
  readonly name: string;
  /** Runs in a transaction. */
  up(db: DatabaseSync): void;
}

/** The steps, and where copies go. */
export interface MigrateOptions {
  readonly migrations: readonly Migration[];
  /** Folder for the copies that are made before each step. */
  readonly backups: string;
  /** Milliseconds since 1970; names the copies. */
  readonly now: number;
}

/** The layout of a database: 0 when it is empty. Throws `data-corrupt` when there is data and no table to it. */
export function schemaVersion(db: DatabaseSync): number {
  const known = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'").get();
  if (known === undefined) {
    const pages = Number(db.prepare("PRAGMA page_count").get()?.["page_count"]);
    const tables = Number(db.prepare("SELECT count(*) AS count FROM sqlite_schema").get()?.["count"]);
    // To take it for an empty file would be to write over what is still there.
    if (tables === 0 && pages > 1)
      throw new ThorpError("data-corrupt", "The data is damaged: its table of contents is empty.");
    return 0;
  }
  return Number(db.prepare("SELECT coalesce(max(version), 0) AS version FROM schema_version").get()?.["version"]);
}

/** The layout that this program writes. */
export function newestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/** Throws `storage-failed` when the file is newer than the program. */
export function refuseNewerSchema(version: number, migrations: readonly Migration[]): void {
  const newest = newestVersion(migrations);
  if (version <= newest) return;
  throw new ThorpError(
    "storage-failed",
    `The data was written by a newer Thorp (layout ${version}; this one knows ${newest}).`,
    { hint: "Install the newest Thorp, or use another folder with THORP_DATA_DIR." },
  );
}

/**
 * Applies what is missing, also below the newest step that the file has: steps that were made side by side all arrive.
 * A step that fails leaves the file as it was before that step.
 */
export function migrate(db: DatabaseSync, { migrations, backups, now }: MigrateOptions): void {
  const before = schemaVersion(db);
  refuseNewerSchema(before, migrations);
  const applied = before === 0 ? new Set<number>() : appliedVersions(db);
  for (const { version, name, up } of migrations) {
    if (applied.has(version)) continue;
    if (version > 1) copyDatabase(db, backups, `core-v${schemaVersion(db)}-${timeForFile(now)}`);
    inTransaction(db, () => {
      db.exec("CREATE TABLE IF NOT EXISTS schema_version(version INTEGER PRIMARY KEY, name TEXT, at INTEGER) STRICT");
      up(db);
      db.prepare("INSERT INTO schema_version(version, name, at) VALUES (?, ?, ?)").run(version, name, now);
    });
  }
}

function appliedVersions(db: DatabaseSync): ReadonlySet<number> {
  return new Set(
    db
      .prepare("SELECT version FROM schema_version")
      .all()
      .map(({ version }) => Number(version)),
  );
}

function copyDatabase(db: DatabaseSync, folder: string, name: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let file = join(folder, `${name}.db`);
  for (let count = 2; existsSync(file); count++) file = join(folder, `${name}-${count}.db`);
  db.prepare("VACUUM INTO ?").run(file);
  // VACUUM INTO leaves the copy in the page cache; the change that it insures against must not reach the disk first.
  const handle = openSync(file, "r+");
  fsyncSync(handle);
  closeSync(handle);
}

function timeForFile(now: number): string {
  return new Date(now).toISOString().replaceAll(":", "-");
}
