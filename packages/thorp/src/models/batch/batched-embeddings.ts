/**
 * An embedding model whose calls are gathered into batches and spread over its servers, with a cache in front. Callers
 * see an ordinary `EmbeddingModelV4`: they may ask for one text or for ten thousand, alone or all at once. Whoever pays
 * asks with `embed`, which says what came of it and what that cost.
 */
import type { ByteCache } from "../../base/byte-cache.ts";
import { cacheKey } from "../../base/cache-key.ts";
import type { Clock } from "../../base/clock.ts";
import { contentHash } from "../../base/json.ts";
import { type MicroDollars, microDollars } from "../../base/money.ts";
import type { EmbedInput, EmbedResult, InputEmbeddingModel, MeteredEmbeddingModel } from "../metered-embedding.ts";
import { isUnbilled } from "../untouched.ts";
import { type Batcher, createBatcher } from "./batcher.ts";
import { poolEmbeddings } from "./embedding-pool.ts";

/** What is gathered, and for which servers. */
export interface BatchedEmbeddingOptions {
  /** The model's id in the catalogue. */
  readonly id: string;
  /** The same model at each of its servers; at least one. */
  readonly models: readonly InputEmbeddingModel[];
  /** Batches that each of them takes at once. */
  readonly slots: number;
  readonly clock: Clock;
  readonly memory?: ByteCache<readonly number[]> | undefined;
  /** What a batch cost; undefined when nobody knows. */
  readonly costOf: (batch: EmbedResult) => MicroDollars | undefined;
}

interface Embedded {
  readonly vector: readonly number[];
  /** Its share of what the batch took and cost. */
  readonly tokens: number;
  readonly cost: number | undefined;
}

/** An input on its way. */
interface Item {
  readonly input: EmbedInput;
  wasSent: boolean;
  /** A call with it failed in a way that may be charged for. */
  isInDoubt: boolean;
}

/** `cost` is 0 for what was not sent. */
type Settled = Embedded | { readonly failure: unknown; readonly cost: number | undefined };

const MOST_WAITING = 20_000;
/** Texts of one call that are handed over at once. */
const AT_ONCE = 2000;
const DEFAULT_SIZE = 64;
const BYTES_PER_NUMBER = 8;

/** A call rejects with the error of its first text that could not be embedded; those of other calls are not touched. */
export async function batchEmbeddings(options: BatchedEmbeddingOptions): Promise<MeteredEmbeddingModel> {
  const { id, models, clock, memory } = options;
  const [first] = models;
  const pool = poolEmbeddings(models, clock);
  const maxSize = (await first?.maxEmbeddingsPerCall) ?? DEFAULT_SIZE;
  const batcherFor = createBatchers(options, { pool, maxSize });
  const keyOf = (input: EmbedInput, dimensions: number | undefined): string =>
    cacheKey({ kind: "embedding", model: id }, contentHash(contentOf(input, dimensions)));

  const embedOne = async (input: EmbedInput, dimensions: number | undefined, signal: AbortSignal | undefined) => {
    const key = memory && keyOf(input, dimensions);
    const known = key === undefined ? undefined : memory?.get(key);
    if (known !== undefined) return { vector: known, tokens: 0, cost: 0 };
    const item: Item = { input, wasSent: false, isInDoubt: false };
    try {
      const made = await batcherFor(dimensions).submit(item, signal);
      if (key !== undefined) memory?.set(key, made.vector, made.vector.length * BYTES_PER_NUMBER);
      return item.isInDoubt ? { ...made, cost: undefined } : made;
    } catch (failure) {
      // Whoever leaves while the server works is charged all the same.
      const mayCost = item.isInDoubt || (item.wasSent && signal?.aborted === true);
      return { failure, cost: mayCost ? undefined : 0 };
    }
  };
  const embed: MeteredEmbeddingModel["embed"] = async ({ inputs, dimensions, signal }) => {
    const settled: Settled[] = [];
    for (let at = 0; at < inputs.length && !settled.some((one) => "failure" in one); at += AT_ONCE) {
      const part = inputs.slice(at, at + AT_ONCE);
      settled.push(...(await Promise.all(part.map((input) => embedOne(input, dimensions, signal)))));
    }
    return summed(settled);
  };

  return {
    specificationVersion: "v4",
    provider: first?.provider ?? "",
    modelId: first?.modelId ?? "",
    // More are taken too; who cuts long lists into calls need not cut them shorter.
    maxEmbeddingsPerCall: AT_ONCE,
    supportsParallelCalls: true,
    embed,
    async unknownOf({ inputs, dimensions }) {
      const unknown = new Map(inputs.map((input) => [keyOf(input, dimensions), input]));
      return [...unknown].flatMap(([key, input]) => (memory?.has(key) === true ? [] : [input]));
    },
    async doEmbed({ values, dimensions, abortSignal, headers, providerOptions }) {
      // What is meant for this call alone cannot share a batch.
      if (headers !== undefined || providerOptions !== undefined)
        return pool({ values, ...present({ dimensions, abortSignal, headers, providerOptions }) });
      const made = await embed({ inputs: values, dimensions, signal: abortSignal });
      if ("failure" in made) throw made.failure;
      return { embeddings: made.vectors.map((vector) => [...vector]), usage: { tokens: made.tokens }, warnings: [] };
    },
  };
}

