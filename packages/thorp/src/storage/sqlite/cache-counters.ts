/** How often a cache served, over the life of its file. Written down now and then, with what is written anyway. */
import type { DatabaseSync } from "node:sqlite";

/** How often a cache served. */
export interface CacheTableCounters {
  readonly hits: number;
  readonly misses: number;
  /** Entries that went to make room. */
  readonly evictions: number;
}

/** Counts in memory until it is written. */
export interface CacheTally {
  add(name: keyof CacheTableCounters, count?: number): void;
  /** Inside a transaction. */
  write(): void;
  sums(): CacheTableCounters;
}

/** The table `counter` must be there. */
export function createCacheTally(db: DatabaseSync): CacheTally {
  const change = db.prepare("UPDATE counter SET value = value + ? WHERE name = ?");
  const all = db.prepare("SELECT name, value FROM counter");
  const unwritten = { hits: 0, misses: 0, evictions: 0 };
  return {
    add(name, count = 1) {
      unwritten[name] += count;
    },
    write() {
      for (const name of ["hits", "misses", "evictions"] as const) {
        if (unwritten[name] > 0) change.run(unwritten[name], name);
        unwritten[name] = 0;
      }
    },
    sums() {
      const stored = new Map(all.all().map((row) => [String(row["name"]), Number(row["value"])]));
      const sumOf = (name: keyof CacheTableCounters) => (stored.get(name) ?? 0) + unwritten[name];
      return { hits: sumOf("hits"), misses: sumOf("misses"), evictions: sumOf("evictions") };
    },
  };
}
