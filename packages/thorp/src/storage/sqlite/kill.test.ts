import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { openReadOnlyStore } from "./read-only-store.ts";
import { createTestStores } from "./test-store.ts";

const { testFolder, testStore } = createTestStores(onTestFinished);

const RUNS = 5;

/** Appends to several runs and prints `run seq` for what is acknowledged, until it is killed. */
const program = (folder: string) => {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url));
  return `
    import { writeSync } from "node:fs";
    import { createSystemClock } from ${module("../../base/clock.ts")};
    import { silentLogger } from ${module("../../base/logger.ts")};
    import { appendRun, toolCall } from ${module("../../testing/store-events.ts")};
    import { openSqliteStore } from ${module("./sqlite-store.ts")};
    const folder = ${JSON.stringify(folder)};
    const store = await openSqliteStore({ folder, clock: createSystemClock(), logger: silentLogger });
    const next = (await Promise.all(Array.from({ length: ${RUNS} }, (_, run) => store.events("run" + run)))).map((events) => events.length);
    const go = async (run) => {
      for (;;) {
        appendRun(store, "run" + run, "c");
        const terms = { provider: "tides", cacheMs: 0, training: "forbidden" };
        const result = { ok: true, terms, use: { requests: 1, waitedMs: 3 } };
        for (const event of toolCall({ run: "run" + run, path: "t1", step: "call", at: 5, tool: "read_tides", result }))
          store.append(event);
        next[run] += 10;
        const seq = next[run];
        await store.committed("run" + run);
        writeSync(1, run + " " + seq + "\\n");
      }
    };
    await Promise.all(next.map((_, run) => go(run)));`;
};

/** Kills the program once it has acknowledged `lines` things; returns the last number of each run. */
async function killAfter(file: string, lines: number): Promise<ReadonlyMap<string, number>> {
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
  const acknowledged = new Map<string, number>();
  let count = 0;
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => {
    const [run = "", seq = "0"] = line.split(" ");
    acknowledged.set(`run${run}`, Number(seq));
    count += 1;
    if (count === lines) child.kill("SIGKILL");
  });
  await once(reader, "close");
  return acknowledged;
}

test("kill -9 loses nothing that was acknowledged, and leaves no gap", async () => {
  const folder = await testFolder();
  const file = join(await testFolder(), "append.ts");
  await writeFile(file, program(folder));
  for (const lines of [1, 7, 20, 33, 60, 90, 150, 400]) {
    const acknowledged = await killAfter(file, lines);
    expect(acknowledged.size).toBeGreaterThan(0);
    // First a reader beside nobody: what the killed writer left in its log counts.
    const reader = await openReadOnlyStore(folder);
    for (const [run, seq] of acknowledged) expect((await reader.events(run)).length).toBeGreaterThanOrEqual(seq);
    await reader.close();
    const store = await testStore(folder);
    for (const [run, seq] of acknowledged) {
      const events = await store.events(run);
      expect(events.length).toBeGreaterThanOrEqual(seq);
      expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1));
      // A transaction holds whole batches of one turn of the event loop, so a run is never cut in one of them.
      expect(events.length % 10).toBe(0);
    }
    expect(await store.verify({ repair: false })).toEqual([]);
    // The ledger has each call that the journal has, and no other.
    const all = await Promise.all(Array.from({ length: RUNS }, (_, run) => store.events(`run${run}`)));
    const made = all.flat().filter((event) => event.type === "step-end" && event.step === "call").length;
    expect(await store.termsSums()).toMatchObject([{ tool: "read_tides", calls: made, kept: made, requests: made }]);
    await store.close();
  }
}, 120_000);
