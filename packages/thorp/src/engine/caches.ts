/** The caches of an engine: who has how much room, and what they did. */
import type { Team } from "../agents/team.ts";
import { type ByteCache, type CacheCounters, createByteCache } from "../base/byte-cache.ts";
import { type CacheSubject, matchesSubject } from "../base/cache-key.ts";
import type { Clock } from "../base/clock.ts";
import { type AnswerCache, createAnswerCache } from "../gateway/call-model/answer-cache.ts";
import { createKeptAnswers, type KeptAnswers } from "../gateway/call-tool/kept-answers.ts";
import type { ToolMemory } from "../gateway/call-tool/tool-cache.ts";
import { createTextCache, type KeyValueCache } from "../gateway/text-cache.ts";
import type { EngineOptions } from "./engine-options.ts";

/** One cache of the engine. */
export interface CacheSummary extends CacheCounters {
  /**
   * `answers`, `services`, `teams`, `embeddings`, `tools`: in memory. `answers on disk`: cache.db, over its life, with
   * those of models and of services.
   */
  readonly name: string;
}

/** All caches of one engine; `close` writes down what the file has to know. */
export interface EngineCaches {
  readonly answers: AnswerCache;
  /** `cache.db` of the data folder, opened at the first use; undefined where nothing is kept on disk. */
  file(): Promise<KeyValueCache | undefined>;
  readonly teams: ByteCache<Team>;
  readonly embeddings: ByteCache<readonly number[]>;
  readonly tools: ToolMemory;
  /** What services answered, as long as their terms allow. */
  readonly kept: KeptAnswers;
  summaries(): readonly CacheSummary[];
  /** Returns how many entries went from memory and disk together. */
  clear(subject: Partial<CacheSubject>): Promise<number>;
  close(): Promise<void>;
}

const MIB = 1 << 20;

/** Opens no file yet. */
export function createCaches(options: Pick<EngineOptions, "dataDir">, clock: Clock): EngineCaches {
  const memory = {
    answers: createByteCache<string>(16 * MIB),
    services: createByteCache<string>(16 * MIB),
    teams: createByteCache<Team>(16 * MIB),
    embeddings: createByteCache<readonly number[]>(32 * MIB),
    tools: createByteCache<never>(16 * MIB) as ToolMemory,
  };
  let opened: Promise<KeyValueCache | undefined> | undefined;
  const file = () => (opened ??= openCacheFile(options, clock));
  const { answers, services, ...others } = memory;
  const texts = createTextCache({ open: file, memory: { answer: answers, tool: services } });
  return {
    ...others,
    answers: createAnswerCache(texts),
    kept: createKeptAnswers(texts, clock),
    file,
    summaries: () => Object.entries(memory).map(([name, cache]) => ({ name, ...cache.counters() })),
    async clear(subject) {
      const matches = (key: string) => matchesSubject(key, subject);
      const gone = Object.values(others).reduce((sum, cache) => sum + cache.clear(matches), 0);
      return gone + (await texts.clear(subject));
    },
    async close() {
      await (await opened?.catch(() => undefined))?.close?.();
    },
  };
}

async function openCacheFile(
  { dataDir }: Pick<EngineOptions, "dataDir">,
  clock: Clock,
): Promise<KeyValueCache | undefined> {
  if (dataDir === "memory" || dataDir === undefined) return undefined;
  const { openCacheStore } = await import("../storage/sqlite/cache-store.ts");
  return openCacheStore(dataDir, { clock });
}
