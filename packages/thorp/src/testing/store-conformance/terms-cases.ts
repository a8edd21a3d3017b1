/** What a store says of calls under terms of providers: the ledger of compliance. */
import assert from "node:assert/strict";
import type { Json } from "../../base/json.ts";
import { runStart, toolCall } from "../store-events.ts";
import type { StoreChecks } from "./store-checks.ts";

const tides = {
  provider: "tides",
  cacheMs: 900_000,
  training: "forbidden",
  attribution: "Tides of the World",
} as const;

/** See `storeConformance`. */
export const termsCases: StoreChecks = {
  async "keeps a ledger of calls under terms, of which sums outlive a deleted run"(store) {
    let at = 100;
    const call = (run: string, tool: string, result: Json) => {
      for (const event of toolCall({ run, path: "t1", step: `s${at}`, at, tool, result })) store.append(event);
      at += 100;
    };
    for (const run of ["a", "b"]) store.append({ run, at: 1, body: runStart() });
    call("a", "read_tides", { ok: true, terms: tides, use: { requests: 2, waitedMs: 40 } });
    call("a", "read_tides", { ok: true, terms: { ...tides }, use: { requests: 0, waitedMs: 0 }, cachedAt: 100 });
    call("b", "read_tides", { ok: false, failure: { code: "rate-limited", message: "Later." }, terms: tides });
    // The provider has changed its terms since; and tools without any are nobody's business.
    call("b", "read_tides", { ok: true, terms: { ...tides, training: "allowed" }, use: { requests: 1, waitedMs: 7 } });
    call("b", "add", { ok: true });
    call("b", "odd", { ok: true, terms: { provider: 7 } });
    await Promise.all([store.committed("a"), store.committed("b")]);

    const counts = { calls: 3, failed: 1, kept: 2, cached: 1, requests: 2, refused: 1, held: 1, waitedMs: 40 };
    const strict = { tool: "read_tides", terms: { ...tides }, ...counts, firstAt: 101, lastAt: 301 };
    const loose = {
      ...{ tool: "read_tides", terms: { ...tides, training: "allowed" } },
      ...{
        calls: 1,
        failed: 0,
        kept: 1,
        cached: 0,
        requests: 1,
        refused: 0,
        held: 1,
        waitedMs: 7,
        firstAt: 401,
        lastAt: 401,
      },
    };
    assert.deepEqual(await store.termsSums(), [loose, strict]);
    const rows = await store.termsCalls({ provider: "tides", limit: 3 });
    assert.deepEqual(
      rows.map(({ run, path, step, tool, at: ended, cached }) => [run, path, step, tool, ended, cached]),
      [
        ["b", "t1", "s400", "read_tides", 401, false],
        ["b", "t1", "s300", "read_tides", 301, false],
        ["a", "t1", "s200", "read_tides", 201, true],
      ],
    );
    assert.deepEqual(await store.termsCalls({ provider: "nobody" }), []);
    assert.deepEqual(await store.verify({ repair: false }), []);

    await store.deleteRun("a");
    assert.deepEqual(await store.termsSums(), [loose, { ...strict, kept: 0 }]);
    assert.equal((await store.termsCalls({ run: "a" })).length, 0);
    await store.deleteRun("b");
    assert.deepEqual(await store.termsSums(), [
      { ...loose, kept: 0 },
      { ...strict, kept: 0 },
    ]);
    assert.deepEqual(await store.verify({ repair: true }), []);
    assert.equal((await store.termsSums()).length, 2);
  },
};
