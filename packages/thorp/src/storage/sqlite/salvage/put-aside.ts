/** A new core.db in the place of another one, which is kept. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, join } from "node:path";
import { coreFile } from "../core-database.ts";

/** Which file goes where. */
export interface ExchangeOptions {
  readonly folder: string;
  readonly draft: string;
  /** Milliseconds since 1970; names the folder with the old file. */
  readonly now: number;
  /** Folder in the data folder that keeps old files. Default: `damaged`. */
  readonly aside?: string;
  /** There is more in the draft that somebody else takes. */
  readonly keepsDraft?: boolean;
}

/**
 * Returns the folder that holds the old file and its log from now on. At every moment the old file has a name:
 * first it gets its second one, then it loses its first one to the new file, in one step of the file system.
 */
export function exchangeCore({ folder, draft, now, ...how }: ExchangeOptions): string {
  const file = coreFile(folder);
  const aside = freeFolder(join(folder, how.aside ?? "damaged"), new Date(now).toISOString().replaceAll(":", "-"));
  const parts = [file, `${file}-wal`, `${file}-shm`].filter((part) => existsSync(part));
  for (const part of parts) keep(part, join(aside, basename(part)));
  flush(coreFile(draft));
  // The log of the old file must be gone before the new one is there: SQLite would apply it.
  for (const part of parts.slice(1)) rmSync(part, { force: true });
  renameSync(coreFile(draft), file);
  if (how.keepsDraft !== true) rmSync(draft, { recursive: true, force: true });
  return aside;
}

function freeFolder(parent: string, name: string): string {
  let folder = join(parent, name);
  for (let count = 2; existsSync(folder); count++) folder = join(parent, `${name}-${count}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function keep(file: string, to: string): void {
  try {
    linkSync(file, to);
  } catch {
    // Not every file system has links.
    copyFileSync(file, to);
    flush(to);
  }
}

function flush(file: string): void {
  const handle = openSync(file, "r+");
  fsyncSync(handle);
  closeSync(handle);
}
