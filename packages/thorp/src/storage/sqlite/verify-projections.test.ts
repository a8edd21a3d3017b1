import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { appendRun } from "../../testing/store-events.ts";
import { createTestStores } from "./test-store.ts";

const { testFolder, testStore } = createTestStores(onTestFinished);

/** A store with three runs, then closed and tampered with by SQL, then opened again. */
async function tampered(sql: string) {
  const folder = await testFolder();
  const before = await testStore(folder);
  for (const run of ["a", "b", "c"]) appendRun(before, run, "con");
  const budget = { path: "", step: "s", scopes: ["day:1"] } as const;
  before.append({ run: "a", at: 1, body: { ...budget, type: "budget-reserve", amount: 9 as never } });
  before.append({
    run: "a",
    at: 2,
    body: { ...budget, type: "budget-settle", reserved: 9 as never, cost: 4 as never },
  });
  await before.close();
  const db = new DatabaseSync(join(folder, "core.db"));
  db.exec(sql);
  db.close();
  return testStore(folder);
}

test.each([
  [
    "UPDATE task SET state = 'failed', agent = 'x' WHERE run = 1",
    "Task t1 of run a: agent is x, the events say drummer; state is failed, the events say done.",
  ],
  ["UPDATE run SET ended_at = NULL WHERE key = 2", "Run b: ended_at is empty, the events say 10."],
  ["DELETE FROM run WHERE key = 3", "Run c is missing."],
  ["INSERT INTO task VALUES (1, 't9', 5, 'x', 'y', 'done', 1, 2)", "Task t9 of run a follows from no event."],
  [
    "UPDATE model_call SET cost = 1000 WHERE run = 1",
    "Model call at event 5 of run a: cost is 1000, the events say 9.",
  ],
  ["UPDATE spend SET spent = 0", "Spend of day:1: spent is 0, the events say 4."],
  ["INSERT INTO blob_reference VALUES ('ff', 2)", "Reference of run b to blob ff follows from no event."],
])("finds and mends: %s", async (sql, words) => {
  const store = await tampered(sql);
  expect(await store.verify({ repair: false })).toEqual([words]);
  expect(await store.verify({ repair: true })).toEqual([words]);
  expect(await store.verify({ repair: false })).toEqual([]);
  appendRun(store, "d", "con");
  await store.committed("d");
  expect(await store.verify({ repair: false })).toEqual([]);
});

test("names what cannot be mended: gaps, unreadable events, lost blobs", async () => {
  const hash = "c".repeat(32);
  const store = await tampered(`
    DELETE FROM event WHERE run = 1 AND seq = 2;
    UPDATE event SET data = 'no json' WHERE run = 2 AND seq = 8;
    UPDATE event SET data = '{"type":"message-add","blob":"${hash}"}' WHERE run = 3 AND seq = 7;`);
  const found = await store.verify({ repair: false });
  expect(found).toContain("Run a has 9 events, but the last is number 10.");
  expect(found.join("\n")).toContain("Event 8 of run b cannot be read");
  expect(found).toContain(`Blob ${hash}, named by run c, is missing and cannot be rebuilt.`);
});

test("a blob that no run names is removed by a repair, one that was stored a moment ago is not", async () => {
  const store = await tampered("INSERT INTO blob(hash, part, data) VALUES ('dd', 0, x'00')");
  const fresh = await store.putBlob(Buffer.from("fresh"));
  expect(await store.verify({ repair: true })).toEqual(["Blob dd is named by no run."]);
  expect(await store.blob("dd")).toBeUndefined();
  expect(await store.blob(fresh)).toBeDefined();
});
