/** The table of the cache: bounded in bytes, the least recently used goes first. */
import type { DatabaseSync } from "node:sqlite";
import { type CacheTableCounters, createCacheTally } from "./cache-counters.ts";
import { inTransaction } from "./transaction.ts";

/** Times are milliseconds since 1970. Throws what SQLite throws. */
export interface CacheTable {
  get(key: string, now: number): string | undefined;
  /** Replaces what was there. A value that alone is as large as the bound is not kept. */
  set(key: string, value: string, time: { readonly now: number; readonly expiresAt: number }): void;
  /** Served from memory: counts as a use. */
  touch(key: string, now: number): void;
  /** True once after another connection has written. */
  changedElsewhere(): boolean;
  /** Returns how many went. */
  clear(matches: (key: string) => boolean): number;
  /** Key and size of every entry that is still good. */
  entries(now: number): readonly CacheEntry[];
  /** Over the life of the file. */
  counters(): CacheTableCounters;
  close(): void;
}

/** Key and bytes of key and value. */
export interface CacheEntry {
  readonly key: string;
  readonly bytes: number;
}

/** A change of layout gets a new number; a file with another one is emptied. */
const LAYOUT = 2;
/** Room is made for several values at once, so that a full cache does not delete with each `set`. */
const KEEP_SHARE = 0.9;
/** Uses are written down with the next `set`, or when so many have come together. */
const MAX_UNWRITTEN_USES = 256;

/** `maxBytes` counts keys and values in UTF-8. */
export function createCacheTable(db: DatabaseSync, maxBytes: number): CacheTable {
  prepareTable(db);
  const find = db.prepare("SELECT value, expires_at FROM entry WHERE key = ?");
  const size = db.prepare("SELECT bytes FROM entry WHERE key = ?");
  const insert = db.prepare("INSERT INTO entry(key, value, bytes, expires_at, used_at) VALUES (?, ?, ?, ?, ?)");
  const touch = db.prepare("UPDATE entry SET used_at = ? WHERE key = ?");
  const expired = db.prepare("DELETE FROM entry WHERE expires_at <= ?");
  const oldest = db.prepare("SELECT key, bytes FROM entry ORDER BY used_at, key");
  const remove = db.prepare("DELETE FROM entry WHERE key = ?");
  const sum = db.prepare("SELECT coalesce(sum(bytes), 0) AS bytes FROM entry");
  const total = (): number => Number(sum.get()?.["bytes"]);
  const every = db.prepare("SELECT key, bytes FROM entry WHERE expires_at > ? ORDER BY key");
  const tally = createCacheTally(db);
  const uses = new Map<string, number>();
  let bytes = total();

  const makeRoom = (now: number): void => {
    expired.run(now);
    bytes = total();
    const gone: string[] = [];
    for (const row of oldest.iterate()) {
      if (bytes <= maxBytes * KEEP_SHARE) break;
      bytes -= Number(row["bytes"]);
      gone.push(String(row["key"]));
    }
    for (const key of gone) remove.run(key);
    tally.add("evictions", gone.length);
  };
  const writeUses = (): void => {
    for (const [key, usedAt] of uses) touch.run(usedAt, key);
    uses.clear();
    tally.write();
  };
  const use = (key: string, now: number): void => {
    tally.add("hits");
    uses.set(key, now);
    if (uses.size >= MAX_UNWRITTEN_USES) inTransaction(db, writeUses);
  };

  return {
    get(key, now) {
      const row = find.get(key);
      if (row === undefined || Number(row["expires_at"]) <= now) {
        tally.add("misses");
        return undefined;
      }
      use(key, now);
      return String(row["value"]);
    },
    set(key, value, { now, expiresAt }) {
      const needed = Buffer.byteLength(key) + Buffer.byteLength(value);
      inTransaction(db, () => {
        writeUses();
        bytes -= Number(size.get(key)?.["bytes"] ?? 0);
        remove.run(key);
        if (needed > maxBytes * KEEP_SHARE) return;
        bytes += needed;
        insert.run(key, value, needed, Math.trunc(expiresAt), Math.trunc(now));
        if (bytes > maxBytes) makeRoom(now);
      });
    },
    touch: use,
    changedElsewhere: watchChanges(db),
    clear(matches) {
      const gone = every.all(0).flatMap((row) => (matches(String(row["key"])) ? [String(row["key"])] : []));
      inTransaction(db, () => {
        for (const key of gone) remove.run(key);
      });
      bytes = total();
      return gone.length;
    },
    entries: (now) => every.all(now).map((row) => ({ key: String(row["key"]), bytes: Number(row["bytes"]) })),
    counters: tally.sums,
    close() {
      try {
        inTransaction(db, writeUses);
      } finally {
        db.close();
      }
    },
  };
}

/** SQLite counts what other connections write, not what this one does. */
function watchChanges(db: DatabaseSync): () => boolean {
  const dataVersion = db.prepare("PRAGMA data_version");
  const versionNow = (): number => Number(dataVersion.get()?.["data_version"]);
  let version = versionNow();
  return () => {
    const before = version;
    version = versionNow();
    return version !== before;
  };
}

function prepareTable(db: DatabaseSync): void {
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  if (db.prepare("PRAGMA user_version").get()?.["user_version"] !== LAYOUT) db.exec("DROP TABLE IF EXISTS entry");
  db.exec(`
    CREATE TABLE IF NOT EXISTS entry(
      key TEXT PRIMARY KEY, value TEXT NOT NULL, bytes INTEGER NOT NULL,
      expires_at INTEGER NOT NULL, used_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
    INSERT OR IGNORE INTO counter(name, value) VALUES ('hits', 0), ('misses', 0), ('evictions', 0);
    CREATE INDEX IF NOT EXISTS entry_used ON entry(used_at, key, bytes);
    CREATE INDEX IF NOT EXISTS entry_expires ON entry(expires_at);
    PRAGMA user_version = ${LAYOUT};`);
}
