import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { createEngine } from "../../engine/create-engine.ts";
import { runCli } from "../run-cli.ts";
import { testingSurroundings } from "../testing-thorp.ts";

let cwd: string;
let team: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "thorp-policy-"));
  team = join(cwd, "crew");
  mkdirSync(join(team, "agents"), { recursive: true });
  const file = (path: string, ...lines: string[]) => writeFileSync(join(team, path), `${lines.join("\n")}\n`);
  file("team.yaml", "name: crew", "description: x", "policy:", '  - { verdict: deny, paths: ["secret/**"] }');
  const agent = (name: string, ...lines: string[]) =>
    file(`agents/${name}.md`, "---", `name: ${name}`, `description: ${name}`, ...lines, "---", `You are ${name}.`);
  agent("boss", "kind: orchestrator", "delegates: [hand]", "policy:", "  - verdict: ask", "    effects: [fetch]");
  agent("hand", "kind: executor", "tools: [fetch_page, write_file]", 'policy: [{ verdict: allow, hosts: ["a.org"] }]');
});

async function run(...argv: string[]) {
  const surroundings = { ...testingSurroundings({ cwd }), openEngine: createEngine };
  const code = await runCli(["policy", ...argv, "--team", team], surroundings);
  return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
}

it("says by which way which rule decides, with file and line", async () => {
  const input = ["--input", '{"url":"https://a.org/?q=1"}'];
  const { code, out } = await run("explain", "hand", "fetch_page", ...input);
  expect(code).toBe(0);
  expect(out).toContain("By boss -> hand:");
  expect(out).toContain("words alone: ask: agents/boss.md:7 wants to be asked");
  expect(out).toMatch(/hand +allow +a\.org +agents\/hand\.md:6/);
  const json = JSON.parse((await run("explain", "hand", "fetch_page", ...input, "--json")).out) as unknown;
  expect(json).toMatchObject({
    effect: "fetch",
    ways: [{ by: ["boss", "hand"], clean: { verdict: "ask", rule: "agents/boss.md:7" }, tainted: { verdict: "ask" } }],
  });
  const secret = ["--input", '{"path":"secret/a.md","text":"x"}'];
  expect((await run("explain", "hand", "write_file", ...secret)).out).toContain("deny: team.yaml:4 forbids it");
});

it("without arguments tells the rules that may have a say, and what holds without them", async () => {
  const { out } = await run("explain", "hand", "fetch_page");
  expect(out).toContain("Without a rule: allowed while nothing untrusted was read");
  expect(out).toContain("agents/boss.md:7");
  expect(out).not.toContain("By boss");
});

it("shows all rules of a team", async () => {
  const { out } = await run("show");
  expect(out).toMatch(/team +deny +secret\/\*\* +team\.yaml:4/);
  expect(JSON.parse((await run("show", "--json")).out)).toMatchObject({ team: "crew", rules: [{}, {}, {}] });
});

it.each([
  [["explain", "hnd", "fetch_page"], "There is no agent hnd; did you mean hand?"],
  [["explain", "hand", "fetch_pge"], "There is no tool fetch_pge; did you mean fetch_page?"],
  [["explain", "hand", "fetch_page", "--input", "{"], "--input is no JSON"],
  [["explain", "hand", "fetch_page", "--input", '{"url":7}'], "fetch_page: url:"],
])("refuses %j in words", async (argv, words) => {
  const { code, err } = await run(...argv);
  expect(code).not.toBe(0);
  expect(err).toContain(words);
});

it("lists approvals that stand, and takes them back", async () => {
  const dataDir = join(cwd, "data");
  const rules = async (...argv: string[]) => {
    const surroundings = { ...testingSurroundings({ cwd }), openEngine: createEngine };
    const code = await runCli(["policy", "rules", ...argv, "--data-dir", dataDir], surroundings);
    return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
  };
  const thorp = await createEngine({ dataDir });
  const rule = {
    tool: "write_file",
    effect: "write",
    match: "folder",
    value: "/work/notes",
    summary: "write a",
  } as const;
  await thorp.accounts.approvals.add(rule, { who: "personal" });
  await thorp.close();
  const { out } = await rules("list");
  expect(out).toMatch(/rule_\w+ +personal +write_file +write +folder \/work\/notes +everywhere +write a/);
  const [id = ""] = /rule_\w+/.exec(out) ?? [];
  expect((await rules("remove", id)).out).toContain(`Taken back: ${id}`);
  expect((await rules("remove", id)).err).toContain(`There is no rule ${id}`);
  expect(JSON.parse((await rules("--json")).out)).toEqual([]);
});
