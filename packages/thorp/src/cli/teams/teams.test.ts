import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { createEngine } from "../../engine/create-engine.ts";
import { shippedTeamsFolder } from "../../engine/shipped-files.ts";
import { runCli } from "../run-cli.ts";
import { testingSurroundings } from "../testing-thorp.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "thorp-teams-"));
});

async function run(...argv: string[]) {
  const surroundings = { ...testingSurroundings({ cwd }), openEngine: createEngine };
  const code = await runCli(argv, surroundings);
  return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
}

it("lists the teams that come with Thorp", async () => {
  const { code, out } = await run("teams");
  expect(code).toBe(0);
  expect(out).toMatch(/^alma +1 /m);
  expect(out).toMatch(/^toollama +\d+ /m);
});

it("shows who hands work to whom, with models and tools", async () => {
  const { out } = await run("teams", "show", "toollama");
  expect(out).toContain("camina (orchestrator)");
  expect(out).toMatch(/^ {2}analysis-belter \(manager\)$/m);
  expect(out).toMatch(/^ {4}analysis-drummer \(executor\)$/m);
  expect(out).toMatch(/^ {6}tools {3}query_data, /m);
  expect(out).toMatch(/Idle: nobody hands them work\nobserver/);
  const json = JSON.parse((await run("teams", "show", "alma", "--json")).out) as { top: string; agents: unknown[] };
  expect(json).toMatchObject({ name: "alma", top: "alma", agents: [{ name: "alma" }] });
});

it("checks a folder, and names every problem with its place", async () => {
  const folder = join(cwd, "mine");
  cpSync(join(shippedTeamsFolder(), "alma"), folder, { recursive: true });
  writeFileSync(
    join(folder, "team.yaml"),
    readFileSync(join(folder, "team.yaml"), "utf8").replace(/^name: .*/m, "name: mine"),
  );
  expect(await run("teams", "check", "mine")).toMatchObject({
    code: 0,
    out: expect.stringContaining("Team mine is all right: 1 agent"),
  });
  const agent = join(folder, "agents", "alma.md");
  const good = readFileSync(agent, "utf8");
  writeFileSync(
    agent,
    good.replace(/^ {2}- calculate$/m, "$&\n  - mcp:nobody").replace(/^tools: \[/m, "$&mcp:nobody, "),
  );
  const partial = await run("teams", "check", "mine");
  expect(partial.code).toBe(0);
  expect(partial.out).toMatch(/^agents\/alma\.md:\d+:\d+: nothing that is there matches `mcp:nobody`/m);
  writeFileSync(agent, good);
  writeFileSync(agent, readFileSync(agent, "utf8").replaceAll(/\bcalculate\b/g, "calculat"));
  const broken = await run("teams", "check", "./mine");
  expect(broken.code).toBe(3);
  expect(broken.err).toMatch(/agents\/alma\.md:\d+:\d+: there is no tool `calculat`; did you mean `calculate`\?/);
  expect((await run("teams", "check", "nowhere")).err).toContain("There is no team nowhere.");
});
