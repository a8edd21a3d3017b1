import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { createEngine } from "../../engine/create-engine.ts";
import { createScriptedModel } from "../../testing/scripted-model.ts";
import { runUpdateSchema } from "../../wire/run-update.ts";
import { runCli } from "../run-cli.ts";
import { testingSurroundings } from "../testing-thorp.ts";

const cwd = mkdtempSync(join(tmpdir(), "thorp-runs-"));
const ids: string[] = [];

/** Two runs of a scripted model: one plans and calculates, one fails. */
beforeAll(async () => {
  const model = createScriptedModel({
    script: [
      { toolCalls: [{ name: "plan", input: { tasks: [{ id: "t1", goal: "Work out 17% of 2400", agent: "alma" }] } }] },
      { toolCalls: [{ name: "calculate", input: { expression: "0.17*2400" } }] },
      { text: "408" },
      { text: "It is 408 [1]." },
      { text: "A second answer." },
    ],
  });
  const thorp = await createEngine({
    dataDir: join(cwd, "data", "thorp"),
    workspace: cwd,
    languageModels: { mine: model },
  });
  for (const text of ["What is 17% of 2400?", "Say something else"]) {
    const { run } = await thorp.ask({ text, model: "mine" });
    for await (const _update of thorp.follow(run)) continue;
    ids.push(run);
  }
  await thorp.close();
});

async function run(...argv: string[]) {
  const surroundings = { ...testingSurroundings({ cwd }), openEngine: createEngine };
  const code = await runCli(argv, surroundings);
  return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
}

const tail = (at: number) => ids[at]?.slice(-6) ?? "";

it("lists the newest first", async () => {
  const { out } = await run("runs");
  const rows = out.trimEnd().split("\n").slice(1);
  expect(rows.map((row) => row.slice(0, 6))).toEqual([tail(1), tail(0)]);
  expect(rows[1]).toMatch(/alma +done +[\d.]+ s +\$0 +What is 17% of 2400\?$/);
  expect((await run("runs", "list", "--unfinished")).err).toBe("All runs have ended.\n");
  expect(JSON.parse((await run("runs", "list", "--json", "-n", "1")).out)).toMatchObject([{ id: ids[1], cost: 0 }]);
});

it("shows plan, calls with their reasons, and the answer", async () => {
  const { code, out } = await run("runs", "show", tail(0));
  expect(code).toBe(0);
  expect(out).toMatch(/^run_\w+ {2}done {2}team alma/);
  expect(out).toMatch(/Plan\n {2}✓ Work out 17% of 2400 {2}alma · [\d.]+ s\n/);
  expect(out).toMatch(/run · alma understand · mine \(local\) · \d+ in, \d+ out · [\d.]+ s\n {4}why: .+/);
  expect(out).toMatch(/t1 · alma calculate · [\d.]+ s\n {4}\{"expression":"0.17\*2400"\}/);
  expect(out).toContain("Answer\n  It is 408 [1].");
  expect(out).toContain("[1] Work out 17% of 2400");
  const json = JSON.parse((await run("runs", "show", tail(0), "--json")).out) as { modelCalls: unknown[] };
  expect(json).toMatchObject({ run: { id: ids[0], state: "done" }, plan: { tasks: [{ id: "t1" }] } });
  expect(json.modelCalls).toHaveLength(4);
});

it("prints events for people and for programs", async () => {
  const { out } = await run("logs", tail(0), "--follow");
  expect(out).toMatch(/^ +1 +\+0\.000 {2}run {2}run-start {2}alma: What is 17% of 2400\?$/m);
  expect(out).toMatch(/t1 {2}step-start {2}\S+ alma -> calculate \{"expression":"0.17\*2400"\}$/m);
  expect(out.trimEnd()).toMatch(/run-end {2}done$/);
  const lines = (await run("logs", tail(0), "--json")).out.trimEnd().split("\n");
  expect(lines.map((line) => runUpdateSchema.parse(JSON.parse(line)).type)).toContain("task-end");
  expect(await run("logs", "zzzzzz")).toMatchObject({
    code: 2,
    err: expect.stringContaining("There is no run zzzzzz."),
  });
});

it("compares runs, and a run with its replay", async () => {
  expect((await run("runs", "diff", tail(0), tail(0))).out).toBe("They do not differ.\n");
  expect((await run("runs", "diff", tail(0), tail(1))).out).toContain(`Answer, only in ${tail(1)}: A second answer.`);
  expect((await run("runs", "replay", tail(1))).out).toContain("decides the same");
  expect((await run("runs", "diff", tail(0), "--team", "toollama")).out).toMatch(
    /decides otherwise in \d+ places?:\n {2}In /,
  );
  expect((await run("runs", "diff", tail(0))).code).toBe(2);
});

it("undoes, refuses to cancel what has ended, deletes, and prunes only when told to", async () => {
  writeFileSync(join(cwd, "kept.txt"), "x");
  expect((await run("runs", "undo", tail(1))).out).toBe("The run changed no files.\n");
  expect(await run("runs", "cancel", tail(1))).toMatchObject({
    code: 2,
    err: expect.stringContaining("has ended already"),
  });
  expect(await run("runs", "prune")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--older 30d, or --keep 100"),
  });
  expect(await run("runs", "prune", "--keep", "1")).toMatchObject({
    code: 2,
    err: expect.stringContaining("This would delete 1 run"),
  });
  expect((await run("runs", "prune", "--older", "30d")).err).toContain("nothing to delete");
  expect((await run("runs", "delete", tail(1))).err).toBe(`Run ${tail(1)} is deleted.\n`);
  expect(await run("runs", "prune", "--keep", "0", "--yes")).toMatchObject({
    code: 0,
    err: "Deleted 1 run with all events and results.\n",
  });
  expect((await run("runs")).err).toContain("There are no runs yet.");
});
