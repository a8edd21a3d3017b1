/**
 * Text by key, with memory in front of a file: what the gateway keeps of answers of models and of services. A broken or
 * missing file is an empty one, never an error. One for an engine: somebody who clears the file from outside is noticed
 * once, for all that is held of it.
 */
import type { ByteCache } from "../base/byte-cache.ts";
import { type CacheSubject, kindOf, matchesSubject } from "../base/cache-key.ts";

/** Text by key, with a time to live; `cache.db` is one. */
export interface KeyValueCache {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /** The value was served from somewhere else: it counts as used. */
  touch?(key: string): void;
  /** True once after another process has changed the file. */
  changedElsewhere?(): boolean;
  clear?(matches: (key: string) => boolean): Promise<number>;
  close?(): Promise<void>;
}

/** No call rejects. What memory holds does not end by its time: whoever needs that looks into the text. */
export interface TextCache {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string, ttlMs: number): Promise<void>;
  /** Takes out what belongs to the subject, in memory and in the file. Returns how many entries went. */
  clear(subject: Partial<CacheSubject>): Promise<number>;
}

/** Where texts are kept. */
export interface TextCacheOptions {
  /** Called at the first use: most runs never touch the cache. */
  readonly open: () => Promise<KeyValueCache | undefined>;
  /** By the kind of the key; other kinds are kept in the file alone. */
  readonly memory?: Readonly<Record<string, ByteCache<string>>>;
}

/** Opens nothing yet. */
export function createTextCache({ open, memory = {} }: TextCacheOptions): TextCache {
  let opened: Promise<KeyValueCache | undefined> | undefined;
  const file = () => (opened ??= open().catch(() => undefined));
  const memoryOf = (key: string): ByteCache<string> | undefined => memory[kindOf(key)];
  return {
    async get(key) {
      try {
        const cache = await file();
        // Somebody cleared it from outside; that goes for the memory too.
        if (cache?.changedElsewhere?.()) for (const held of Object.values(memory)) held.clear();
        const held = memoryOf(key)?.get(key);
        if (held !== undefined) {
          cache?.touch?.(key);
          return held;
        }
        const text = await cache?.get(key);
        if (text !== undefined) memoryOf(key)?.set(key, text, Buffer.byteLength(text));
        return text;
      } catch {
        return undefined;
      }
    },
    async set(key, text, ttlMs) {
      try {
        const cache = await file();
        memoryOf(key)?.set(key, text, Buffer.byteLength(text));
        await cache?.set(key, text, ttlMs);
      } catch {
        // What could not be kept is asked for again.
      }
    },
    async clear(subject) {
      const matches = (key: string) => matchesSubject(key, subject);
      const inMemory = Object.values(memory).reduce((sum, held) => sum + held.clear(matches), 0);
      const onDisk = await file()
        .then((cache) => cache?.clear?.(matches))
        .catch(() => 0);
      return Math.max(inMemory, onDisk ?? 0);
    },
  };
}
