/** A data folder that is full or taken: said with what mends it, all that was recorded kept. */
import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEngine } from "../../src/engine/create-engine.ts";
import type { RunEvent } from "../../src/events/event.ts";
import { openReadOnlyStore } from "../../src/storage/sqlite/read-only-store.ts";
import { type Bench, followToEnd, newFolder, openBench, serve } from "./test-bench.ts";

const LONG = Array.from({ length: 2000 }, (_, at) => `All work ${at * 7919} and no play. `).join("");

/** Asks until something fails for want of space; the run that was under way, if it had begun. */
async function askUntilFull(bench: Bench): Promise<string | undefined> {
  for (let asked = 0; asked < 200; asked++) {
    const { run } =
      (await bench.engine.ask({ text: `Question ${asked}` }).catch((error: unknown) => expectFull(error))) ?? {};
    if (run === undefined) return undefined;
    const end = await followToEnd(bench.engine, run).catch((error: unknown) => expectFull(error));
    if (end === undefined) return run;
    expect(end.end.state).toBe("done");
  }
  throw new Error("The disk never got full.");
}

function expectFull(error: unknown): undefined {
  expect(error).toMatchObject({
    code: "disk-full",
    message: expect.stringMatching(/disk is full/),
    hint: expect.stringMatching(/Free some space: .*run `thorp runs resume/),
  });
  return undefined;
}

/** Everything that was recorded, by run. */
async function recordOf(dataDir: string): Promise<ReadonlyMap<string, readonly RunEvent[]>> {
  const store = await openReadOnlyStore(dataDir);
  try {
    expect(await store.verify()).toEqual([]);
    const runs = await store.runs({ limit: 1000 });
    return new Map(await Promise.all(runs.map(async ({ id }) => [id, await store.events(id)] as const)));
  } finally {
    await store.close();
  }
}

/** What was recorded before is still there, and every run that had begun has ended by itself. */
async function expectGoneOn(bench: Bench, before: ReadonlyMap<string, readonly RunEvent[]>): Promise<void> {
  for (const [run, events] of before) {
    const { events: now, end } = await followToEnd(bench.engine, run);
    expect(now.slice(0, events.length)).toEqual(events);
    expect(end.state).toBe("done");
  }
  await bench.goesOn();
}

describe("a full disk", () => {
  it("by the database's own limit: says so, keeps what it has, goes on once there is space", {
    timeout: 60_000,
  }, async () => {
    const { catalogue } = await serve(() => ({ text: LONG }));
    const options = { catalogues: [catalogue], team: "solo" };
    const folder = await newFolder();
    const bench = await openBench({ ...options, maxPageCount: 250 }, { folder });
    await askUntilFull(bench);
    // The process lives: it reads, lists, and refuses what it cannot keep, each time with the same words.
    expect(await bench.engine.ask({ text: "One more" }).catch(expectFull)).toBeUndefined();
    expect((await bench.engine.listRuns()).length).toBeGreaterThan(0);
    await bench.engine.close();
    const before = await recordOf(bench.dataDir);
    await expectGoneOn(await openBench({ ...options, recover: true }, { folder }), before);
  });

  it.runIf(canMount())("for real", { timeout: 60_000 }, async () => {
    const folder = await newFolder();
    await mountSmall(folder, "6m");
    const { catalogue } = await serve(() => ({ text: LONG }));
    const options = { catalogues: [catalogue], team: "solo" };
    const bench = await openBench(options, { folder });
    await bench.goesOn();
    await writeFile(join(folder, "filler"), new Uint8Array(8 << 20)).catch(() => {});
    await askUntilFull(bench);
    await bench.engine.close();
    const before = await recordOf(bench.dataDir);
    await rm(join(folder, "filler"));
    await expectGoneOn(await openBench({ ...options, recover: true }, { folder }), before);
  });

  it.runIf(canMount())("from the start: no engine, and no half-made data folder in the way later", async () => {
    const folder = await newFolder();
    await mountSmall(folder, "2m");
    await mkdir(join(folder, "workspace"));
    await writeFile(join(folder, "filler"), new Uint8Array(4 << 20)).catch(() => {});
    const { catalogue } = await serve(() => undefined);
    const options = { catalogues: [catalogue], team: "solo" };
    const begin = async (): Promise<void> => {
      const engine = await createEngine({
        ...options,
        dataDir: join(folder, "data"),
        teamFolders: [join(import.meta.dirname, "teams")],
        env: {},
      });
      try {
        await engine.ask({ text: "hi" });
      } finally {
        await engine.close();
      }
    };
    const refused = await begin().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "disk-full" });
    await rm(join(folder, "filler"));
    await (await openBench(options, { folder })).goesOn();
  });

  it.runIf(canMount())("under the workspace: the tool fails, the run says so", async () => {
    const folder = await newFolder();
    const workspace = join(folder, "small");
    await mkdir(workspace);
    await mountSmall(workspace, "64k");
    const { catalogue, server } = await serve((_request, call) =>
      call === 0
        ? { toolCalls: [{ name: "write_file", input: { path: "big.txt", text: "x".repeat(200_000) } }] }
        : { text: "It could not be written." },
    );
    const bench = await openBench({ catalogues: [catalogue], team: "desk" }, { folder });
    const told = await bench.ask("Write big.txt.", { workspace, yes: true });
    expect(told).toMatchObject({ end: { state: "done" }, text: "It could not be written." });
    expect(JSON.stringify(server.requests.at(-1)?.body)).toMatch(/disk is full|no space/i);
    expect(await readdir(workspace), "nothing half-written stays").toEqual([]);
    await bench.goesOn();
  });
});

describe("a data folder that is in use", () => {
  it("by an engine of this process", async () => {
    const { catalogue } = await serve(() => undefined);
    const folder = await newFolder();
    const bench = await openBench(
      { catalogues: [catalogue], team: "solo", describe: "thorp serve on port 8420" },
      { folder },
    );
    await expect(createEngine({ dataDir: bench.dataDir, env: {} })).rejects.toMatchObject({
      code: "data-locked",
      message: expect.stringMatching(new RegExp(`in use by thorp serve on port 8420 \\(process ${process.pid}\\)`)),
      hint: expect.stringMatching(/THORP_DATA_DIR/),
    });
    await bench.goesOn();
    await bench.engine.close();
    await (await openBench({ catalogues: [catalogue], team: "solo" }, { folder })).goesOn();
  });

  it("by another process, and free at once when that is killed", { timeout: 60_000 }, async () => {
    const { catalogue } = await serve(() => undefined);
    const folder = await newFolder();
    const dataDir = join(folder, "data");
    const holder = fork(join(import.meta.dirname, "holder-child.ts"), [dataDir], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    onTestFinished(() => void holder.kill("SIGKILL"));
    await once(holder, "message");
    await expect(createEngine({ dataDir, env: {} })).rejects.toMatchObject({
      code: "data-locked",
      message: expect.stringMatching(new RegExp(`thorp chat \\(process ${holder.pid}\\)`)),
    });
    holder.kill("SIGKILL");
    await once(holder, "exit");
    await (await openBench({ catalogues: [catalogue], team: "solo" }, { folder })).goesOn();
  });
});

function canMount(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0 && succeeds("unshare", ["--mount", "true"]);
}

function succeeds(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A file system of its own for this folder, until the test is over. */
async function mountSmall(folder: string, size: string): Promise<void> {
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]);
  onTestFinished(() => void execFileSync("umount", ["--lazy", folder]));
}
