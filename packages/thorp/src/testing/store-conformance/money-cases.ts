/** Money: reserved, settled, and kept when a run is deleted. */
import assert from "node:assert/strict";
import type { MicroDollars } from "../../base/money.ts";
import type { Store } from "../../storage/store.ts";
import type { StoreChecks } from "./store-checks.ts";

/** See `storeConformance`. */
export const moneyCases: StoreChecks = {
  async "reserves and settles money on every scope"(store) {
    reserve(store, "a", { scopes: ["day:2026-11-21", "run:a"], reserved: 100 });
    reserve(store, "b", { scopes: ["day:2026-11-21"], reserved: 30 });
    await Promise.all([store.committed("a"), store.committed("b")]);
    assert.deepEqual(await store.spend(), [
      { scope: "day:2026-11-21", spent: 0, reserved: 130 },
      { scope: "run:a", spent: 0, reserved: 100 },
    ]);
    settle(store, "a", { scopes: ["day:2026-11-21", "run:a"], reserved: 100, cost: 40 });
    await store.committed("a");
    assert.deepEqual(await store.spend(), [
      { scope: "day:2026-11-21", spent: 40, reserved: 30 },
      { scope: "run:a", spent: 40, reserved: 0 },
    ]);
    for (let i = 0; i < 600; i++) reserve(store, "a", { scopes: [`key:${i}`], reserved: 1 });
    await store.committed("a");
    assert.equal((await store.spend()).length, 602);
  },

  async "keeps what a deleted run has spent, and frees what it reserved"(store) {
    reserve(store, "run_1", { scopes: ["day:1", "run:run_1"], reserved: 100 });
    settle(store, "run_1", { scopes: ["day:1", "run:run_1"], reserved: 60, cost: 50 });
    reserve(store, "run_2", { scopes: ["day:1"], reserved: 5 });
    await store.deleteRun("run_1");
    assert.deepEqual(await store.spend(), [{ scope: "day:1", spent: 50, reserved: 5 }]);
    assert.deepEqual(await store.verify({ repair: true }), []);
    assert.deepEqual(await store.spend(), [{ scope: "day:1", spent: 50, reserved: 5 }]);
  },
};

interface Money {
  readonly scopes: readonly string[];
  readonly reserved: number;
}

function reserve(store: Store, run: string, { scopes, reserved }: Money): void {
  const amount = reserved as MicroDollars;
  store.append({ run, at: 1, body: { type: "budget-reserve", path: "", step: "s", scopes, amount } });
}

function settle(store: Store, run: string, { scopes, reserved, cost }: Money & { readonly cost: number }): void {
  const money = { reserved: reserved as MicroDollars, cost: cost as MicroDollars };
  store.append({ run, at: 2, body: { type: "budget-settle", path: "", step: "s", scopes, ...money } });
}
