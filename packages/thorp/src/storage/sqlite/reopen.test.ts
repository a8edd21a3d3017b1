import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { appendRun, message, modelCall, runEnd, runStart } from "../../testing/store-events.ts";
import { openReadOnlyStore } from "./read-only-store.ts";
import { createTestStores } from "./test-store.ts";

const { testFolder, testStore } = createTestStores(onTestFinished);

test("a run goes on after a restart: numbers, open calls and open questions", async () => {
  const folder = await testFolder();
  const [start, end] = modelCall({ run: "a", path: "t1", step: "s", at: 10, ms: 5, cost: 2 });
  const before = await testStore(folder);
  before.append({ run: "a", at: 1, body: runStart() });
  before.append(start);
  for (const question of ["q1", "q2"])
    before.append({ run: "a", at: 11, body: { type: "question-ask", path: "", question, text: "Which?" } });
  await before.close();
  const after = await testStore(folder);
  after.append({ run: "a", at: 14, body: { type: "run-recover", path: "", recovery: 1 } });
  after.append({ run: "a", at: 14, body: { type: "question-answer", path: "", question: "q1", text: "This." } });
  after.append(end);
  await after.committed("a");
  expect(await after.run("a")).toMatchObject({ state: "waiting", recoveries: 1, lastSeq: 7, cost: 2 });
  expect(await after.modelCalls("a")).toMatchObject([{ path: "t1", step: "s", ms: 5 }]);
  after.append({ run: "a", at: 15, body: { type: "question-answer", path: "", question: "q2", text: "That." } });
  await after.committed("a");
  expect(await after.run("a")).toMatchObject({ state: "running" });
  expect(await after.verify({ repair: false })).toEqual([]);
});

test("more runs at once than the writer remembers", async () => {
  const store = await testStore(await testFolder());
  for (let round = 0; round < 2; round++) {
    for (let run = 0; run < 4200; run++) store.append({ run: `r${run}`, at: round, body: message("team", "x") });
    await store.committed("r4199");
  }
  expect((await store.events("r0")).map(({ seq, at }) => [seq, at])).toEqual([
    [1, 0],
    [2, 1],
  ]);
});

test("a deleted run stays deleted after a restart", async () => {
  const folder = await testFolder();
  const before = await testStore(folder);
  appendRun(before, "a", "c");
  await before.deleteRun("a");
  await before.close();
  const after = await testStore(folder);
  after.append({ run: "a", at: 1, body: runEnd("done") });
  await expect(after.committed("a")).rejects.toMatchObject({ code: "run-unknown" });
  expect(await after.events("a")).toEqual([]);
});

test("the words of a deleted run are in no file any more", async () => {
  const folder = await testFolder();
  const store = await testStore(folder);
  const secret = "the quiet heron at the mill";
  const blob = await store.putBlob(Buffer.from(secret.repeat(1000)));
  const attachments = [{ name: "f", mediaType: "text/plain", bytes: 27_000, blob }];
  store.append({ run: "a", at: 1, body: runStart({ text: secret, attachments }) });
  store.append({ run: "a", at: 2, body: message("team", secret.repeat(300)) });
  appendRun(store, "b", "c");
  await store.committed("b");
  const files = async () =>
    Promise.all(["core.db", "core.db-wal"].map((name) => readFile(join(folder, name), "latin1")));
  expect((await files()).join("")).toContain(secret);
  await store.deleteRun("a");
  expect((await files()).join("")).not.toContain(secret);
});

test("a blob that somebody has just stored again survives the deletion of another run", async () => {
  const store = await testStore(await testFolder());
  const bytes = Buffer.from("the same report");
  const blob = await store.putBlob(bytes);
  const attachments = [{ name: "f", mediaType: "text/plain", bytes: 15, blob }];
  store.append({ run: "a", at: 1, body: runStart({ attachments }) });
  await store.committed("a");
  await store.putBlob(bytes);
  await store.deleteRun("a");
  expect(await store.blob(blob)).toEqual(new Uint8Array(bytes));
  store.append({ run: "b", at: 1, body: runStart({ attachments }) });
  await store.deleteRun("b");
  expect(await store.blob(blob)).toBeUndefined();
});

test("closing leaves one file without a log", async () => {
  const folder = await testFolder();
  const store = await testStore(folder);
  appendRun(store, "a", "c");
  await store.events("a");
  await store.close();
  await expect(readFile(join(folder, "core.db-wal"))).rejects.toThrow("ENOENT");
  const db = new DatabaseSync(join(folder, "core.db"), { readOnly: true });
  expect(db.prepare("SELECT count(*) AS events FROM event").get()).toEqual({ events: 8 });
  db.close();
});

test("others may read while the owner writes, and see what it commits", async () => {
  const folder = await testFolder();
  const store = await testStore(folder);
  appendRun(store, "a", "c");
  await store.committed("a");
  const reader = await openReadOnlyStore(folder);
  expect((await reader.run("a"))?.state).toBe("done");
  appendRun(store, "b", "c");
  await store.committed("b");
  expect((await reader.messages("c")).length).toBe(4);
  expect(await reader.verify()).toEqual([]);
  await reader.close();
  await expect(reader.run("a")).rejects.toMatchObject({ code: "storage-failed" });
});

test("a folder without data reads as an empty store", async () => {
  const folder = join(await testFolder(), "nothing here");
  const reader = await openReadOnlyStore(folder);
  expect(await reader.runs()).toEqual([]);
  expect(await reader.spend()).toEqual([]);
  expect(await reader.verify()).toEqual([]);
  await reader.close();
});

test("a long answer lets other things happen meanwhile", async () => {
  const store = await testStore(await testFolder());
  for (let i = 0; i < 5000; i++) store.append({ run: "a", at: i, body: message("team", "text ".repeat(50)) });
  await store.committed("a");
  let turns = 0;
  let reading = true;
  const turn = () => {
    turns += 1;
    if (reading) setImmediate(turn);
  };
  setImmediate(turn);
  await store.events("a");
  reading = false;
  expect(turns).toBeGreaterThan(10);
});