interface BatchersParts {
  readonly pool: ReturnType<typeof poolEmbeddings>;
  readonly maxSize: number;
}

/** One for each length of vectors: a call asks for one length. */
function createBatchers(
  { models, slots, clock, costOf }: BatchedEmbeddingOptions,
  { pool, maxSize }: BatchersParts,
): (dimensions: number | undefined) => Batcher<Item, Embedded> {
  const batchers = new Map<number | undefined, Batcher<Item, Embedded>>();
  const runWith =
    (dimensions: number | undefined) =>
    async (items: readonly Item[], abortSignal: AbortSignal): Promise<readonly Embedded[]> => {
      for (const item of items) item.wasSent = true;
      const size = dimensions === undefined ? {} : { dimensions };
      try {
        const batch = await pool({ values: items.map(({ input }) => input), abortSignal, ...size });
        return sharesOf(items, batch, costOf(batch));
      } catch (error) {
        if (!isUnbilled(error)) for (const item of items) item.isInDoubt = true;
        throw error;
      }
    };
  return (dimensions) => {
    let batcher = batchers.get(dimensions);
    if (batcher === undefined) {
      batcher = createBatcher({
        ...{ clock, maxSize, run: runWith(dimensions), maxWaiting: MOST_WAITING },
        maxParallel: Math.max(1, slots * models.length),
      });
      batchers.set(dimensions, batcher);
    }
    return batcher;
  };
}

/** By their length, which is as near to their tokens as a share has to be. */
function sharesOf(
  items: readonly Item[],
  { embeddings, usage }: EmbedResult,
  cost: MicroDollars | undefined,
): readonly Embedded[] {
  const lengths = items.map(({ input }) => (typeof input === "string" ? input.length / 4 : input.length) + 1);
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  return embeddings.map((vector, at) => {
    const share = (lengths[at] ?? 0) / whole;
    return { vector, tokens: (usage?.tokens ?? 0) * share, cost: cost === undefined ? undefined : cost * share };
  });
}

/** Rounded once, a cost up. */
function summed(settled: readonly Settled[]): Awaited<ReturnType<MeteredEmbeddingModel["embed"]>> {
  const made = settled.filter((one) => "vector" in one);
  const tokens = Math.round(made.reduce((sum, one) => sum + one.tokens, 0));
  const isKnown = settled.every(({ cost }) => cost !== undefined);
  // A sum of shares is off in its last digits.
  const whole = settled.reduce((sum, { cost = 0 }) => sum + cost, 0) - 1e-6;
  const cost = isKnown ? microDollars(Math.max(0, Math.ceil(whole))) : undefined;
  const failed = settled.find((one) => "failure" in one);
  if (failed !== undefined) return { vectors: [], tokens, cost, failure: failed.failure };
  return { vectors: made.map(({ vector }) => vector), tokens, cost };
}

/** No text reads like tokens: the sign behind the length differs. */
function contentOf(input: EmbedInput, dimensions: number | undefined): string {
  return typeof input === "string" ? `${dimensions ?? ""} ${input}` : `${dimensions ?? ""}#${input.join(" ")}`;
}

function present<Members extends object>(members: Members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Members]?: Exclude<Members[Key], undefined>;
  };
}
