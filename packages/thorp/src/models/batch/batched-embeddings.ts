/**
 * An embedding model whose calls are gathered into batches and spread over its servers, with a cache in front. Callers
 * see an ordinary `EmbeddingModelV4`: they may ask for one text or for ten thousand, alone or all at once.
 */
import type { ByteCache } from "../../base/byte-cache.ts";
import { cacheKey } from "../../base/cache-key.ts";
import type { Clock } from "../../base/clock.ts";
import { contentHash } from "../../base/json.ts";
import type { EmbeddingModelV4 } from "../language-model.ts";
import { type Batcher, createBatcher } from "./batcher.ts";
import { poolEmbeddings } from "./embedding-pool.ts";

/** What is gathered, and for which servers. */
export interface BatchedEmbeddingOptions {
  /** The model's id in the catalogue. */
  readonly id: string;
  /** The same model at each of its servers; at least one. */
  readonly models: readonly EmbeddingModelV4[];
  /** Batches that each of them takes at once. */
  readonly slots: number;
  readonly clock: Clock;
  readonly memory?: ByteCache<readonly number[]> | undefined;
}

interface Embedded {
  readonly vector: readonly number[];
  /** Its share of what the batch took. */
  readonly tokens: number;
}

const MOST_WAITING = 20_000;
/** Texts of one call that are handed over at once. */
const AT_ONCE = 2000;
const DEFAULT_SIZE = 64;
const BYTES_PER_NUMBER = 8;

/** A call rejects with the error of its first text that could not be embedded; those of other calls are not touched. */
export async function batchEmbeddings(options: BatchedEmbeddingOptions): Promise<EmbeddingModelV4> {
  const { id, models, slots, clock, memory } = options;
  const [first] = models;
  const embed = poolEmbeddings(models, clock);
  const maxSize = (await first?.maxEmbeddingsPerCall) ?? DEFAULT_SIZE;
  const batchers = new Map<number | undefined, Batcher<string, Embedded>>();

  const batcherFor = (dimensions: number | undefined): Batcher<string, Embedded> => {
    let batcher = batchers.get(dimensions);
    if (batcher === undefined) {
      const run = async (values: readonly string[], abortSignal: AbortSignal): Promise<readonly Embedded[]> => {
        const size = dimensions === undefined ? {} : { dimensions };
        const { embeddings, usage } = await embed({ values: [...values], abortSignal, ...size });
        const tokens = (usage?.tokens ?? 0) / values.length;
        return embeddings.map((vector) => ({ vector, tokens }));
      };
      batcher = createBatcher({
        ...{ clock, run, maxSize, maxWaiting: MOST_WAITING },
        maxParallel: Math.max(1, slots * models.length),
      });
      batchers.set(dimensions, batcher);
    }
    return batcher;
  };
  const embedOne = async (text: string, dimensions: number | undefined, signal: AbortSignal | undefined) => {
    const key = memory && cacheKey({ kind: "embedding", model: id }, contentHash(`${dimensions ?? ""} ${text}`));
    const known = key === undefined ? undefined : memory?.get(key);
    if (known !== undefined) return { vector: known, tokens: 0 };
    const made = await batcherFor(dimensions).submit(text, signal);
    if (key !== undefined) memory?.set(key, made.vector, made.vector.length * BYTES_PER_NUMBER);
    return made;
  };

  return {
    specificationVersion: "v4",
    provider: first?.provider ?? "",
    modelId: first?.modelId ?? "",
    // More are taken too; who cuts long lists into calls need not cut them shorter.
    maxEmbeddingsPerCall: AT_ONCE,
    supportsParallelCalls: true,
    async doEmbed({ values, dimensions, abortSignal, headers, providerOptions }) {
      // What is meant for this call alone cannot share a batch.
      if (headers !== undefined || providerOptions !== undefined)
        return embed({ values, ...present({ dimensions, abortSignal, headers, providerOptions }) });
      const made: Embedded[] = [];
      for (let at = 0; at < values.length; at += AT_ONCE) {
        const part = values.slice(at, at + AT_ONCE);
        made.push(...(await Promise.all(part.map((text) => embedOne(text, dimensions, abortSignal)))));
      }
      return {
        embeddings: made.map(({ vector }) => [...vector]),
        usage: { tokens: Math.round(made.reduce((sum, { tokens }) => sum + tokens, 0)) },
        warnings: [],
      };
    },
  };
}

function present<Members extends object>(members: Members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Members]?: Exclude<Members[Key], undefined>;
  };
}
