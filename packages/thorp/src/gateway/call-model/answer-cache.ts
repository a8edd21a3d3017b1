/**
 * The exact cache: the same prompt to the same model, answered without a call.
 *
 * It serves only calls that declare themselves cacheable; retries and regenerations never do. A broken or missing
 * cache is a miss, never an error.
 */
import { parseJson } from "../../base/json.ts";
import type { ModelOutcome } from "./model-call.ts";

type Answer = Extract<ModelOutcome, { ok: true }>;

/** Answers by model and digest of the prompt. Neither call rejects. */
export interface AnswerCache {
  get(model: string, digest: string): Promise<Answer | undefined>;
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
      try {
        const text = await (await cache())?.get(`${model}:${digest}`);
        const stored = text === undefined ? undefined : parseJson(text);
        return isAnswer(stored) ? stored : undefined;
      } catch {
        return undefined;
      }
    },
    async set(model, digest, outcome) {
      try {
        await (await cache())?.set(`${model}:${digest}`, JSON.stringify(outcome), TIME_TO_LIVE_MS);
      } catch {
        // What could not be kept is asked for again.
      }
    },
  };
}

/** The file is disposable and may be of another version: what does not look like an answer is none. */
function isAnswer(stored: unknown): stored is Answer {
  if (typeof stored !== "object" || stored === null) return false;
  const { ok, text, toolCalls, usage } = stored as Partial<Answer>;
  return ok === true && typeof text === "string" && Array.isArray(toolCalls) && typeof usage === "object";
}
