import { describe, expect, it } from "vitest";
import { createManualClock } from "../../../testing/manual-clock.ts";
import { createLimiter, type LimitedCall, type LimitMemory } from "./limiter.ts";

const signal = new AbortController().signal;
const call = (more: Partial<LimitedCall> = {}): LimitedCall => ({
  key: "tides.example",
  limits: { windows: [{ requests: 3, ms: 1000 }], concurrency: 100 },
  mostMs: 60_000,
  signal,
  ...more,
});

/** Lets everything that is ready happen. */
const settle = () => new Promise((done) => setImmediate(done));

describe("a window", () => {
  it("never holds more than it may, wherever it begins, and everybody's turn comes", async () => {
    const clock = createManualClock();
    const limiter = createLimiter({ clock });
    const times: number[] = [];
    const all = Array.from({ length: 20 }, async () => {
      (await limiter.enter(call()))();
      times.push(clock.now());
    });
    for (let step = 0; step < 1000 && times.length < 20; step++) {
      await settle();
      clock.advance(10);
    }
    await Promise.all(all);
    for (const from of times)
      expect(times.filter((time) => time >= from && time < from + 1000).length).toBeLessThanOrEqual(3);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThanOrEqual(7 * 1050 + 500);
  });

  it("is counted apart for each key, and a wait that is too long is refused with its end", async () => {
    const clock = createManualClock(Date.UTC(2026, 10, 27));
    const limiter = createLimiter({ clock });
    const limits = { windows: [{ requests: 1, ms: 3_600_000 }], concurrency: 1 };
    (await limiter.enter(call({ limits })))();
    (await limiter.enter(call({ limits, key: "tides.example other-key" })))();
    await expect(limiter.enter(call({ limits }))).rejects.toMatchObject({
      code: "rate-limited",
      message: "tides.example takes no more calls before 2026-11-27T01:03:00Z.",
      retryAfterMs: 3_780_000,
    });
  });
});

describe("a call that is held back", () => {
  it("is told for how long, and one that is not is told nothing", async () => {
    const clock = createManualClock();
    const limiter = createLimiter({ clock });
    const told: number[] = [];
    const heldBack = (ms: number): void => void told.push(ms);
    const limits = { windows: [{ requests: 1, ms: 1000 }], concurrency: 1 };
    const leave = await limiter.enter(call({ limits, heldBack }));
    const second = limiter.enter(call({ limits, heldBack }));
    await settle();
    expect(told).toEqual([]);
    clock.advance(300);
    leave();
    await settle();
    clock.advance(800);
    (await second)();
    expect(told).toEqual([1100]);
  });
});

describe("calls at the same time", () => {
  it("wait for one another, and one that is given up leaves the line", async () => {
    const limiter = createLimiter({ clock: createManualClock() });
    const limits = { windows: [], concurrency: 1 };
    const leave = await limiter.enter(call({ limits }));
    const stop = new AbortController();
    const givenUp = limiter.enter(call({ limits, signal: stop.signal }));
    let entered = false;
    const third = limiter.enter(call({ limits })).then((out) => {
      entered = true;
      return out;
    });
    await settle();
    stop.abort(new Error("enough"));
    await expect(givenUp).rejects.toThrow("enough");
    expect(entered).toBe(false);
    leave();
    leave();
    (await third)();
    (await limiter.enter(call({ limits })))();
  });
});

describe("counts", () => {
  it("outlive the process where there is a place for them", async () => {
    const kept = new Map<string, string>();
    const memory: LimitMemory = {
      get: async (key) => kept.get(key),
      set: async (key, value) => void kept.set(key, value),
    };
    const clock = createManualClock();
    const first = createLimiter({ clock, memory: async () => memory });
    for (let each = 0; each < 3; each++) (await first.enter(call()))();
    const second = createLimiter({ clock, memory: async () => memory });
    await expect(second.enter(call({ mostMs: 100 }))).rejects.toMatchObject({ code: "rate-limited" });
    await second.block("tides.example", clock.now() + 5000);
    const third = createLimiter({ clock, memory: async () => memory });
    clock.advance(2000);
    await expect(third.enter(call({ mostMs: 100 }))).rejects.toMatchObject({ retryAfterMs: 3000 });
    clock.advance(3001);
    (await third.enter(call({ mostMs: 100 })))();
  });

  it("go on in memory where they cannot be written or read", async () => {
    const broken: LimitMemory = {
      get: () => Promise.reject(new Error("disk full")),
      set: () => Promise.reject(new Error("disk full")),
    };
    const limiter = createLimiter({ clock: createManualClock(), memory: async () => broken });
    for (let each = 0; each < 3; each++) (await limiter.enter(call()))();
    await expect(limiter.enter(call({ mostMs: 10 }))).rejects.toMatchObject({ code: "rate-limited" });
  });
});
