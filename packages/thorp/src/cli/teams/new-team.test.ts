import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEngine } from "../../engine/create-engine.ts";
import { createCommandContext } from "../command-context.ts";
import { runCli } from "../run-cli.ts";
import { testingSurroundings } from "../testing-thorp.ts";
import type { AskNewTeam } from "./ask-new-team.ts";
import { newTeam } from "./new-team.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "thorp-new-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

async function run(...argv: string[]) {
  const surroundings = { ...testingSurroundings({ cwd }), openEngine: createEngine };
  const code = await runCli(argv, surroundings);
  return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
}
const teams = () => join(cwd, "config/thorp/teams");
const ask = (team: string, question: string) => run("ask", "--quiet", "--data-dir", "memory", "--team", team, question);

describe("a new team", () => {
  it.each([
    ["of one agent", [], ["agents/crew.md"]],
    [
      "of a leader and others",
      ["--agents", "lead,researcher,analyst,writer"],
      ["agents/analyst.md", "agents/lead.md", "agents/researcher.md", "agents/writer.md"],
    ],
    ["whose names hint at nothing", ["--agents", "anna,ben"], ["agents/anna.md", "agents/ben.md"]],
    ["whose names leave most of the work open", ["--agents", "lead,writer"], ["agents/lead.md", "agents/writer.md"]],
  ])("%s is found, is all right, and answers at once on rules", async (_what, options, agents) => {
    const { code, out } = await run("teams", "new", "crew", ...options);
    expect(code).toBe(0);
    expect(out).toContain(`Made the team crew in ${join(teams(), "crew")}`);
    for (const file of [...agents, "team.yaml"]) expect(out).toContain(`  ${file}\n`);
    expect((await run("teams", "check", "crew")).out).toContain("Team crew is all right");
    expect((await ask("crew", "What is 17% of 2,340?")).out).toContain("397.8");
    writeFileSync(join(cwd, "notes.md"), "# Notes\nThe bank opens at nine.\n");
    expect((await ask("crew", "What does notes.md say about the bank?")).out).toContain("nine");
  });

  it("explains itself, in files that a person reads", async () => {
    await run("teams", "new", "crew", "--agents", "lead,writer", "--description", "Minutes: short ones # and good");
    const text = readFileSync(join(teams(), "crew/team.yaml"), "utf8");
    expect(text).toMatch(/^# yaml-language-server: \$schema=file:.*team\.schema\.json$/m);
    expect(text.match(/^#/gm)?.length).toBeGreaterThan(7);
    expect(text).toContain('description: "Minutes: short ones # and good"');
    const json = JSON.parse((await run("teams", "show", "crew", "--json")).out) as { description: string };
    expect(json.description).toBe("Minutes: short ones # and good");
    expect(readFileSync(join(teams(), "crew/agents/writer.md"), "utf8")).toContain("# knowledge: [handbook]");
  });

  it("begins as a copy of another, with its documents and skills, but no links and nothing hidden", async () => {
    await run("teams", "new", "first", "--from", "magus", "--description", "Mine.");
    symlinkSync("/etc/hostname", join(teams(), "first/knowledge/link.md"));
    mkdirSync(join(teams(), "first/.git"));
    const { code } = await run("teams", "new", "second", "--from", "first");
    expect(code).toBe(0);
    expect(readdirSync(join(teams(), "second"))).toEqual(["README.md", "agents", "knowledge", "team.yaml"]);
    expect(existsSync(join(teams(), "second/knowledge/link.md"))).toBe(false);
    const text = readFileSync(join(teams(), "second/team.yaml"), "utf8");
    expect(text).toMatch(/^name: second\n/m);
    expect(text).toContain('description: "Mine."\ntop: coordinator');
    expect(text).toContain("# All through one LiteLLM proxy.");
    expect((await run("teams", "check", "second")).out).toContain("4 agents, 0 skills, 7 documents");
    expect((await ask("second", "How do I connect Ollama?")).out).toContain("ollama pull");
  });

  it("goes into another folder, and tells what was made as JSON", async () => {
    const { out } = await run("teams", "new", "crew", "--dir", "elsewhere", "--json");
    const folder = join(cwd, "elsewhere/crew");
    expect(JSON.parse(out)).toEqual({ name: "crew", folder, files: ["agents/crew.md", "team.yaml"] });
    expect((await run("teams", "new", "b", "--dir", "elsewhere")).out).toContain("thorp ask --team /");
  });
});

describe("it refuses, and changes nothing", () => {
  it.each([
    ["a name that is taken", ["alma"], "There is a team alma already"],
    ["a name with other letters", ["My Team"], "cannot be a name"],
    ["a way out of the folder", ["../crew"], "cannot be a name"],
    ["no name where nobody can be asked", [], "A new team needs a name."],
    ["two agents of one name", ["crew", "--agents", "a,b,a"], "Two agents are called a."],
    ["an agent without a name", ["crew", "--agents", "a,,b"], "cannot be the name of an agent"],
    ["far too many agents", ["crew", "--agents", Array.from({ length: 30 }, (_, at) => `a${at}`).join()], "too many"],
    ["agents beside a copy", ["crew", "--from", "alma", "--agents", "a"], "--agents is for a team from scratch"],
    ["a team to copy that is not there", ["crew", "--from", "almo"], "There is no team almo. Did you mean alma?"],
  ])("%s", async (_what, args, message) => {
    const { code, err, out } = await run("teams", "new", ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(out).toBe("");
    expect(existsSync(teams()) ? readdirSync(teams()) : []).toEqual([]);
  });

  it("a folder that is there, whatever is in it", async () => {
    mkdirSync(join(teams(), "crew"), { recursive: true });
    writeFileSync(join(teams(), "crew/mine.txt"), "keep");
    const { code, err } = await run("teams", "new", "crew");
    expect(code).toBe(2);
    expect(err).toContain("is there already; nothing was changed.");
    expect(readdirSync(teams())).toEqual(["crew"]);
    expect(readdirSync(join(teams(), "crew"))).toEqual(["mine.txt"]);
  });

  it("a broken team as a beginning, with file and line", async () => {
    await run("teams", "new", "crew");
    writeFileSync(join(teams(), "crew/team.yaml"), "name: crew\n");
    const { code, err } = await run("teams", "new", "next", "--from", "crew");
    expect(code).toBe(3);
    expect(err).toMatch(/crew\/team\.yaml:1:1: missing key `description`/);
    expect(readdirSync(teams())).toEqual(["crew"]);
  });
});

describe("in a terminal", () => {
  async function interactive(ask: AskNewTeam) {
    const surroundings = { ...testingSurroundings({ cwd, isTerminal: true }), openEngine: createEngine };
    let code = 0;
    const context = createCommandContext(surroundings, { finish: (to) => void (code = to), noteLog: () => {} });
    await newTeam(context, undefined, { options: {}, ask });
    return { code, out: surroundings.stdout.text };
  }

  it("makes what was answered, and the questions know what cannot be", async () => {
    const { out } = await interactive(async (given, { teams: known, problemWith }) => {
      expect(given).toMatchObject({ name: "" });
      expect(known).toEqual(["alma", "magus", "toollama", "village"]);
      expect(problemWith("alma")).toContain("already");
      expect(problemWith("crew")).toBeUndefined();
      return { name: "crew", agents: ["boss", "scout"], description: "Scouts." };
    });
    expect(out).toContain("agents/scout.md");
  });

  it("makes nothing when the person leaves", async () => {
    expect(await interactive(async () => undefined)).toEqual({ code: 130, out: "" });
    expect(existsSync(teams())).toBe(false);
  });
});
