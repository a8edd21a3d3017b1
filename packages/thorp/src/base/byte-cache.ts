/** A cache in memory with a ceiling in bytes: what was not used for longest goes first. It counts what it does. */

/** What a cache holds and did. */
export interface CacheCounters {
  readonly hits: number;
  readonly misses: number;
  /** Entries that went to make room. */
  readonly evictions: number;
  readonly entries: number;
  readonly bytes: number;
  readonly maxBytes: number;
}

/** Values by key, bounded in bytes. No call throws. */
export interface ByteCache<Value> {
  get(key: string): Value | undefined;
  /** Counts as no use of it. */
  has(key: string): boolean;
  /** `bytes`: about what the value takes. One that would take a quarter of everything is not kept. */
  set(key: string, value: Value, bytes: number): void;
  delete(key: string): void;
  /** Takes out the entries whose keys match, all without `matches`; returns how many. They are no evictions. */
  clear(matches?: (key: string) => boolean): number;
  counters(): CacheCounters;
}

/** Empty; `maxBytes` counts keys and what `set` says of the values. */
export function createByteCache<Value>(maxBytes: number): ByteCache<Value> {
  // A Map keeps the order of insertion: the first is the least recently used.
  const entries = new Map<string, { readonly value: Value; readonly bytes: number }>();
  let bytes = 0;
  const counted = { hits: 0, misses: 0, evictions: 0 };
  const remove = (key: string): boolean => {
    const entry = entries.get(key);
    if (entry === undefined) return false;
    entries.delete(key);
    bytes -= entry.bytes;
    return true;
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) {
        counted.misses++;
        return undefined;
      }
      counted.hits++;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    has: (key) => entries.has(key),
    set(key, value, size) {
      remove(key);
      const needed = size + Buffer.byteLength(key);
      if (needed > maxBytes / 4) return;
      entries.set(key, { value, bytes: needed });
      bytes += needed;
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
        counted.evictions++;
      }
    },
    delete: (key) => void remove(key),
    clear: (matches = () => true) => [...entries.keys()].filter((key) => matches(key) && remove(key)).length,
    counters: () => ({ ...counted, entries: entries.size, bytes, maxBytes }),
  };
}
