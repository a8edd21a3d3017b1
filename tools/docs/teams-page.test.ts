import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../packages/thorp/src/cli/run-cli.ts";
import { testingSurroundings } from "../../packages/thorp/src/cli/testing-thorp.ts";
import { createEngine } from "../../packages/thorp/src/engine/create-engine.ts";

const page = readFileSync(new URL("../../docs/teams.md", import.meta.url), "utf8");
let cwd: string;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "thorp-page-"));
  const command = /```sh\n(thorp teams new [^\n]*)/.exec(page)?.[1] ?? "";
  expect((await run(...command.split(" ").slice(1))).code).toBe(0);
});
afterAll(() => rmSync(cwd, { recursive: true }));

async function run(...argv: string[]) {
  const surroundings = { ...testingSurroundings({ cwd }), openEngine: createEngine };
  const code = await runCli(argv, surroundings);
  return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
}
const ask = (question: string) => run("ask", "--quiet", "--data-dir", "memory", "--team", "bakery", question);

describe("the steps of docs/teams.md", () => {
  it("make a team that works at once", async () => {
    expect((await ask("What is 17% of 2,340?")).out).toContain("397.8");
  });

  it("and with the files of the page it is all right, knows its handbook and still calculates", async () => {
    const files = [...page.matchAll(/```\w+ (bakery\/\S+)\n([^]*?)\n```/g)];
    expect(files.map(([, path]) => path)).toEqual([
      "bakery/agents/baker.md",
      "bakery/agents/clerk.md",
      "bakery/handbook/sourdough.md",
      "bakery/skills/day-plan/SKILL.md",
    ]);
    for (const [, path = "", text] of files) {
      const file = join(cwd, "config/thorp/teams", path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${text}\n`);
    }
    expect((await run("teams", "check", "bakery")).out).toBe(
      "Team bakery is all right: 2 agents, 1 skill, 1 document.\n",
    );
    const shown = (await run("teams", "show", "bakery")).out;
    expect(shown).toMatch(/knows {3}handbook \(1 document\)/);
    expect(shown).toMatch(/skills {2}day-plan/);
    const asked = /thorp ask --team bakery "(How long[^"]*)"/.exec(page)?.[1] ?? "";
    expect((await ask(asked)).out).toContain("Twelve hours before baking");
    expect((await ask("What is 2.5 percent of 850?")).out).toContain("21.25");
  });
});
