/**
 * A copy of the record while it is in use.
 *
 * Each file is copied from one snapshot of it: a read transaction is held open, so that commits which come meanwhile
 * neither change the copy nor make it begin anew. A backup has its name only when it is whole and on the disk.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { ThorpError } from "../../../base/errors.ts";
import { BUSY_MS, coreFile } from "../core-database.ts";
import { schemaVersion } from "../migrate.ts";
import { storageError } from "../sqlite-failure.ts";
import { flushFile, flushFolder, writeDurable } from "./durable-files.ts";
import { type BackupManifest, backupsFolder, MANIFEST, recordFiles, sha256Of } from "./manifest.ts";

/** What is copied, and what the copy says of itself. */
export interface CreateBackupOptions {
  /** The data folder; another process may own it. */
  readonly folder: string;
  /** Folder that holds backups; default: `backups` in the data folder. */
  readonly to?: string;
  /** Of Thorp. */
  readonly version: string;
  readonly by: BackupManifest["by"];
  /** Milliseconds since 1970; names the backup. */
  readonly now: number;
}

/** Pages that are copied before the thread pool's thread is given back. */
const PAGES_AT_ONCE = 2000;

/** Returns what was made and where. Rejects with `disk-full`, `data-corrupt` or `storage-failed`; then nothing stays. */
export async function createBackup(options: CreateBackupOptions): Promise<BackupManifest & { readonly path: string }> {
  const { folder, to = backupsFolder(folder), version, by, now } = options;
  if (!existsSync(coreFile(folder)))
    throw new ThorpError("storage-failed", `There is nothing in ${folder} that could be backed up.`, {
      hint: "Name the data folder with --data-dir.",
    });
  let draft: string | undefined;
  try {
    mkdirSync(to, { recursive: true, mode: 0o700 });
    removeLeftovers(to, now);
    const name = freeName(to, new Date(now).toISOString().replaceAll(":", "-"));
    draft = join(to, `.${name}.part`);
    mkdirSync(draft, { mode: 0o700 });
    const files: BackupManifest["files"] = [];
    for (const file of recordFiles) {
      if (!existsSync(join(folder, file))) continue;
      const copy = join(draft, file);
      await copyDatabase(join(folder, file), copy);
      files.push({ name: file, bytes: statSync(copy).size, sha256: await sha256Of(copy) });
    }
    const facts = factsOf(coreFile(draft));
    const manifest: BackupManifest = { format: 1, name, thorp: version, ...facts, createdAt: now, by, files };
    writeDurable(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    flushFolder(draft);
    const path = join(to, name);
    renameSync(draft, path);
    flushFolder(to);
    return { ...manifest, path };
  } catch (error) {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
    throw storageError(error, to);
  }
}

async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true, timeout: BUSY_MS });
  try {
    source.exec("BEGIN");
    // The transaction takes its snapshot at the first read.
    source.prepare("SELECT count(*) FROM sqlite_schema").get();
    await backup(source, to, { rate: PAGES_AT_ONCE });
  } finally {
    source.close();
  }
  // One file that can be read where nothing may be written, and whose bytes stay what they are.
  const copy = new DatabaseSync(to);
  try {
    copy.exec("PRAGMA journal_mode = DELETE");
  } finally {
    copy.close();
  }
  flushFile(to);
}

function factsOf(core: string): Pick<BackupManifest, "layout" | "runs"> {
  const db = new DatabaseSync(core, { readOnly: true });
  try {
    const layout = schemaVersion(db);
    const runs = layout === 0 ? 0 : Number(db.prepare("SELECT count(*) AS runs FROM run").get()?.["runs"]);
    return { layout, runs };
  } finally {
    db.close();
  }
}

/** Of backups that were broken off. Young ones may be under way in another process. */
function removeLeftovers(to: string, now: number): void {
  for (const name of readdirSync(to)) {
    if (!/^\..*\.part$/.test(name)) continue;
    const path = join(to, name);
    if (now - statSync(path).mtimeMs > LEFTOVER_MS) rmSync(path, { recursive: true, force: true });
  }
}

const LEFTOVER_MS = 24 * 3_600_000;

function freeName(to: string, name: string): string {
  let free = name;
  for (let count = 2; existsSync(join(to, free)) || existsSync(join(to, `.${free}.part`)); count++)
    free = `${name}-${count}`;
  return free;
}
