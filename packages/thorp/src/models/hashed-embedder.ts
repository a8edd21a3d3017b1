/**
 * Embeddings without weights: words, pairs of words and character n-grams, hashed into a fixed number of dimensions
 * with signs (feature hashing, Weinberger et al. 2009). Texts that share words or parts of words come close; meaning
 * beyond that it does not know. The same text gives the same vector on every machine.
 */
import { ThorpError } from "../base/errors.ts";
import type { EmbeddingModelV4 } from "./language-model.ts";

/** The length of each vector. */
export const hashedDimensions = 384;

/** The `EmbeddingModelV4` of the embedded tier: no server, no cost, any number of values. */
export function createHashedEmbedder(): EmbeddingModelV4 {
  return {
    specificationVersion: "v4",
    provider: "rules",
    modelId: "hashed-384",
    maxEmbeddingsPerCall: Number.POSITIVE_INFINITY,
    supportsParallelCalls: true,
    async doEmbed({ values, dimensions = hashedDimensions, abortSignal }) {
      if (!Number.isInteger(dimensions) || dimensions < 1) {
        throw new ThorpError("input-invalid", `an embedding cannot have ${dimensions} dimensions`);
      }
      const embeddings = values.map((value) => {
        abortSignal?.throwIfAborted();
        return embedText(value, dimensions);
      });
      return { embeddings, usage: { tokens: 0 }, warnings: [] };
    },
  };
}

const WORD_WEIGHT = 1;
const PAIR_WEIGHT = 0.7;
const CHARACTER_WEIGHT = 0.4;
const SHORTEST_GRAM = 3;
const LONGEST_GRAM = 5;
/** Longer words are looked at by their first letters only, so that one endless line cannot stall a run. */
const LONGEST_WORD = 48;

/** A vector of length 1; all zeros for a text without letters or digits. */
export function embedText(text: string, dimensions = hashedDimensions): number[] {
  const counts = new Map<number, number>();
  const weights = new Map<number, number>();
  const add = (feature: string, weight: number) => {
    const hash = fnv1a(feature);
    counts.set(hash, (counts.get(hash) ?? 0) + 1);
    weights.set(hash, weight);
  };
  let before: string | undefined;
  for (const word of wordsOf(text)) {
    add(`w ${word}`, WORD_WEIGHT);
    if (before !== undefined) add(`p ${before} ${word}`, PAIR_WEIGHT);
    before = word;
    const framed = `^${word.slice(0, LONGEST_WORD)}$`;
    for (let size = SHORTEST_GRAM; size <= LONGEST_GRAM; size++) {
      for (let at = 0; at + size <= framed.length; at++) add(`c ${framed.slice(at, at + size)}`, CHARACTER_WEIGHT);
    }
  }
  const vector = new Array<number>(dimensions).fill(0);
  for (const [hash, count] of counts) {
    // The top bit gives the sign, so that features that meet in one dimension cancel instead of adding up.
    const sign = hash >>> 31 === 0 ? 1 : -1;
    const at = (hash & 0x7fff_ffff) % dimensions;
    vector[at] = (vector[at] ?? 0) + sign * (weights.get(hash) ?? 0) * (1 + Math.log(count));
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** Lower case, without accents; every ideograph and kana is a word, since those scripts write no spaces. */
function wordsOf(text: string): Iterable<string> {
  const folded = text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  return folded.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu) ?? [];
}

/** FNV-1a over UTF-16 units, 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  // FNV leaves its low bits weak for short texts; one round of mixing spreads them.
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
