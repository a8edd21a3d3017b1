/** Files that must be on the disk before anybody relies on them. */
import { closeSync, copyFileSync, fsyncSync, openSync, writeFileSync } from "node:fs";

/** Waits until the file's bytes are on the disk. */
export function flushFile(file: string): void {
  const handle = openSync(file, "r+");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Waits until a name in the folder is on the disk; not every system can. */
export function flushFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    fsyncSync(handle);
    closeSync(handle);
  } catch {
    // Windows opens no folders; its file system writes names in order.
  }
}

/** Readable for its owner alone. */
export function writeDurable(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  flushFile(file);
}

/** A whole copy, on the disk. */
export function copyDurable(from: string, to: string): void {
  copyFileSync(from, to);
  flushFile(to);
}
