/** A damaged record, from the person's side: `thorp doctor` says what can be read, `--fix` brings it back, runs replay. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/cli/doctor/finding.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { createTestingThorp, testingSurroundings } from "../../src/cli/testing-thorp.ts";
import { newFolder, openBench, serve } from "./test-bench.ts";

const QUESTIONS = [
  "What is 12 * 7?",
  "What is 17% of 2400?",
  "How many days are there between 3 Feb 2025 and 9 Aug 2025?",
];

async function folderWithRuns() {
  const folder = await newFolder();
  const bench = await openBench({}, { folder, keep: true });
  const runs = new Map<string, { readonly text: string; readonly events: number }>();
  for (let asked = 0; asked < 9; asked++) {
    const { run, text, events } = await bench.ask(QUESTIONS[asked % QUESTIONS.length] ?? "");
    runs.set(run, { text, events: events.length });
  }
  await bench.engine.close();
  return { folder, file: join(bench.dataDir, "core.db"), runs };
}

async function doctor(folder: string, ...argv: string[]): Promise<Finding & { readonly code: number }> {
  const surroundings = testingSurroundings({ cwd: folder, thorp: createTestingThorp() });
  const code = await runCli(["doctor", "--json", "--data-dir", join(folder, "data"), ...argv], surroundings);
  const found = (JSON.parse(surroundings.stdout.text) as readonly Finding[]).find(({ area }) => area === "record");
  if (found === undefined) throw new Error("the doctor did not look at the record");
  return { ...found, code };
}

async function overwrite(file: string, find: (content: Buffer) => number, length: number): Promise<void> {
  const content = await readFile(file);
  const place = find(content);
  for (let at = place; at < Math.min(content.length, place + length); at++) content[at] = (at * 37 + 11) % 256;
  await writeFile(file, content);
}

describe("a damaged record", () => {
  it("whose first page is gone comes back whole, and every run replays without a difference", async () => {
    const { folder, file, runs } = await folderWithRuns();
    await overwrite(file, () => 0, 4096);
    const damaged = await readFile(file);

    const found = await doctor(folder);
    expect(found).toMatchObject({ state: "broken", fix: expect.stringContaining("thorp doctor --fix") });
    expect(found.text).toMatch(/damaged[\s\S]*9 runs with \d+ events can be read, 9 of them without loss\./);
    expect((await readFile(file)).equals(damaged), "looking changes nothing").toBe(true);

    const mended = await doctor(folder, "--fix");
    expect(mended).toMatchObject({
      state: "ok",
      text: expect.stringMatching(/9 runs with \d+ events came back, 9 of them/),
    });
    const aside = /The damaged file is in (.+)\.$/.exec(mended.text)?.[1] ?? "";
    expect((await readFile(join(aside, "core.db"))).equals(damaged), "the damaged file is kept").toBe(true);
    expect(await doctor(folder)).toMatchObject({
      state: "ok",
      text: expect.stringContaining("9 runs, tables and events agree"),
    });

    const bench = await openBench({}, { folder });
    for (const [run, { events }] of runs) {
      expect(await bench.engine.replay(run)).toEqual([]);
      expect(await bench.engine.events(run)).toHaveLength(events);
    }
    expect((await bench.ask("What is 2 * 3?")).text).toContain("6");
  });

  it("with a page lost in the middle says per run what is missing, and the others replay", async () => {
    const { folder, file, runs } = await folderWithRuns();
    const [, , , , middle = ""] = runs.keys();
    await overwrite(file, (content) => Math.floor(content.indexOf(`"seed":"${middle}"`) / 4096) * 4096, 4096);

    const mended = await doctor(folder, "--fix");
    expect(mended.state).toBe("ok");
    expect(mended.text).toMatch(new RegExp(`run ${middle}: (lost|its first \\d+ events?) \\(\\d+ cannot be read`));
    const bench = await openBench({}, { folder });
    const lossy = new Set([...mended.text.matchAll(/run (run_\w+): /g)].map(([, run]) => run));
    expect(lossy.size).toBeLessThan(5);
    for (const run of runs.keys()) if (!lossy.has(run)) expect(await bench.engine.replay(run)).toEqual([]);
    const rows = await bench.engine.listRuns();
    expect(rows.filter(({ state }) => state === "running")).toEqual([]);
    expect((await bench.ask("What is 2 * 3?")).text).toContain("6");
  });

  it("whose events disagree is salvaged too: a gap is no difference of tables", async () => {
    const { folder, file, runs } = await folderWithRuns();
    const [first = ""] = runs.keys();
    const { DatabaseSync } = await import("node:sqlite");
    const db = new DatabaseSync(file);
    db.exec("DELETE FROM event WHERE run = 1 AND seq = 4");
    db.close();
    expect(await doctor(folder)).toMatchObject({
      state: "broken",
      text: expect.stringContaining(`run ${first}: its first 3 events`),
    });
    expect((await doctor(folder, "--fix")).text).toMatch(/are behind the gap\); it counts as failed/);
    expect((await doctor(folder)).state).toBe("ok");
    const bench = await openBench({}, { folder });
    expect((await bench.engine.showRun(first)).run.state).toBe("failed");
  });

  it("that nothing can be read from gives way to an empty one", async () => {
    const { folder, file } = await folderWithRuns();
    await writeFile(file, "this is no database\n".repeat(500));
    expect((await doctor(folder)).text).toContain("0 runs with 0 events can be read");
    expect((await doctor(folder, "--fix")).state).toBe("ok");
    await openBench({}, { folder }).then((bench) => expect(bench.engine.listRuns()).resolves.toEqual([]));
  });
});

it("waits for nobody: a record in use is left alone", async () => {
  const { catalogue } = await serve(() => ({ text: "Yes." }));
  const folder = await newFolder();
  const bench = await openBench({ catalogues: [catalogue], team: "solo" }, { folder });
  await bench.goesOn();
  expect(await doctor(folder, "--fix")).toMatchObject({ state: "ok", text: expect.stringContaining("1 run") });
});
