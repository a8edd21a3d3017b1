/**
 * The exact cache: the same prompt to the same model, answered without a call.
 *
 * It serves only calls that declare themselves cacheable; retries and regenerations never do. A broken or missing
 * cache is a miss, never an error.
 */
import { parseJson } from "../../base/json.ts";
import type { ModelOutcome } from "./model-call.ts";

export interface AnswerCache {
  get(model: string, digest: string): Promise<Extract<ModelOutcome, { ok: true }> | undefined>;
  set(model: string, digest: string, outcome: ModelOutcome): Promise<void>;
}

/** Bytes by key, with a time to live; `cache.db` is one. */
export interface KeyValueCache {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
}

const TIME_TO_LIVE_MS = 7 * 24 * 3600 * 1000;

/** `open` is called at the first use: most runs never touch the cache. */
export function createAnswerCache(open: () => Promise<KeyValueCache | undefined>): AnswerCache {
  let opened: Promise<KeyValueCache | undefined> | undefined;
  const cache = () => (opened ??= open().catch(() => undefined));
  return {
    async get(model, digest) {
      const text = await (await cache())?.get(`${model}:${digest}`);
      const outcome = text === undefined ? undefined : (parseJson(text) as ModelOutcome | undefined);
      return outcome?.ok ? outcome : undefined;
    },
    async set(model, digest, outcome) {
      await (await cache())?.set(`${model}:${digest}`, JSON.stringify(outcome), TIME_TO_LIVE_MS);
    },
  };
}
