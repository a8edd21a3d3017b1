/**
 * The exact cache: the same prompt to the same model, answered without a call. Memory stands in front of the file.
 *
 * It serves only calls that declare themselves cacheable; retries and regenerations never do. A broken or missing
 * cache is a miss, never an error.
 */
import type { ByteCache } from "../../base/byte-cache.ts";
import { type CacheSubject, cacheKey, matchesSubject } from "../../base/cache-key.ts";
import { parseJson } from "../../base/json.ts";
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
  /** Takes out what belongs to the subject, in memory and in the file. Returns how many entries of the file went. */
  clear(subject: Partial<CacheSubject>): Promise<number>;
}

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

/** Where answers are kept. */
export interface AnswerCacheOptions {
  /** Called at the first use: most runs never touch the cache. */
  readonly open: () => Promise<KeyValueCache | undefined>;
  readonly memory?: ByteCache<string>;
}

const TIME_TO_LIVE_MS = 7 * 24 * 3600 * 1000;

/** Opens nothing yet. */
export function createAnswerCache({ open, memory }: AnswerCacheOptions): AnswerCache {
  let opened: Promise<KeyValueCache | undefined> | undefined;
  const file = () => (opened ??= open().catch(() => undefined));
  const keyOf = ({ model, team, digest }: AnswerKey) => cacheKey({ kind: "answer", model, team }, digest);

  const find = async (key: string): Promise<string | undefined> => {
    const cache = await file();
    // Somebody cleared it from outside; that goes for the memory too.
    if (cache?.changedElsewhere?.()) memory?.clear((held) => matchesSubject(held, { kind: "answer" }));
    const held = memory?.get(key);
    if (held !== undefined) {
      cache?.touch?.(key);
      return held;
    }
    const text = await cache?.get(key);
    if (text !== undefined) memory?.set(key, text, Buffer.byteLength(text));
    return text;
  };

  return {
    async get(key) {
      try {
        const text = await find(keyOf(key));
        const stored = text === undefined ? undefined : parseJson(text);
        return isAnswer(stored) ? stored : undefined;
      } catch {
        return undefined;
      }
    },
    async set(key, outcome) {
      try {
        const text = JSON.stringify(outcome);
        const cache = await file();
        memory?.set(keyOf(key), text, Buffer.byteLength(text));
        await cache?.set(keyOf(key), text, TIME_TO_LIVE_MS);
      } catch {
        // What could not be kept is asked for again.
      }
    },
    async clear(subject) {
      const matches = (key: string) => matchesSubject(key, subject);
      memory?.clear(matches);
      return (await (await file())?.clear?.(matches)) ?? 0;
    },
  };
}

/** The file is disposable and may be of another version: what does not look like an answer is none. */
function isAnswer(stored: unknown): stored is Answer {
  if (typeof stored !== "object" || stored === null) return false;
  const { ok, text, toolCalls, usage } = stored as Partial<Answer>;
  return ok === true && typeof text === "string" && Array.isArray(toolCalls) && typeof usage === "object";
}
