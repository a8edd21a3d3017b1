/** What lists, branches, feedback and statistics read: rows that persons ask for. */
import assert from "node:assert/strict";
import type { Store } from "../../storage/store.ts";
import { modelCall, runEnd, runStart } from "../store-events.ts";
import type { StoreChecks } from "./store-checks.ts";

/** See `storeConformance`. */
export const conversationCases: StoreChecks = {
  async "finds runs by state, team and words, page by page, also behind a run that is no more"(store) {
    const asked = [
      { text: "Sort 100% of it", team: "alma" },
      { text: "sort nothing", team: "magus" },
      { text: "Count", team: "alma" },
      { text: "SORT again", team: "alma" },
    ];
    for (const [i, start] of asked.entries()) {
      store.append({ run: `r${i}`, at: i, body: runStart(start) });
      if (i === 3) store.append({ run: `r${i}`, at: i, body: runEnd("failed") });
      await store.committed(`r${i}`);
    }
    const ids = async (filter?: Parameters<Store["runs"]>[0]) => (await store.runs(filter)).map(({ id }) => id);
    assert.deepEqual(await ids({ text: "sort" }), ["r3", "r1", "r0"]);
    assert.deepEqual(await ids({ text: "sort", team: "alma" }), ["r3", "r0"]);
    assert.deepEqual(await ids({ text: "100%" }), ["r0"]);
    assert.deepEqual(await ids({ text: "1_0" }), []);
    assert.deepEqual(await ids({ state: "failed" }), ["r3"]);
    assert.deepEqual(await ids({ before: "r2" }), ["r1", "r0"]);
    await store.deleteRun("r2");
    assert.deepEqual(await ids({ before: "r2", limit: 1 }), ["r1"]);
  },

  async "keeps what each run follows, also of one that was deleted, and finds a run by its key"(store) {
    const start = (after: string | undefined, once?: { key: string; digest: string }) => {
      const body = runStart({ conversation: "con_1" });
      return {
        ...body,
        request: { ...body.request, ...(after === undefined ? {} : { after }), ...(once && { once }) },
      };
    };
    store.append({ run: "a", at: 1, body: start(undefined) });
    store.append({ run: "b", at: 2, body: start("a", { key: "k1", digest: "d1" }) });
    store.append({ run: "c", at: 3, body: start("b") });
    await Promise.all(["a", "b", "c"].map((run) => store.committed(run)));
    assert.deepEqual(await store.lineage("con_1"), [
      { run: "a", isDeleted: false },
      { run: "b", after: "a", isDeleted: false },
      { run: "c", after: "b", isDeleted: false },
    ]);
    assert.deepEqual(await store.runOnce("k1"), { run: "b", digest: "d1" });
    assert.equal((await store.run("b"))?.after, "a");
    assert.deepEqual(await store.verify({ repair: false }), []);
    await store.deleteRun("b");
    assert.deepEqual((await store.lineage("con_1"))[1], { run: "b", after: "a", isDeleted: true });
    assert.equal(await store.runOnce("k1"), undefined);
    assert.deepEqual(await store.lineage("con_2"), []);
    assert.deepEqual(await store.verify({ repair: false }), []);
  },

  async "keeps what persons say of an answer"(store) {
    store.append({ run: "a", at: 1, body: runStart() });
    store.append({ run: "a", at: 5, body: { type: "feedback", path: "", rating: "down", reason: "no", by: "usr_1" } });
    store.append({ run: "a", at: 6, body: { type: "feedback", path: "", edited: "Yes.", prefer: "stronger" } });
    await store.committed("a");
    assert.deepEqual(await store.feedback("a"), [
      { run: "a", seq: 2, at: 5, by: "usr_1", rating: "down", reason: "no" },
      { run: "a", seq: 3, at: 6, edited: "Yes.", prefer: "stronger" },
    ]);
    assert.deepEqual(await store.verify({ repair: true }), []);
    assert.equal((await store.feedback("a")).length, 2);
    await store.deleteRun("a");
    assert.deepEqual(await store.feedback("a"), []);
  },

  async "sums up what went on in a window of time"(store) {
    const day = 86_400_000;
    store.append({ run: "a", at: day, body: runStart() });
    for (let i = 1; i <= 100; i++) {
      const model = i % 2 === 0 ? "big" : "small";
      for (const event of modelCall({ run: "a", path: "t1", step: `s${i}`, at: day + i, ms: i, cost: 2, model }))
        store.append(event);
    }
    store.append({ run: "a", at: day + 500, body: runEnd("done") });
    store.append({ run: "b", at: 3 * day, body: runStart() });
    const [start] = modelCall({ run: "b", path: "", step: "s1", at: 3 * day, ms: 5, cost: 0 });
    store.append(start);
    const failure = { code: "deadline", message: "late" };
    const usage = { inputTokens: 4, outputTokens: 0 };
    for (const [step, result] of [
      ["s1", { ok: false, failure, usage }],
      ["s2", { ok: true, cached: true, firstMs: 7, usage }],
    ] as const) {
      if (step === "s2") store.append({ ...start, body: { ...start.body, step } as typeof start.body });
      store.append({ run: "b", at: 3 * day + 5, body: { type: "step-end", path: "", step, attempt: 1, result } });
    }
    await Promise.all([store.committed("a"), store.committed("b")]);
    const sum = { calls: 50, failed: 0, cached: 0, inputTokens: 550, outputTokens: 150, cost: 100 };
    const first = await store.usage({ from: 0, to: 3 * day });
    assert.deepEqual(first.runs, { begun: 1, byState: { done: 1 }, ms: { p50: 500, p95: 500, p99: 500 } });
    assert.deepEqual(first.byModel, [
      { key: "big", ...sum },
      { key: "small", ...sum },
    ]);
    assert.deepEqual(first.calls.ms, { p50: 50, p95: 95, p99: 99 });
    assert.equal(first.calls.firstMs, undefined);
    const both = await store.usage({ from: 0, to: 4 * day });
    assert.deepEqual(
      both.byDay.map(({ key, calls }) => [key, calls]),
      [
        ["1", 100],
        ["3", 2],
      ],
    );
    const hourly = await store.usage({ from: 3 * day, to: 4 * day });
    assert.deepEqual(
      hourly.byHour.map(({ key, calls }) => [key, calls]),
      [["72", 2]],
    );
    assert.deepEqual((await store.usage({ from: 0, to: 30 * day })).byHour, []);
    assert.deepEqual(both.failures, [{ code: "deadline", calls: 1 }]);
    assert.deepEqual(both.calls.firstMs, { p50: 7, p95: 7, p99: 7 });
    assert.deepEqual([both.calls.calls, both.calls.failed, both.calls.cached], [102, 1, 1]);
    assert.deepEqual((await store.usage({ from: 4 * day, to: 5 * day })).byModel, []);
    assert.deepEqual(await store.verify({ repair: false }), []);
  },
};
