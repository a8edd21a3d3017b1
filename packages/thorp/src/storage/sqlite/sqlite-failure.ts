/** SQLite's result codes as errors of the table. */
import { statfsSync } from "node:fs";
import { ThorpError } from "../../base/errors.ts";

// Primary result codes, the low byte of the extended ones; see sqlite.org/rescode.html.
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
/** Growing the shared-memory file failed: in practice always a full disk. */
const IOERR_SHMSIZE = 4874;

/** Below this much free space an I/O error is taken for a full disk: some file systems say EIO. */
const FULL_BYTES = 256 * 1024;

/** The result code of an error thrown by node:sqlite; undefined for any other. */
export function sqliteCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === "number" ? code : undefined;
}

/** True when somebody else holds a lock and trying again can help. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && ((code & 0xff) === BUSY || (code & 0xff) === LOCKED);
}

/** `where` is the folder or file that the message names. A `ThorpError` passes as it is. */
export function storageError(error: unknown, where: string): ThorpError {
  if (error instanceof ThorpError) return error;
  const code = sqliteCode(error);
  const reason = error instanceof Error ? error.message : String(error);
  const make = (kind: ConstructorParameters<typeof ThorpError>[0], what: string): ThorpError =>
    new ThorpError(kind, `${what} (${where}: ${reason}).`, { cause: error });
  if (code === undefined) {
    const { code: system, syscall } = error as NodeJS.ErrnoException;
    if (system === "ENOSPC") return make("disk-full", "The disk is full");
    return syscall === undefined
      ? make("internal", "The store failed")
      : make("storage-failed", "The data folder cannot be used");
  }
  switch (code & 0xff) {
    case FULL:
      return make("disk-full", "The disk is full, or the data has reached its limit");
    case IOERR:
      if (code === IOERR_SHMSIZE || isAlmostFull(where)) return make("disk-full", "The disk is full");
      return make("storage-failed", "Reading or writing the disk failed");
    case CORRUPT:
    case NOTADB:
      return make("data-corrupt", "The data is damaged");
    case BUSY:
    case LOCKED:
      return make("data-locked", "Another process holds the data");
    case READONLY:
    case CANTOPEN:
      return make("storage-failed", "The data cannot be opened for writing");
    default:
      return make("storage-failed", "The database refused");
  }
}

function isAlmostFull(where: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(where);
    return bavail * bsize < FULL_BYTES;
  } catch {
    return false;
  }
}
