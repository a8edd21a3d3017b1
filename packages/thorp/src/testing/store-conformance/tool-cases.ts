/** What a store says of the calls of tools. */
import assert from "node:assert/strict";
import type { Json } from "../../base/json.ts";
import { runStart } from "../store-events.ts";
import type { StoreChecks } from "./store-checks.ts";

/** See `storeConformance`. */
export const toolCases: StoreChecks = {
  async "sums up what became of the calls of each tool"(store) {
    store.append({ run: "a", at: 1, body: runStart() });
    store.append({ run: "b", at: 1, body: runStart() });
    const call = (
      run: string,
      step: string,
      { tool = "look_up", ms = 1, at = 10, result = { ok: true } as Json } = {},
    ) => {
      const about = { kind: "tool", tool, agent: "drummer", input: {}, digest: "d", repeatable: true } as const;
      store.append({ run, at, body: { type: "step-start", path: "t1", step, attempt: 1, call: about } });
      store.append({ run, at: at + ms, body: { type: "step-end", path: "t1", step, attempt: 1, result } });
    };
    for (let i = 1; i <= 19; i++) call("a", `s${i}`, { ms: i, at: 100 * i });
    call("a", "s20", { ms: 20, at: 2000, result: { ok: true, cachedAt: 7 } });
    const failure = { code: "tool-failed", message: "x".repeat(400) };
    call("a", "s21", { ms: 21, at: 3000, result: { ok: false, failure } });
    call("b", "s1", { tool: "buy", ms: 0, at: 50, result: { ok: true, costMicro: 700 } });
    // A call that was never answered, and a step that is no call.
    const open = { kind: "tool", tool: "look_up", agent: "drummer", input: {}, digest: "d", repeatable: true } as const;
    store.append({ run: "b", at: 60, body: { type: "step-start", path: "", step: "s2", attempt: 1, call: open } });
    await Promise.all([store.committed("a"), store.committed("b")]);
    const lookUp = {
      tool: "look_up",
      calls: 21,
      failed: 1,
      cached: 1,
      cost: 0,
      ms: { p50: 11, p95: 20 },
      lastAt: 3021,
      failedOfLastTen: 1,
      lastFailure: { at: 3021, code: "tool-failed", message: "x".repeat(300) },
    };
    const buy = { calls: 1, failed: 0, cached: 0, cost: 700, ms: { p50: 0, p95: 0 }, lastAt: 50, failedOfLastTen: 0 };
    assert.deepEqual(await store.toolUsage(), [{ tool: "buy", ...buy }, lookUp]);
    assert.deepEqual(await store.verify({ repair: false }), []);
    await store.deleteRun("a");
    assert.deepEqual(await store.toolUsage(), [{ tool: "buy", ...buy }]);
  },
};
