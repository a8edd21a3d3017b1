/** Tools of a team as somebody makes, checks and agrees to them in a terminal. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEngine } from "../../engine/create-engine.ts";
import { lookAtCage } from "../../engine/sandboxes.ts";
import type { CheckedTool } from "../../engine/tool-check/tool-finding.ts";
import { runCli } from "../run-cli.ts";
import { testingSurroundings } from "../testing-thorp.ts";
import { newToolKinds } from "./tool-template.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "thorp-team-tools-"));
  writeFileSync(join(cwd, "thorp.yaml"), "teamFolders: [teams]\n");
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function run(...argv: string[]) {
  const env = { PATH: process.env["PATH"] ?? "" };
  const surroundings = { ...testingSurroundings({ cwd, env }), openEngine: createEngine };
  const code = await runCli([...argv, "--data-dir", join(cwd, "data")], surroundings);
  return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
}

async function makeTeam(): Promise<void> {
  expect(await run("teams", "new", "bakery", "--dir", join(cwd, "teams"))).toMatchObject({ code: 0 });
}

const file = (name: string): string => join(cwd, "teams/bakery/tools", name);

describe("a new tool", () => {
  it.each(newToolKinds)("of the kind %s is green at once, with every test run", async (kind) => {
    await makeTeam();
    const made = await run("tools", "new", "my_tool", "--team", "bakery", "--kind", kind);
    expect(made).toMatchObject({ code: 0, err: "" });
    const checked = await run("tools", "check", "my_tool");
    expect(checked.code).toBe(0);
    const isCaged = kind === "python" || kind === "shell";
    // Where there is no cage, nothing of it is run.
    const state = isCaged && !(await lookAtCage(process.env)).ok ? "not-run" : "passed";
    const [json] = JSON.parse((await run("tools", "check", "my_tool", "--json")).out) as readonly CheckedTool[];
    expect(json).toMatchObject({ tool: "my_tool", state: "ok" });
    const tests = json?.tests ?? [];
    expect(tests.length).toBeGreaterThanOrEqual(2);
    expect(tests.map((test) => [test.state, state === "passed" ? test.words : ""])).toEqual(
      tests.map(() => [state, ""]),
    );
    if (state === "passed")
      expect(checked.out).toContain(`${tests.length} of ${tests.length} tests passed, 0 failed\n`);
  });

  it("writes over nothing, and not into teams that ship with Thorp", async () => {
    await makeTeam();
    await run("tools", "new", "my_tool", "--team", "bakery");
    const before = readFileSync(file("my_tool.yaml"), "utf8");
    expect((await run("tools", "new", "my_tool", "--team", "bakery")).err).toContain("is there already");
    expect(readFileSync(file("my_tool.yaml"), "utf8")).toBe(before);
    expect((await run("tools", "new", "my_tool", "--team", "alma")).err).toContain("--from TEAM");
    expect((await run("tools", "new", "my-tool", "--team", "bakery")).err).toContain("cannot be the name of a tool");
    expect((await run("tools", "new", "my_tool", "--team", "bakery", "--kind", "pyton")).err).toContain(
      "Did you mean python?",
    );
    expect((await run("tools", "new", "my_tool")).err).toContain("--team");
  });
});

describe("a check", () => {
  it("fails with the test that fails, and runs nothing that nobody has agreed to", async () => {
    await makeTeam();
    await run("tools", "new", "my_tool", "--team", "bakery", "--kind", "javascript");
    writeFileSync(file("my_tool.js"), "`${input.text.length} letters`");
    const changed = await run("tools", "check", "my_tool");
    expect(changed.out).toContain("another one than was agreed to");
    expect(changed.out).toContain("test not run: my_tool: counts words over lines");
    expect(changed).toMatchObject({ code: 0 });
    expect((await run("tools", "trust", "./teams/bakery")).out).toContain("my_tool");
    const failed = await run("tools", "check", "team:bakery/my_tool");
    expect(failed.out).toContain(
      'test failed: my_tool: counts words over lines: its text has no "3 words": 13 letters',
    );
    expect(failed).toMatchObject({ code: 1 });
  });

  it("names mistakes with file and line, tests of nothing, what agents name in vain, and keys with where to get them", async () => {
    await makeTeam();
    await run("tools", "new", "look_up", "--team", "bakery", "--kind", "openapi");
    const document = readFileSync(file("look_up.openapi.yaml"), "utf8");
    writeFileSync(
      file("look_up.openapi.yaml"),
      `${document}      security: [{ key: [] }]
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key, x-env: BAKERY_KEY, x-where: "https://api.example.org/keys" }
`,
    );
    writeFileSync(file("odd_one.yaml"), "kind: sql\ndescriptoin: x\n");
    writeFileSync(file("gone.test.yaml"), "tests:\n  - name: tests nothing\n");
    const agent = join(cwd, "teams/bakery/agents/bakery.md");
    writeFileSync(
      agent,
      readFileSync(agent, "utf8").replace(
        /^tools:.*\n(?: +- .*\n)*/m,
        "tools: [calculate, no_such_tool, api:nowhere]\n",
      ),
    );
    const { code, out } = await run("tools", "check");
    expect(code).toBe(1);
    expect(out).toContain(
      `error: team:bakery: ${file("odd_one.yaml")}:2:1: unknown key \`descriptoin\`; did you mean \`description\`?`,
    );
    expect(out).toContain('error: team:bakery: the test "tests nothing" is of a tool gone, which is not there');
    expect(out).toContain("there is no tool `no_such_tool`");
    expect(out).toContain("nothing that is there matches `api:nowhere`");
    expect(out).toContain("BAKERY_KEY is not set. Get it at https://api.example.org/keys.");
    expect((await run("tools", "check", "look_upp")).err).toContain("Did you mean look_up?");
  });

  it("of a fresh installation finds nothing wrong", async () => {
    const { code, out } = await run("tools", "check");
    expect(out).toMatch(/ tools checked, 0 failed\n$/);
    expect(code).toBe(0);
  });
});

it("shows what stands behind a tool, and checks the team with it", async () => {
  await makeTeam();
  await run("tools", "new", "my_tool", "--team", "bakery");
  expect((await run("tools", "show", "my_tool")).out).toContain("What stands behind it (tools/my_tool.yaml)\n");
  expect(await run("teams", "check", "bakery")).toMatchObject({ code: 0 });
  writeFileSync(file("odd_one.yaml"), "kind: slq\n");
  expect((await run("teams", "check", "bakery")).err).toContain(
    "odd_one.yaml:1:7: there is no kind `slq`; did you mean `sql`?",
  );
});
