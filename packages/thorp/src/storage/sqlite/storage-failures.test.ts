import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { appendRun, message, runStart } from "../../testing/store-events.ts";
import type { Store } from "../store.ts";
import { openReadOnlyStore } from "./read-only-store.ts";
import { createTestStores } from "./test-store.ts";

const { testFolder, testStore } = createTestStores(onTestFinished);

/** Appends until a commit fails; returns how many events were acknowledged and the error. */
async function appendUntilFull(store: Store): Promise<{ readonly acknowledged: number; readonly error: unknown }> {
  let acknowledged = 0;
  for (;;) {
    try {
      for (let i = 0; i < 5; i++)
        store.append({ run: "a", at: 1, body: message("team", randomBytes(4000).toString("hex")) });
      await store.committed("a");
      acknowledged += 5;
    } catch (error) {
      return { acknowledged, error };
    }
  }
}

/** What must hold after a failed commit: the same error for ever, and all that was acknowledged to be read. */
async function expectRefusal(store: Store, { acknowledged, error }: Awaited<ReturnType<typeof appendUntilFull>>) {
  expect(acknowledged).toBeGreaterThan(0);
  expect(() => store.append({ run: "b", at: 1, body: runStart() })).toThrow(error as Error);
  await expect(store.committed("a")).rejects.toBe(error);
  await expect(store.committed("b")).rejects.toBe(error);
  expect((await store.events("a")).length).toBe(acknowledged);
  expect(await store.verify({ repair: false })).toEqual([]);
}

test("a file that has reached its limit fails as a full disk and stays readable", async () => {
  const folder = await testFolder();
  const logged: string[] = [];
  const logger = (level: string, _message: string, data?: Record<string, unknown>) =>
    void logged.push(`${level} ${data?.["code"]}`);
  const store = await testStore(folder, { maxPageCount: 100, logger });
  const heard: number[] = [];
  store.onCommit((events) => heard.push(...events.map(({ seq }) => seq)));
  const outcome = await appendUntilFull(store);
  expect(outcome.error).toMatchObject({ code: "disk-full", message: expect.stringContaining(folder) });
  await expectRefusal(store, outcome);
  expect(heard.at(-1)).toBe(outcome.acknowledged);
  expect(logged).toEqual(["error disk-full"]);
  await store.close();
  const roomier = await testStore(folder);
  roomier.append({ run: "a", at: 1, body: message("team", "after") });
  await roomier.committed("a");
  expect((await roomier.run("a"))?.lastSeq).toBeUndefined();
  expect((await roomier.events("a")).at(-1)?.seq).toBe(outcome.acknowledged + 1);
});

test("a full disk, truly", async ({ skip }) => {
  const folder = await testFolder();
  const disk = join(folder, "disk");
  mkdirSync(disk);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1200k", "tmpfs", disk], { stdio: "ignore" });
  } catch {
    return skip("needs the right to mount");
  }
  onTestFinished(() => void execFileSync("umount", ["-l", disk]));
  const store = await testStore(disk);
  const outcome = await appendUntilFull(store);
  expect(outcome.error).toMatchObject({ code: "disk-full" });
  await expectRefusal(store, outcome);
  await store.close();
  execFileSync("mount", ["-o", "remount,size=8m", disk]);
  const roomier = await testStore(disk);
  roomier.append({ run: "a", at: 1, body: message("team", "after") });
  await roomier.committed("a");
  expect((await roomier.events("a")).length).toBe(outcome.acknowledged + 1);
});

test("a file that is no database is refused at the door", async () => {
  const folder = await testFolder();
  await writeFile(join(folder, "core.db"), "this was a database once ".repeat(400));
  await expect(testStore(folder)).rejects.toMatchObject({
    code: "data-corrupt",
    hint: expect.stringContaining("doctor"),
  });
  await expect(openReadOnlyStore(folder)).rejects.toMatchObject({ code: "data-corrupt" });
});

test("damage in the middle of the file is found by verify and by reading", async () => {
  const folder = await testFolder();
  const store = await testStore(folder);
  for (let i = 0; i < 400; i++) appendRun(store, `run${i}`, "c");
  await store.committed("run399");
  await store.close();
  const file = join(folder, "core.db");
  const { length } = await readFile(file);
  const handle = await open(file, "r+");
  // The first pages hold the layout and the roots of all tables: with them gone the file would not even open.
  const begin = 100 * 4096;
  await handle.write(Buffer.alloc(length - begin - 4096, 0xee), 0, length - begin - 4096, begin);
  await handle.close();
  const damaged = await openReadOnlyStore(folder);
  onTestFinished(() => damaged.close());
  const found = await damaged.verify().catch((error: unknown) => [String(error)]);
  expect(found[0]).toMatch(/damaged/);
  await expect(damaged.messages("c")).rejects.toMatchObject({ code: "data-corrupt" });
});

test("a file written by a newer program is refused with what mends it", async () => {
  const folder = await testFolder();
  await (await testStore(folder)).close();
  const db = new DatabaseSync(join(folder, "core.db"));
  db.exec("INSERT INTO schema_version(version, name, at) VALUES (99, 'later', 0)");
  db.close();
  const refusal = {
    code: "storage-failed",
    message: expect.stringContaining("newer Thorp"),
    hint: expect.stringContaining("newest"),
  };
  await expect(testStore(folder)).rejects.toMatchObject(refusal);
  await expect(openReadOnlyStore(folder)).rejects.toMatchObject(refusal);
});

test("a folder that is a file is refused", async () => {
  const file = join(await testFolder(), "file");
  await writeFile(file, "");
  await expect(testStore(file)).rejects.toMatchObject({
    code: "storage-failed",
    message: expect.stringContaining(file),
  });
});

test("a second writer cannot give a number twice", async () => {
  const folder = await testFolder();
  const first = await testStore(folder);
  first.append({ run: "a", at: 1, body: runStart() });
  await first.committed("a");
  const second = await testStore(folder);
  second.append({ run: "a", at: 2, body: message("team", "second") });
  await second.committed("a");
  first.append({ run: "a", at: 3, body: message("team", "first") });
  await expect(first.committed("a")).rejects.toMatchObject({ code: "storage-failed" });
  expect((await second.events("a")).map(({ at }) => at)).toEqual([1, 2]);
});

test("a folder that cannot be written rejects what is appended with the reason", async () => {
  const folder = await testFolder();
  mkdirSync(join(folder, "core.db"));
  await expect(testStore(folder)).rejects.toMatchObject({ code: "storage-failed" });
});

test("the end of the writing thread is noticed and rejects what is pending", async () => {
  const workers: Worker[] = [];
  const remember = (worker: Worker) => void workers.push(worker);
  process.on("worker", remember);
  onTestFinished(() => void process.off("worker", remember));
  const store = await testStore(await testFolder());
  store.append({ run: "a", at: 1, body: runStart() });
  await store.committed("a");
  store.append({ run: "a", at: 2, body: message("team", "lost?") });
  const pending = store.committed("a");
  const asked = store.putTeam("h", {});
  void workers[0]?.terminate();
  await expect(Promise.all([pending, asked])).rejects.toMatchObject({ code: "storage-failed" });
  await asked.catch(() => {});
  await expect(store.committed("b")).rejects.toMatchObject({ message: expect.stringContaining("ended") });
  expect(() => store.append({ run: "b", at: 1, body: runStart() })).toThrow("ended");
  await expect(store.putTeam("h", {})).rejects.toMatchObject({ code: "storage-failed" });
  expect((await store.events("a")).length).toBeGreaterThan(0);
  await store.close();
});
