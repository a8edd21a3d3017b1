/** Blobs and copies of teams, the deletion of runs, and the comparison with the events. */
import assert from "node:assert/strict";
import { appendRun, message, runEnd, runStart } from "../store-events.ts";
import type { StoreChecks } from "./store-checks.ts";

/** See `storeConformance`. */
export const blobCases: StoreChecks = {
  async "keeps bytes under their hash"(store) {
    const large = new Uint8Array(3_500_000).map((_, i) => (i * 31) % 251);
    const [first, second, empty] = [
      await store.putBlob(large),
      await store.putBlob(large),
      await store.putBlob(new Uint8Array()),
    ];
    assert.equal(first, second);
    assert.match(first, /^[0-9a-f]{32}$/);
    assert.notEqual(first, empty);
    const read = await store.blob(first);
    assert.ok(read !== undefined && Buffer.compare(read, large) === 0);
    assert.deepEqual(await store.blob(empty), new Uint8Array());
    assert.equal(await store.blob("0".repeat(32)), undefined);
  },

  async "keeps copies of teams"(store) {
    const files = { "team.yaml": "name: alma", "agents/manager.md": "You are…" };
    await store.putTeam("h1", files);
    await store.putTeam("h1", files);
    assert.deepEqual({ ...(await store.team("h1")) }, files);
    assert.equal(await store.team("h2"), undefined);
  },
};

/** See `storeConformance`. */
export const deletionCases: StoreChecks = {
  async "deletes a run whole and keeps others"(store) {
    appendRun(store, "a", "c1");
    appendRun(store, "b", "c1");
    await Promise.all([store.committed("a"), store.committed("b")]);
    const before = await store.events("b");
    await store.deleteRun("a");
    assert.deepEqual(await store.events("a"), []);
    assert.equal(await store.run("a"), undefined);
    assert.deepEqual(await store.tasks("a"), []);
    assert.deepEqual(await store.modelCalls("a"), []);
    assert.deepEqual(
      (await store.messages("c1")).map(({ run }) => run),
      ["b", "b"],
    );
    assert.deepEqual(
      (await store.runs()).map(({ id }) => id),
      ["b"],
    );
    assert.deepEqual(await store.events("b"), before);
    assert.deepEqual(await store.verify({ repair: false }), []);
    await store.deleteRun("a");
    await store.deleteRun("nobody");
  },

  async "adds nothing to a deleted run, and goes on with others"(store) {
    appendRun(store, "a", "c1");
    await store.deleteRun("a");
    const heard: string[] = [];
    store.onCommit((events) => heard.push(...events.map(({ run }) => run)));
    store.append({ run: "a", at: 50, body: message("team", "late") });
    store.append({ run: "b", at: 50, body: runStart() });
    await assert.rejects(store.committed("a"), { code: "run-unknown" });
    await store.committed("b");
    assert.deepEqual(await store.events("a"), []);
    assert.deepEqual(heard, ["b"]);
  },

  async "deletes the blobs that no other run names"(store) {
    const [own, shared] = [await store.putBlob(Buffer.from("own")), await store.putBlob(Buffer.from("shared"))];
    const named = (blob: string) => ({ name: "f", mediaType: "text/plain", bytes: 3, blob });
    store.append({ run: "a", at: 1, body: runStart({ attachments: [named(own), named(shared)] }) });
    const result = { text: "", artifacts: [{ id: "t1.a1", title: "t", ...named(shared) }], sources: [], labels: [] };
    store.append({ run: "b", at: 1, body: { type: "task-end", path: "t1", state: "done", result } });
    await Promise.all([store.committed("a"), store.committed("b")]);
    await store.deleteRun("a");
    assert.equal(await store.blob(own), undefined);
    assert.deepEqual(await store.blob(shared), new Uint8Array(Buffer.from("shared")));
    await store.deleteRun("b");
    assert.equal(await store.blob(shared), undefined);
  },
};

/** See `storeConformance`. */
export const repairCases: StoreChecks = {
  async "finds nothing to mend after a mixed life"(store) {
    for (let i = 0; i < 20; i++) appendRun(store, `r${i}`, `c${i % 3}`);
    store.append({ run: "unfinished", at: 1, body: runStart() });
    for (let i = 0; i < 20; i++) await store.committed(`r${i}`);
    await store.deleteRun("r7");
    const runs = await store.runs();
    assert.equal(runs.length, 20);
    assert.deepEqual(await store.verify({ repair: false }), []);
    assert.deepEqual(await store.verify({ repair: true }), []);
    assert.deepEqual(await store.runs(), runs);
    store.append({ run: "unfinished", at: 9, body: runEnd("done") });
    await store.committed("unfinished");
    assert.equal((await store.run("unfinished"))?.lastSeq, 2);
  },
};
