import { describe, expect, it } from "vitest";
import { createByteCache } from "../../base/byte-cache.ts";
import { createTextCache, type KeyValueCache, type TextCacheOptions } from "../text-cache.ts";
import { createAnswerCache } from "./answer-cache.ts";
import type { ModelOutcome } from "./model-call.ts";

const answer: ModelOutcome = {
  ok: true,
  text: "42",
  toolCalls: [],
  finish: "stop",
  model: "m",
  tier: "local",
  usage: { inputTokens: 1, outputTokens: 1 },
  costMicro: 3,
};

const cacheOver = (options: TextCacheOptions) => {
  const texts = createTextCache(options);
  return { ...createAnswerCache(texts), clear: texts.clear };
};

function mapCache() {
  const map = new Map<string, { value: string; ttlMs: number }>();
  const cache: KeyValueCache = {
    get: async (key) => map.get(key)?.value,
    set: async (key, value, ttlMs) => void map.set(key, { value, ttlMs }),
  };
  return { map, cache };
}

describe("createAnswerCache", () => {
  it("keeps an answer by model and prompt for a limited time, and opens the file at the first use only", async () => {
    const { map, cache } = mapCache();
    let opened = 0;
    const answers = cacheOver({
      open: async () => {
        opened++;
        return cache;
      },
    });
    expect(opened).toBe(0);
    await answers.set({ model: "m", team: "t", digest: "d" }, answer);
    expect(await answers.get({ model: "m", team: "t", digest: "d" })).toEqual(answer);
    expect(await answers.get({ model: "m", team: "t", digest: "other" })).toBeUndefined();
    expect(await answers.get({ model: "other", team: "t", digest: "d" })).toBeUndefined();
    expect(opened).toBe(1);
    expect([...map.values()][0]?.ttlMs).toBe(7 * 24 * 3600 * 1000);
  });

  it.each([
    "",
    "{",
    "null",
    "7",
    '{"ok":true}',
    '{"ok":false,"text":"x"}',
    '{"ok":true,"text":5,"toolCalls":[],"usage":{}}',
  ])("takes %s for a miss", async (stored) => {
    const { map, cache } = mapCache();
    map.set("answer m t d", { value: stored, ttlMs: 1 });
    expect(await cacheOver({ open: async () => cache }).get({ model: "m", team: "t", digest: "d" })).toBeUndefined();
  });

  it.each<[string, () => Promise<KeyValueCache | undefined>]>([
    ["is switched off", async () => undefined],
    ["cannot be opened", () => Promise.reject(new Error("locked"))],
    [
      "is broken",
      async () => ({
        get: () => Promise.reject(new Error("corrupt")),
        set: () => Promise.reject(new Error("disk full")),
      }),
    ],
  ])("is a miss and no error when the file %s", async (_how, open) => {
    const answers = cacheOver({ open });
    await answers.set({ model: "m", team: "t", digest: "d" }, answer);
    expect(await answers.get({ model: "m", team: "t", digest: "d" })).toBeUndefined();
  });

  it("serves from memory, tells the file of it, and lets go of it when somebody else has cleared the file", async () => {
    const { map, cache } = mapCache();
    const touched: string[] = [];
    let changed = false;
    const file = { ...cache, touch: (key: string) => void touched.push(key), changedElsewhere: () => changed };
    const memory = createByteCache<string>(10_000);
    const answers = cacheOver({ open: async () => file, memory: { answer: memory } });
    const key = { model: "m", team: "t", digest: "d" };
    await answers.set(key, answer);
    map.clear();
    expect(await answers.get(key)).toEqual(answer);
    expect(touched).toEqual(["answer m t d"]);
    changed = true;
    expect(await answers.get(key)).toBeUndefined();
  });

  it("takes out what belongs to a team", async () => {
    const memory = createByteCache<string>(10_000);
    const answers = cacheOver({ open: async () => undefined, memory: { answer: memory } });
    for (const team of ["a", "b"]) await answers.set({ model: "m", team, digest: "d" }, answer);
    await answers.clear({ team: "a" });
    expect(await answers.get({ model: "m", team: "a", digest: "d" })).toBeUndefined();
    expect(await answers.get({ model: "m", team: "b", digest: "d" })).toEqual(answer);
  });
});
