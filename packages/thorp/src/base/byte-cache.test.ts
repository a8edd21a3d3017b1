import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createByteCache } from "./byte-cache.ts";
import { cacheKey, matchesSubject } from "./cache-key.ts";

describe("a byte cache", () => {
  it("lets go of what was not used for longest, and counts", () => {
    const cache = createByteCache<string>(404);
    for (const key of ["a", "b", "c", "d"]) cache.set(key, key, 99);
    expect(cache.get("a")).toBe("a");
    cache.set("e", "e", 99);
    expect(["a", "b", "c", "d", "e"].map((key) => cache.get(key))).toEqual(["a", undefined, "c", "d", "e"]);
    expect(cache.counters()).toEqual({ hits: 5, misses: 1, evictions: 1, entries: 4, bytes: 400, maxBytes: 404 });
  });

  it("keeps nothing that would take a quarter of everything, and drops what stood there before", () => {
    const cache = createByteCache<string>(400);
    cache.set("k", "small", 10);
    cache.set("k", "large", 200);
    expect(cache.get("k")).toBeUndefined();
    expect(cache.counters()).toMatchObject({ entries: 0, bytes: 0 });
  });

  it("is cleared by what the keys stand for", () => {
    const cache = createByteCache<number>(10_000);
    const keyOf = (model: string, team: string) => cacheKey({ kind: "answer", model, team }, "digest");
    for (const model of ["ollama/a:1b", "ollama/b"])
      for (const team of ["alma", "magus"]) cache.set(keyOf(model, team), 1, 1);
    expect(cache.clear((key) => matchesSubject(key, { team: "alma" }))).toBe(2);
    expect(cache.clear((key) => matchesSubject(key, { kind: "tool" }))).toBe(0);
    expect(cache.clear((key) => matchesSubject(key, { model: "ollama/b", team: "magus" }))).toBe(1);
    expect(cache.clear()).toBe(1);
    expect(cache.counters()).toMatchObject({ entries: 0, bytes: 0, evictions: 0 });
  });

  it("never holds more than its ceiling, and always counts what it holds", () => {
    const action = fc.record({ key: fc.constantFrom("a", "b", "c", "d", "e", "f"), bytes: fc.nat({ max: 120 }) });
    fc.assert(
      fc.property(fc.array(action), (actions) => {
        const cache = createByteCache<number>(400);
        for (const { key, bytes } of actions) cache.set(key, bytes, bytes);
        const held = ["a", "b", "c", "d", "e", "f"].flatMap((key) => cache.get(key) ?? []);
        const { bytes, entries } = cache.counters();
        expect(bytes).toBe(held.reduce((sum, each) => sum + each + 1, 0));
        expect(bytes).toBeLessThanOrEqual(400);
        expect(entries).toBe(held.length);
      }),
    );
  });
});
