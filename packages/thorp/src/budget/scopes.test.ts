import { describe, expect, it } from "vitest";
import type { MicroDollars } from "../base/money.ts";
import { createLedger } from "./ledger.ts";
import { type CeilingRequest, type ChargedCall, ceilingsOf, scopesOf } from "./scopes.ts";

const money = (amount: number) => amount as MicroDollars;
const call: ChargedCall = {
  run: "run_1",
  path: "t1/a",
  team: "alma",
  agent: "manager",
  provider: "openrouter",
  user: "ann",
  now: Date.UTC(2026, 10, 21, 23, 59, 59),
};
const ceilings = (request: Partial<CeilingRequest> = {}) =>
  ceilingsOf({ call, settings: {}, firstTry: false, ...request });

describe("scopesOf", () => {
  it("names run, task, agent, user, key and day", () => {
    expect(scopesOf(call)).toEqual([
      "run:run_1",
      "task:run_1/t1",
      "agent:alma/manager",
      "user:ann",
      "key:openrouter",
      "day:2026-11-21",
    ]);
  });
  it("charges no task for what the run itself calls", () =>
    expect(scopesOf({ ...call, path: "" }).some((scope) => scope.startsWith("task:"))).toBe(false));
});

describe("ceilingsOf", () => {
  it("has none where nobody set one", () => expect(ceilings()).toEqual([]));

  it("takes those of the settings, and the request's own for the run", () => {
    const settings = { run: money(100), day: money(500), agents: { manager: money(70), other: money(1) } };
    expect(ceilings({ settings })).toEqual([
      { scope: "run:run_1", limit: 100 },
      { scope: "agent:alma/manager", limit: 70 },
      { scope: "day:2026-11-21", limit: 500 },
    ]);
    expect(ceilings({ settings, runBudget: money(40) })[0]).toEqual({ scope: "run:run_1", limit: 40 });
    expect(ceilings({ settings, runBudget: money(0) })[0]).toEqual({ scope: "run:run_1", limit: 0 });
  });

  it("keeps a fifth of the run's ceiling back from first tries, and of no other", () => {
    const settings = { run: money(1000), day: money(1000), agents: { manager: money(1000) } };
    expect(ceilings({ settings, firstTry: true }).map(({ limit }) => limit)).toEqual([800, 1000, 1000]);
  });

  it("leaves that fifth to repair when first tries have used up the rest", () => {
    const ledger = createLedger([]);
    const first = ceilings({ runBudget: money(1000), firstTry: true });
    const repair = ceilings({ runBudget: money(1000), firstTry: false });
    while (ledger.reserve(scopesOf(call), money(100), first).ok);
    expect(ledger.left(first)).toBe(0);
    expect(ledger.left(repair)).toBe(200);
    expect(ledger.reserve(scopesOf(call), money(200), repair).ok).toBe(true);
    expect(ledger.reserve(scopesOf(call), money(1), repair).ok).toBe(false);
  });

  it("begins a new day at midnight UTC, while a call is settled on the day on which it was reserved", () => {
    const ledger = createLedger([]);
    const settings = { day: money(100) };
    const tomorrow = { ...call, now: call.now + 1000 };
    const scopes = scopesOf(call);
    expect(ledger.reserve(scopes, money(100), ceilings({ settings })).ok).toBe(true);
    expect(ledger.reserve(scopesOf(call), money(1), ceilings({ settings })).ok).toBe(false);
    expect(ledger.reserve(scopesOf(tomorrow), money(100), ceilings({ settings, call: tomorrow })).ok).toBe(true);
    ledger.settle(scopes, money(100), money(60));
    expect(ledger.spent("day:2026-11-21")).toBe(60);
    expect(ledger.spent("day:2026-11-22")).toBe(0);
    expect(ledger.left(ceilings({ settings, call: tomorrow }))).toBe(0);
  });
});
