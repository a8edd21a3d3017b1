/**
 * A cache on disk: cache.db. Nothing depends on it: a damaged file is made anew, and whatever else goes wrong looks
 * like an empty cache. The file is opened at the first use.
 */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../base/clock.ts";
import { type Logger, silentLogger } from "../../base/logger.ts";
import type { CacheTableCounters } from "./cache-counters.ts";
import { type CacheEntry, type CacheTable, createCacheTable } from "./cache-table.ts";
import { sqliteCode, storageError } from "./sqlite-failure.ts";

/** Never rejects: a cache that cannot be used is an empty one. */
export interface CacheStore {
  /** Undefined when it is not there, or not any more. */
  get(key: string): Promise<string | undefined>;
  /** Keeps the value for `ttlMs` milliseconds at most; less when room is needed. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /** The value was served from memory: it counts as used. */
  touch(key: string): void;
  /** True once after another process has changed the file. */
  changedElsewhere(): boolean;
  /** Takes out the entries whose keys match; returns how many. */
  clear(matches: (key: string) => boolean): Promise<number>;
  /** What is there and how it was used; empty for a file that is not there, which this does not make. */
  look(): Promise<CacheLook>;
  close(): Promise<void>;
}

/** What is in the file and how it was used. */
export interface CacheLook extends CacheTableCounters {
  readonly entries: readonly CacheEntry[];
  readonly maxBytes: number;
}

/** Time, bound and log of a cache. */
export interface CacheStoreOptions {
  readonly clock: Clock;
  /** Of keys and values together; what was not used for longest goes first. Default 256 MiB. */
  readonly maxBytes?: number;
  readonly logger?: Logger;
}

const MAX_BYTES = 256 * 1024 * 1024;
const CORRUPT = 11;
const NOTADB = 26;

/** Opens nothing yet. A file that cannot be used is replaced; the log says so. */
export function openCacheStore(folder: string, options: CacheStoreOptions): CacheStore {
  const { clock, maxBytes = MAX_BYTES, logger = silentLogger } = options;
  let table: CacheTable | undefined;
  let closed = false;

  const attempt = <Result>(use: (table: CacheTable) => Result): Result => {
    table ??= openTable(folder, maxBytes);
    return use(table);
  };
  const discard = (): void => {
    try {
      table?.close();
    } catch {
      // What failed was the writing down of uses; the file is closed.
    }
    table = undefined;
  };
  const guarded = <Result>(use: (table: CacheTable) => Result): Result | undefined => {
    if (closed) return undefined;
    try {
      return attempt(use);
    } catch (error) {
      discard();
      const code = sqliteCode(error) ?? 0;
      logger("warn", "The cache failed.", { reason: storageError(error, folder).message });
      if ((code & 0xff) !== CORRUPT && (code & 0xff) !== NOTADB) return undefined;
    }
    try {
      for (const end of ["", "-wal", "-shm"]) rmSync(cacheFile(folder) + end, { force: true });
      return attempt(use);
    } catch {
      discard();
      return undefined;
    }
  };

  return {
    get: async (key) => guarded((cache) => cache.get(key, clock.now())),
    async set(key, value, ttlMs) {
      guarded((cache) => cache.set(key, value, { now: clock.now(), expiresAt: clock.now() + ttlMs }));
    },
    touch(key) {
      guarded((cache) => cache.touch(key, clock.now()));
    },
    changedElsewhere: () => (table === undefined ? false : (guarded((cache) => cache.changedElsewhere()) ?? false)),
    clear: async (matches) => (existsSync(cacheFile(folder)) ? (guarded((cache) => cache.clear(matches)) ?? 0) : 0),
    async look() {
      const found = existsSync(cacheFile(folder))
        ? guarded((cache) => ({ entries: cache.entries(clock.now()), ...cache.counters() }))
        : undefined;
      return { entries: [], hits: 0, misses: 0, evictions: 0, ...found, maxBytes };
    },
    async close() {
      closed = true;
      discard();
    },
  };
}

function openTable(folder: string, maxBytes: number): CacheTable {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(cacheFile(folder), { timeout: 1000 });
  try {
    return createCacheTable(db, maxBytes);
  } catch (error) {
    db.close();
    throw error;
  }
}

function cacheFile(folder: string): string {
  return join(folder, "cache.db");
}
