/** Money: reserved, settled, and kept when a run is deleted. */
import assert from "node:assert/strict";
import type { MicroDollars } from "../../base/money.ts";
import type { EventBody } from "../../events/event.ts";
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

  async "keeps calls that belong to no run: open until they end, counted for whom they were made"(store) {
    const call = (id: string, user?: string): void => {
      const owner = user === undefined ? {} : { owner: { user } };
      store.append({ run: id, at: 10, body: { type: "call-start", path: "", ...owner } });
      store.append({ run: id, at: 10, body: begun });
      reserve(store, id, { scopes: ["day:1"], reserved: 9 });
    };
    for (const [id, user] of [["call_1", "usr_1"], ["call_2", "usr_2"], ["call_3"]] as const) call(id, user);
    await Promise.all(["call_1", "call_2", "call_3"].map((id) => store.committed(id)));
    assert.deepEqual(await store.openCalls(), ["call_1", "call_2", "call_3"]);
    settle(store, "call_1", { scopes: ["day:1"], reserved: 9, cost: 4 });
    store.append({ run: "call_1", at: 15, body: ended });
    await store.committed("call_1");
    assert.deepEqual(await store.openCalls(), ["call_2", "call_3"]);
    assert.deepEqual(await store.spend(), [{ scope: "day:1", spent: 4, reserved: 18 }]);
    const calls = async (owner?: string) =>
      (await store.usage({ from: 0, to: 100, ...(owner === undefined ? {} : { owner }) })).byModel;
    const sums = { key: "small", calls: 1, failed: 0, cached: 0, inputTokens: 11, outputTokens: 0, cost: 4 };
    assert.deepEqual(await calls(), [sums]);
    assert.deepEqual(await calls("usr_1"), [sums]);
    assert.deepEqual(await calls("usr_2"), []);
    assert.deepEqual(await store.runs(), []);
    assert.equal(await store.run("call_1"), undefined);
    assert.deepEqual(await store.verify({ repair: true }), []);
    assert.deepEqual(await store.openCalls(), ["call_2", "call_3"]);
    await store.deleteRun("call_2");
    assert.deepEqual(await store.openCalls(), ["call_3"]);
    assert.deepEqual(await store.verify({ repair: false }), []);
  },
};

const route = { model: "small", tier: "frontier", reasons: ["it was named"], propensity: 1 } as const;
const stepCall = { kind: "model", purpose: "embedding", agent: "embeddings", route, digest: "d" } as const;
const begun: EventBody = { type: "step-start", path: "", step: "embed", attempt: 1, call: stepCall };
const result = { ok: true, usage: { inputTokens: 11, outputTokens: 0 }, costMicro: 4 };
const ended: EventBody = { type: "step-end", path: "", step: "embed", attempt: 1, result };

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
