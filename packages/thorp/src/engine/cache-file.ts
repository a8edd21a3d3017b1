/** The cache on disk, for commands that look at it or empty it beside whatever engine uses it. */
import { type CacheSubject, kindOf, LIMITS, matchesSubject } from "../base/cache-key.ts";
import type { Clock } from "../base/clock.ts";
import type { CacheSummary } from "./caches.ts";

/** Entries of one model for one team; of a tool its name stands in the place of the model. */
export interface CacheFileRow {
  readonly kind: string;
  readonly model: string;
  readonly team: string;
  readonly entries: number;
  readonly bytes: number;
}

/** The whole file at a glance. */
export interface CacheFile {
  readonly summary: CacheSummary;
  /** The largest first. */
  readonly rows: readonly CacheFileRow[];
}

/** Empty for a data folder without a cache, which this does not make. */
export async function lookAtCacheFile(dataDir: string, clock: Clock): Promise<CacheFile> {
  const { openCacheStore } = await import("../storage/sqlite/cache-store.ts");
  const store = openCacheStore(dataDir, { clock });
  try {
    const { entries, ...counters } = await store.look();
    const groups = Map.groupBy(entries, ({ key }) => subjectOf(key));
    const rows = [...groups].map(([group, own]): CacheFileRow => {
      const [kind = "", model = "", team = ""] = group.split(" ");
      return { kind, model, team, entries: own.length, bytes: sumOf(own) };
    });
    return {
      summary: { name: "answers on disk", ...counters, entries: entries.length, bytes: sumOf(entries) },
      rows: rows.sort((one, other) => other.bytes - one.bytes),
    };
  } finally {
    await store.close();
  }
}

/** Documents that were taken apart stand beside the answers, by keys of their own, and so does what APIs were asked. */
function subjectOf(key: string): string {
  const kind = kindOf(key);
  if (kind === LIMITS) return `${LIMITS} - -`;
  return kind === "answer" || kind === "tool" ? key.split(" ").slice(0, 3).join(" ") : "document - -";
}

/** Returns how many entries went. An engine that runs notices it and lets go of what it holds in memory. */
export async function clearCacheFile(dataDir: string, clock: Clock, subject: Partial<CacheSubject>): Promise<number> {
  const { openCacheStore } = await import("../storage/sqlite/cache-store.ts");
  const store = openCacheStore(dataDir, { clock });
  try {
    return await store.clear((key) => matchesSubject(key, subject));
  } finally {
    await store.close();
  }
}

function sumOf(entries: readonly { readonly bytes: number }[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0);
}
