/** How much the data folder holds, and how much room is left where it lies. */
import { statfsSync, statSync } from "node:fs";
import { join } from "node:path";

const FILES = ["core.db", "core.db-wal", "memory.db", "cache.db", "thorp.log"];

/** Of the files that are there. */
export function dataBytes(folder: string): readonly { readonly file: string; readonly bytes: number }[] {
  return FILES.flatMap((file) => {
    const found = statSync(join(folder, file), { throwIfNoEntry: false });
    return found === undefined ? [] : [{ file, bytes: found.size }];
  });
}

/** Throws where the system does not tell. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
