import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MicroDollars } from "../base/money.ts";
import { createMemoryStore } from "../storage/memory/memory-store.ts";
import { runStart } from "../testing/store-events.ts";
import { type Ceiling, createLedger } from "./ledger.ts";

const money = (amount: number) => amount as MicroDollars;
const under = (scope: string, limit: number): Ceiling => ({ scope, limit: money(limit) });

describe("reserve and settle", () => {
  it("takes the amount along all scopes, and gives back what was not needed", () => {
    const ledger = createLedger([]);
    const ceilings = [under("run:1", 100), under("day:1", 150)];
    expect(ledger.left(ceilings)).toBe(100);
    expect(ledger.reserve(["run:1", "day:1"], money(60), ceilings)).toEqual({ ok: true });
    expect(ledger.left(ceilings)).toBe(40);
    ledger.settle(["run:1", "day:1"], money(60), money(10));
    expect(ledger.left(ceilings)).toBe(90);
    expect(ledger.spent("run:1")).toBe(10);
    expect(ledger.spent("day:1")).toBe(10);
    expect(ledger.spent("nobody")).toBe(0);
  });

  it("takes nothing anywhere when one ceiling is in the way, and names it with its rest", () => {
    const ledger = createLedger([]);
    const ceilings = [under("run:1", 100), under("day:1", 30)];
    expect(ledger.reserve(["run:1", "day:1"], money(31), ceilings)).toMatchObject({
      ok: false,
      ceiling: { scope: "day:1" },
      left: 30,
    });
    expect(ledger.left(ceilings)).toBe(30);
    expect(ledger.left([under("run:1", 100)])).toBe(100);
  });

  it("allows exactly the ceiling and not one micro-dollar more", () => {
    const ledger = createLedger([]);
    const ceilings = [under("run:1", 100)];
    expect(ledger.reserve(["run:1"], money(100), ceilings).ok).toBe(true);
    expect(ledger.reserve(["run:1"], money(1), ceilings).ok).toBe(false);
    expect(ledger.reserve(["run:1"], money(0), ceilings).ok).toBe(true);
  });

  it("knows no rest without a ceiling, and none below zero after a bill that was higher than its reserve", () => {
    const ledger = createLedger([]);
    expect(ledger.left([])).toBeUndefined();
    ledger.reserve(["run:1"], money(10), []);
    ledger.settle(["run:1"], money(10), money(500));
    expect(ledger.left([under("run:1", 100)])).toBe(0);
  });
});

it("never overspends with 1,000 reserves at once", async () => {
  const ledger = createLedger([]);
  const ceilings = [under("run:1", 100_000), under("day:1", 70_000)];
  let taken = 0;
  const one = async (position: number): Promise<void> => {
    await Promise.resolve();
    const amount = money(500 + (position % 7));
    if (!ledger.reserve(["run:1", "day:1"], amount, ceilings).ok) return;
    taken += amount;
    await new Promise((resolve) => setImmediate(resolve));
    const cost = money(Math.floor(amount / 2));
    ledger.settle(["run:1", "day:1"], amount, cost);
  };
  await Promise.all(Array.from({ length: 1000 }, (_, position) => one(position)));
  expect(taken).toBeLessThanOrEqual(70_000);
  expect(taken).toBeGreaterThan(69_000);
  expect(ledger.spent("day:1")).toBeLessThanOrEqual(35_000);
});

it("stays under every ceiling whatever the order of reserves and settles", () => {
  const scopes = ["run:1", "task:1/a", "day:1"];
  const step = fc.record({
    amount: fc.integer({ min: 0, max: 60 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    settles: fc.nat({ max: 3 }),
    used: fc.subarray(scopes, { minLength: 1 }),
  });
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 3, maxLength: 3 }),
      (steps, limits) => {
        const ledger = createLedger([]);
        const ceilings = scopes.map((scope, position) => under(scope, limits[position] ?? 0));
        const open: { used: readonly string[]; amount: MicroDollars; cost: MicroDollars }[] = [];
        const sums = new Map<string, number>();
        for (const { amount, share, settles, used } of steps) {
          const relevant = ceilings.filter(({ scope }) => used.includes(scope));
          const { ok } = ledger.reserve(used, money(amount), relevant);
          const fits = relevant.every(({ scope, limit }) => (sums.get(scope) ?? 0) + amount <= limit);
          expect(ok).toBe(fits);
          if (ok) {
            for (const scope of used) sums.set(scope, (sums.get(scope) ?? 0) + amount);
            open.push({ used, amount: money(amount), cost: money(Math.floor(amount * share)) });
          }
          for (const done of open.splice(0, settles)) {
            ledger.settle(done.used, done.amount, done.cost);
            for (const scope of done.used) sums.set(scope, (sums.get(scope) ?? 0) - done.amount + done.cost);
          }
          for (const { scope, limit } of ceilings)
            expect(ledger.left([{ scope, limit }])).toBe(limit - (sums.get(scope) ?? 0));
        }
      },
    ),
  );
});

describe("after a crash", () => {
  it("what had been reserved and not settled stays spent", async () => {
    const store = createMemoryStore();
    const append = (body: Parameters<typeof store.append>[0]["body"]) => store.append({ run: "r", at: 1, body });
    const scopes = ["run:r", "day:2026-11-21"];
    append(runStart());
    append({ type: "budget-reserve", path: "", step: "a", scopes, amount: money(40) });
    append({ type: "budget-settle", path: "", step: "a", scopes, reserved: money(40), cost: money(15) });
    append({ type: "budget-reserve", path: "", step: "b", scopes, amount: money(30) });
    await store.committed("r");
    const ledger = createLedger(await store.spend());
    expect(ledger.spent("run:r")).toBe(45);
    expect(ledger.left([under("run:r", 50)])).toBe(5);
    expect(ledger.reserve(scopes, money(6), [under("run:r", 50)])).toMatchObject({
      ok: false,
      ceiling: { scope: "run:r" },
      left: 5,
    });
    expect(ledger.reserve(scopes, money(5), [under("run:r", 50)])).toEqual({ ok: true });
  });
});
