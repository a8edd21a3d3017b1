/** Whether a disk that was full has room again. */
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { ThorpError } from "../../base/errors.ts";

/**
 * As many bytes must be free: with fewer the store would halt again at once, and each halt costs the runs under way
 * their open calls.
 */
const ROOM_BYTES = 4 * 1024 * 1024;
const CHUNK = 256 * 1024;
const PAGE_BYTES = 4096;

/** Where there has to be room. */
export interface RoomOptions {
  readonly folder: string;
  /** The database may not grow beyond this many pages. */
  readonly maxPageCount?: number;
}

/** The room around one database. */
export interface Room {
  /** From now on that much more is needed: it did not fit. */
  note(bytes: number): void;
  /** Throws `disk-full`, or what the file system throws, while a file of the size needed cannot be written. */
  demand(): void;
}

/** Asks the file system only when `demand` is called. */
export function createRoom(db: DatabaseSync, { folder, maxPageCount }: RoomOptions): Room {
  let needed = ROOM_BYTES;
  return {
    note(bytes) {
      // What goes into the log goes into the file later.
      needed = Math.max(needed, ROOM_BYTES + 2 * bytes);
    },
    demand() {
      const free = Math.min(freeBytes(folder), maxPageCount === undefined ? Infinity : freePages(db, maxPageCount));
      if (free < needed) {
        const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
        const message = `The disk is full (${folder}: ${megabytes(free)} MB free, ${megabytes(needed)} MB needed).`;
        throw new ThorpError("disk-full", message);
      }
      // A quota shows only when one writes.
      writeAndRemove(join(folder, "room.probe"), needed);
      needed = ROOM_BYTES;
    },
  };
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function freePages(db: DatabaseSync, maxPageCount: number): number {
  const pragma = (name: string) => Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  return (maxPageCount - pragma("page_count") + pragma("freelist_count")) * PAGE_BYTES;
}

function writeAndRemove(file: string, bytes: number): void {
  try {
    const handle = openSync(file, "w", 0o600);
    try {
      const chunk = Buffer.alloc(CHUNK, 1);
      for (let written = 0; written < bytes; written += chunk.length) writeSync(handle, chunk);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } finally {
    rmSync(file, { force: true });
  }
}
