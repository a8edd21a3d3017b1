/**
 * Who owns a data folder: whoever holds the exclusive lock on lock.db. The operating system frees it the moment the
 * process is gone, however it went. owner.json only says who that is, for people; it decides nothing.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Clock, sleep } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import { parseJson } from "../../base/json.ts";
import { isBusy, storageError } from "./sqlite-failure.ts";

/** What owner.json says. A holder that has not written it yet is known by nothing. */
export interface FolderOwner {
  readonly pid?: number;
  /** Milliseconds since 1970. */
  readonly since?: number;
  /** In words: `thorp serve on port 8420`. */
  readonly what: string;
}

/** Who wants the folder and whether they wait. */
export interface AcquireOptions {
  /** What this process is, for the others. */
  readonly describe: string;
  readonly clock: Clock;
  /** Waits until the folder is free; when it aborts, rejects with its reason. Without it the answer comes at once. */
  readonly wait?: AbortSignal;
}

/** The lock, or who has it. */
export type FolderLock = { readonly release: () => void } | { readonly heldBy: FolderOwner };

/** A lock that is free is noticed within this time; SQLite's own waiting would stop the thread. */
const POLL_MS = 50;

/** Makes the folder when it is missing. Throws `storage-failed` when it cannot be used at all. */
export async function acquireDataFolder(
  folder: string,
  { describe, clock, wait }: AcquireOptions,
): Promise<FolderLock> {
  for (;;) {
    wait?.throwIfAborted();
    const db = takeLock(folder);
    if (db !== undefined)
      return { release: holdFolder(folder, db, { pid: process.pid, since: clock.now(), what: describe }) };
    if (wait === undefined) return { heldBy: folderOwner(folder) };
    await sleep(clock, POLL_MS, wait);
  }
}

/** For those who will not wait: who holds the folder, since when, as an error. */
export function lockedError(folder: string, { pid, what }: FolderOwner): ThorpError {
  return new ThorpError(
    "data-locked",
    `${what}${pid === undefined ? "" : ` (process ${pid})`} uses the data in ${folder}.`,
  );
}

function takeLock(folder: string): DatabaseSync | undefined {
  let db: DatabaseSync | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    db = new DatabaseSync(join(folder, "lock.db"), { timeout: 0 });
    // Nothing is ever written: the open transaction is the lock.
    db.exec("BEGIN EXCLUSIVE");
    return db;
  } catch (error) {
    db?.close();
    if (isBusy(error)) return undefined;
    throw storageError(error, folder);
  }
}

function holdFolder(folder: string, db: DatabaseSync, owner: FolderOwner): () => void {
  const file = ownerFile(folder);
  let held = true;
  try {
    writeFileSync(`${file}.new`, JSON.stringify(owner));
    renameSync(`${file}.new`, file);
  } catch {
    // On a full disk the lock still holds; the others just cannot say for whom they wait.
  }
  return () => {
    if (!held) return;
    held = false;
    // Before the lock is free: afterwards the file may be that of the next owner.
    rmSync(file, { force: true });
    db.close();
  };
}

function folderOwner(folder: string): FolderOwner {
  let text = "";
  try {
    text = readFileSync(ownerFile(folder), "utf8");
  } catch {
    // Not written yet, or removed a moment ago.
  }
  const { pid, since, what } = (parseJson(text) ?? {}) as Record<string, unknown>;
  return {
    what: typeof what === "string" ? what : "another Thorp",
    ...(typeof pid === "number" ? { pid } : {}),
    ...(typeof since === "number" ? { since } : {}),
  };
}

function ownerFile(folder: string): string {
  return join(folder, "owner.json");
}
