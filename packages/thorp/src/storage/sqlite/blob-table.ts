/** Bytes by their hash, in parts. */
import type { DatabaseSync } from "node:sqlite";

/** One part is read without a pause; a megabyte takes about a millisecond. */
const PART_BYTES = 1024 * 1024;

/** Must run in a transaction. Bytes that are there already are left as they are. */
export function storeBlob(db: DatabaseSync, hash: string, bytes: Uint8Array): void {
  if (db.prepare("SELECT 1 FROM blob WHERE hash = ? AND part = 0").get(hash) !== undefined) return;
  const insert = db.prepare("INSERT INTO blob(hash, part, data) VALUES (?, ?, ?)");
  let part = 0;
  // An empty blob has one empty part.
  do {
    insert.run(hash, part, bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES));
    part += 1;
  } while (part * PART_BYTES < bytes.length);
}
