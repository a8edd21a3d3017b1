/**
 * The exact cache: the same prompt to the same model, answered without a call.
 *
 * It serves only calls that declare themselves cacheable; retries and regenerations never do. A broken or missing
 * cache is a miss, never an error.
 */
import { cacheKey } from "../../base/cache-key.ts";
import { parseJson } from "../../base/json.ts";
import type { TextCache } from "../text-cache.ts";
import type { ModelOutcome } from "./model-call.ts";

type Answer = Extract<ModelOutcome, { ok: true }>;

/** What an answer is found by. */
export interface AnswerKey {
  readonly model: string;
  readonly team: string;
  /** Of everything that the model is asked. */
  readonly digest: string;
}

/** Answers by model, team and all that was asked. No call rejects. */
export interface AnswerCache {
  get(key: AnswerKey): Promise<Answer | undefined>;
  set(key: AnswerKey, outcome: ModelOutcome): Promise<void>;
}

const TIME_TO_LIVE_MS = 7 * 24 * 3600 * 1000;

/** Over a cache of texts, which others may use as well. */
export function createAnswerCache(texts: TextCache): AnswerCache {
  const keyOf = ({ model, team, digest }: AnswerKey) => cacheKey({ kind: "answer", model, team }, digest);
  return {
    async get(key) {
      const text = await texts.get(keyOf(key));
      const stored = text === undefined ? undefined : parseJson(text);
      return isAnswer(stored) ? stored : undefined;
    },
    set: (key, outcome) => texts.set(keyOf(key), JSON.stringify(outcome), TIME_TO_LIVE_MS),
  };
}

/** The file is disposable and may be of another version: what does not look like an answer is none. */
function isAnswer(stored: unknown): stored is Answer {
  if (typeof stored !== "object" || stored === null) return false;
  const { ok, text, toolCalls, usage } = stored as Partial<Answer>;
  return ok === true && typeof text === "string" && Array.isArray(toolCalls) && typeof usage === "object";
}
