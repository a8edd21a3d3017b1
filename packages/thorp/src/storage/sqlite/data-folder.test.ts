import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { acquireDataFolder, lockedError } from "./data-folder.ts";
import { createTestStores } from "./test-store.ts";

const clock = createSystemClock();
const { testFolder: newFolder } = createTestStores(onTestFinished);

/** Another process that holds the folder until it is killed. */
async function holder(folder: string): Promise<ChildProcess> {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url));
  const file = join(await newFolder(), "holder.ts");
  await writeFile(
    file,
    `import { acquireDataFolder } from ${module("./data-folder.ts")};
     import { createSystemClock } from ${module("../../base/clock.ts")};
     const lock = await acquireDataFolder(${JSON.stringify(folder)}, { describe: "thorp serve", clock: createSystemClock() });
     console.log(Object.keys(lock).join());
     setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  expect(String(await once(child.stdout, "data"))).toBe("release\n");
  return child;
}

test("one holder at a time, in one process too; release frees it and can be repeated", async () => {
  const folder = join(await newFolder(), "made", "for it");
  const first = await acquireDataFolder(folder, { describe: "thorp chat", clock });
  const second = await acquireDataFolder(folder, { describe: "thorp ask", clock });
  expect(second).toEqual({ heldBy: { what: "thorp chat", pid: process.pid, since: expect.any(Number) } });
  if ("heldBy" in first) throw new Error("held");
  first.release();
  const third = await acquireDataFolder(folder, { describe: "thorp ask", clock });
  first.release();
  expect(await acquireDataFolder(folder, { describe: "x", clock })).toEqual({
    heldBy: expect.objectContaining({ what: "thorp ask" }),
  });
  if ("release" in third) third.release();
  expect(await readdir(folder)).toEqual(["lock.db"]);
});

test("is free at once when the holder is killed, though its note stays", async () => {
  const folder = await newFolder();
  const child = await holder(folder);
  expect(await acquireDataFolder(folder, { describe: "thorp ask", clock })).toEqual({
    heldBy: { what: "thorp serve", pid: child.pid, since: expect.any(Number) },
  });
  child.kill("SIGKILL");
  await once(child, "exit");
  const lock = await acquireDataFolder(folder, { describe: "thorp ask", clock });
  expect(lock).toHaveProperty("release");
  if ("release" in lock) lock.release();
});

test("waits for another process, or until it is told to stop", async () => {
  const folder = await newFolder();
  const child = await holder(folder);
  const stop = new AbortController();
  const given = acquireDataFolder(folder, { describe: "thorp ask", clock, wait: stop.signal });
  stop.abort(new Error("enough"));
  await expect(given).rejects.toThrow("enough");
  const waiting = acquireDataFolder(folder, { describe: "thorp ask", clock, wait: new AbortController().signal });
  child.kill("SIGKILL");
  const lock = await waiting;
  expect(lock).toHaveProperty("release");
  if ("release" in lock) lock.release();
});

test("says who holds it even when the note is unreadable", async () => {
  const folder = await newFolder();
  const lock = await acquireDataFolder(folder, { describe: "thorp chat", clock });
  await writeFile(join(folder, "owner.json"), "{ half");
  expect(await acquireDataFolder(folder, { describe: "x", clock })).toEqual({ heldBy: { what: "another Thorp" } });
  if ("release" in lock) lock.release();
  const error = lockedError("/data", { what: "thorp serve", pid: 12 });
  expect(error).toMatchObject({ code: "data-locked", message: "thorp serve (process 12) uses the data in /data." });
});

test("a folder that cannot be one is an error, not a lock", async () => {
  const file = join(await newFolder(), "file");
  await writeFile(file, "");
  await expect(acquireDataFolder(file, { describe: "x", clock })).rejects.toMatchObject({ code: "storage-failed" });
});
