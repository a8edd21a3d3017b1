/** Backups of a real record: made under load, restored, replayed; and what becomes of broken ones. */

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { backupsOf, restoreNamed } from "../../src/engine/backups.ts";
import { createEngine } from "../../src/engine/create-engine.ts";
import type { Thorp } from "../../src/engine/thorp.ts";
import { createScriptedModel } from "../../src/testing/scripted-model.ts";

const teamFolders = [fileURLToPath(new URL("../bad-input/teams", import.meta.url))];
const root = mkdtempSync(join(tmpdir(), "thorp-backup-"));
const folder = join(root, "data");
const NOW = Date.UTC(2026, 10, 27, 9);
const open = (dataDir: string): Promise<Thorp> =>
  createEngine({
    ...{ dataDir, workspace: root, env: {}, teamFolders, team: "solo" },
    languageModels: { one: createScriptedModel({ script: () => ({ text: "Hello there, you." }) }) },
  });
const backups = backupsOf({ folder });
let whole: string;

async function ended(thorp: Thorp, text: string): Promise<string> {
  const { run } = await thorp.ask({ text });
  for await (const _ of thorp.follow(run));
  return run;
}

beforeAll(async () => {
  const thorp = await open(folder);
  const first = await Promise.all(Array.from({ length: 30 }, (_, at) => ended(thorp, `before ${at}`)));
  let isOver = false;
  let asked = 0;
  const load = (async () => {
    while (!isOver) await Promise.all([1, 2, 3, 4].map(() => ended(thorp, `meanwhile ${asked++}`)));
  })();
  const made = await backups.create({ by: "person", version: "1.2.3", now: NOW });
  isOver = true;
  await load;
  await thorp.close();
  whole = made.path;
  expect(made).toMatchObject({ name: "2026-11-27T09-00-00.000Z", thorp: "1.2.3", by: "person" });
  expect(made.runs).toBeGreaterThanOrEqual(first.length);
  expect(made.runs).toBeLessThanOrEqual(first.length + asked);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("a backup made under load", () => {
  it("is whole", async () => {
    expect(await backups.verify("last")).toMatchObject({ problems: [] });
    expect((await backups.list()).map(({ path }) => path)).toEqual([whole]);
  });

  it("is restored, and its runs replay without a difference", async () => {
    const into = join(root, "restored");
    const { manifest, aside } = await restoreNamed({ folder: into }, whole);
    expect(aside).toBeUndefined();
    const thorp = await open(into);
    const runs = await thorp.listRuns({ limit: 10_000 });
    expect(runs).toHaveLength(manifest.runs);
    const done = runs.filter(({ state }) => state === "done");
    expect(done.length).toBeGreaterThanOrEqual(30);
    for (const { id } of done.slice(-5)) expect(await thorp.replay(id)).toEqual([]);
    await thorp.close();
  });

  it("takes the place of a newer record, which is kept", async () => {
    const thorp = await open(folder);
    const late = await ended(thorp, "after the backup");
    await expect(restoreNamed({ folder }, "last")).rejects.toMatchObject({ code: "data-locked" });
    await thorp.close();
    const { aside } = await restoreNamed({ folder }, "last");
    const before = await open(folder);
    await expect(before.showRun(late)).rejects.toMatchObject({ code: "run-unknown" });
    await before.close();
    expect(aside).toContain(join(folder, "replaced"));
    const kept = await open(aside ?? "");
    expect((await kept.showRun(late)).run.state).toBe("done");
    await kept.close();
    expect(existsSync(join(folder, "restore.part"))).toBe(false);
  });
});

describe("a broken backup", () => {
  const copy = (name: string): string => {
    const path = join(root, name);
    cpSync(whole, path, { recursive: true });
    return path;
  };
  const restored = (path: string) => restoreNamed({ folder: join(root, "target") }, path);

  it.each([
    ["whose file was changed", (path: string) => flip(join(path, "core.db")), /not the file that was written/],
    ["whose file is short", (path: string) => writeFileSync(join(path, "core.db"), ""), /has 0 bytes/],
    ["whose file is missing", (path: string) => rmSync(join(path, "core.db")), /core\.db is missing/],
    ["with another manifest", (path: string) => writeFileSync(join(path, "manifest.json"), "{}"), /manifest\.json is/],
    ["of a newer Thorp", (path: string) => change(path, { layout: 99 }), /newer Thorp/],
  ])("%s is refused and nothing is touched", async (what, breakIt, words) => {
    const path = copy(`broken ${what}`);
    breakIt(path);
    await expect(restored(path)).rejects.toThrow(words);
    expect(readdirSync(join(root, "target")).filter((name) => name !== "lock.db")).toEqual([]);
  });

  it("is listed as broken, and an unknown one is named", async () => {
    const to = join(root, "list");
    cpSync(whole, join(to, "2026-01-01T00-00-00.000Z"), { recursive: true });
    writeFileSync(join(to, "2026-01-01T00-00-00.000Z", "manifest.json"), "[");
    expect(await backupsOf({ folder, to }).list()).toMatchObject([{ broken: /damaged/ }]);
    await expect(backups.verify("nothing")).rejects.toMatchObject({ code: "backup-unknown" });
    await expect(backups.verify("../..")).rejects.toMatchObject({ code: "backup-unknown" });
  });
});

it("keeps what persons made and the newest of the schedule", async () => {
  const to = join(root, "scheduled");
  const some = backupsOf({ folder, to });
  for (const [at, by] of (["person", "schedule", "schedule", "schedule"] as const).entries())
    await some.create({ by, version: "1", now: NOW + at * 1000 });
  expect(await some.prune(2)).toEqual(["2026-11-27T09-00-01.000Z"]);
  expect((await some.list()).map(({ name }) => name)).toEqual([
    "2026-11-27T09-00-03.000Z",
    "2026-11-27T09-00-02.000Z",
    "2026-11-27T09-00-00.000Z",
  ]);
});

it("says where nothing can be written, and leaves nothing behind", async () => {
  const file = join(root, "no folder");
  writeFileSync(file, "");
  await expect(
    backupsOf({ folder, to: join(file, "backups") }).create({ by: "person", version: "1", now: NOW }),
  ).rejects.toMatchObject({ code: "storage-failed", message: expect.stringContaining("no folder") });
  await expect(
    backupsOf({ folder: join(root, "empty") }).create({ by: "person", version: "1", now: NOW }),
  ).rejects.toMatchObject({ code: "storage-failed", hint: expect.stringContaining("--data-dir") });
});

/** A file system of its own needs rights that not every machine gives. */
const maySmall = process.getuid?.() === 0 && spawnSync("unshare", ["--mount", "true"]).status === 0;

it.runIf(maySmall)("says that the disk is full, and leaves nothing behind", async () => {
  const to = join(root, "small");
  mkdirSync(to);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", to]);
  onTestFinished(() => void execFileSync("umount", ["--lazy", to]));
  await expect(backupsOf({ folder, to }).create({ by: "person", version: "1", now: NOW })).rejects.toMatchObject({
    code: "disk-full",
    message: expect.stringContaining(to),
  });
  expect(readdirSync(to)).toEqual([]);
});

function flip(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length - 10] = (bytes.at(-10) ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
}

function change(path: string, members: object): void {
  const file = join(path, "manifest.json");
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, "utf8")) as object), ...members }));
}
