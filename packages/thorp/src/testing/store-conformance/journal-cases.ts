/** The journal: order, numbers, commits, listeners. */
import assert from "node:assert/strict";
import type { RunEvent } from "../../events/event.ts";
import { message, runEnd, runStart } from "../store-events.ts";
import type { StoreChecks } from "./store-checks.ts";

/** See `storeConformance`. */
export const journalCases: StoreChecks = {
  async "numbers the events of a run from 1 in the order of their appending"(store) {
    store.append({ run: "a", at: 10, body: runStart() });
    store.append({ run: "a", at: 11, body: message("person", "hello") });
    store.append({ run: "a", at: 12, body: runEnd("done") });
    await store.committed("a");
    const events = await store.events("a");
    assert.deepEqual(events, [
      { ...runStart(), run: "a", seq: 1, at: 10 },
      { ...message("person", "hello"), run: "a", seq: 2, at: 11 },
      { ...runEnd("done"), run: "a", seq: 3, at: 12 },
    ]);
    assert.deepEqual(await store.events("a", 2), events.slice(2));
    assert.deepEqual(await store.events("a", 3), []);
    assert.deepEqual(await store.events("nobody"), []);
  },

  async "numbers runs that go on side by side without gaps"(store) {
    for (let i = 0; i < 40; i++) {
      for (let run = 0; run < 25; run++) store.append({ run: `run${run}`, at: i, body: message("team", `${i}`) });
      if (i % 7 === 0) await store.committed("run3");
    }
    for (let run = 0; run < 25; run++) await store.committed(`run${run}`);
    for (let run = 0; run < 25; run++) {
      const events = await store.events(`run${run}`);
      assert.deepEqual(
        events.map(({ seq, at }) => [seq, at]),
        Array.from({ length: 40 }, (_, i) => [i + 1, i]),
      );
    }
  },

  async "commits nothing while the code that appends still runs"(store) {
    const heard: RunEvent[] = [];
    store.onCommit((events) => heard.push(...events));
    store.append({ run: "a", at: 1, body: runStart() });
    await Promise.resolve();
    assert.equal(heard.length, 0, "a listener heard of an event before its commit");
    await store.committed("a");
    assert.equal(heard.length, 1);
  },

  async "resolves committed when everything before it can be read"(store) {
    await store.committed("a");
    for (let i = 1; i <= 30; i++) {
      store.append({ run: "a", at: i, body: message("team", `${i}`) });
      if (i % 3 > 0) continue;
      await Promise.all([store.committed("a"), store.committed("a")]);
      assert.equal((await store.events("a")).length, i);
    }
  },

  async "tells listeners each event once, in order per run, before committed resolves"(store) {
    const heard: RunEvent[] = [];
    const stop = store.onCommit((events) => heard.push(...events));
    for (let i = 0; i < 50; i++) {
      store.append({ run: `r${i % 3}`, at: i, body: message("team", `${i}`) });
      if (i % 11 === 0) await store.committed(`r${i % 3}`);
    }
    for (const run of ["r0", "r1", "r2"]) {
      await store.committed(run);
      assert.deepEqual(
        heard.filter((event) => event.run === run),
        await store.events(run),
      );
    }
    stop();
    store.append({ run: "r0", at: 99, body: runEnd("done") });
    await store.committed("r0");
    assert.equal(heard.length, 50);
  },

  async "reads so many events and no more"(store) {
    for (let at = 1; at <= 600; at++) store.append({ run: "a", at, body: message("team", `${at}`) });
    await store.committed("a");
    for (const [after, limit, count] of [
      [0, 5, 5],
      [598, 5, 2],
      [0, 0, 0],
      [10, 580, 580],
    ] as const) {
      const seqs = (await store.events("a", after, limit)).map(({ seq }) => seq);
      assert.deepEqual(
        seqs,
        Array.from({ length: count }, (_, at) => after + at + 1),
      );
    }
  },

  async "goes on when a listener throws"(store) {
    const heard: number[] = [];
    store.onCommit(() => {
      throw new Error("broken listener");
    });
    store.onCommit((events) => heard.push(...events.map(({ seq }) => seq)));
    store.append({ run: "a", at: 1, body: runStart() });
    await store.committed("a");
    store.append({ run: "a", at: 2, body: runEnd("done") });
    await store.committed("a");
    assert.deepEqual(heard, [1, 2]);
  },

  async "keeps every character of a text"(store) {
    const text = 'Grüße, 你好, \u{1f600}, "quoted", \\, \n\t\u0000, \u2028';
    store.append({ run: "a", at: 1, body: message("person", text) });
    await store.committed("a");
    assert.deepEqual(await store.events("a"), [{ ...message("person", text), run: "a", seq: 1, at: 1 }]);
  },

  async "takes 10,000 events of one run"(store) {
    let heard = 0;
    store.onCommit((events) => {
      heard += events.length;
    });
    for (let i = 1; i <= 10_000; i++) store.append({ run: "a", at: i, body: message("team", `text ${i}`) });
    await store.committed("a");
    const events = await store.events("a");
    assert.equal(heard, 10_000);
    assert.equal(events.length, 10_000);
    assert.ok(events.every(({ seq, at }, i) => seq === i + 1 && at === i + 1));
    assert.equal((await store.events("a", 9_990)).length, 10);
  },

  async "refuses a time that is no whole number, and goes on"(store) {
    assert.throws(() => store.append({ run: "a", at: 1.5, body: runStart() }), { code: "internal" });
    store.append({ run: "a", at: 1, body: runStart() });
    await store.committed("a");
    assert.equal((await store.events("a")).length, 1);
  },

  async "says whether it could take something now"(store) {
    await store.check();
    store.append({ run: "a", at: 1, body: runStart() });
    await store.check();
    await store.committed("a");
    await store.close();
    await assert.rejects(store.check());
  },

  async "takes nothing after close, and closes twice"(store) {
    store.append({ run: "a", at: 1, body: runStart() });
    const committed = store.committed("a");
    await store.close();
    await committed;
    assert.throws(() => store.append({ run: "a", at: 2, body: runEnd("done") }), { code: "storage-failed" });
    await assert.rejects(store.committed("a"), { code: "storage-failed" });
    await store.close();
  },
};
