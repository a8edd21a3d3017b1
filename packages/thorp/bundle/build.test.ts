/** The bundles as they are shipped: built into a folder with a space in its name, away from every node_modules. */
import { execFile } from "node:child_process";
import {
  cpSync,
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
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadTeam } from "../src/agents/team-folder/load-team.ts";
import { lookAtCage } from "../src/engine/sandboxes.ts";
import { type ServerReply, type ServerRequest, startScriptedServer } from "../src/testing/scripted-server.ts";
import { compileData } from "./compile-data.ts";

const run = promisify(execFile);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
let folder: string;
let dist: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "thorp bundle "));
  dist = join(folder, "dist");
  mkdirSync(dist);
  mkdirSync(join(folder, "work"));
  // A file of a build before this one, and one that was compiled before there were bundles.
  mkdirSync(join(dist, "program"));
  writeFileSync(join(dist, "program", "chunk-OLD.js"), "");
  writeFileSync(join(dist, "engine.js"), "");
  await run(process.execPath, [here("build.mjs"), "--out", dist]);
  cpSync(here("../package.json"), join(folder, "package.json"));
  cpSync(here("../bin"), join(folder, "bin"), { recursive: true });
  cpSync(here("../catalogue.yaml"), join(dist, "catalogue.yaml"));
  cpSync(here("../../../catalog/apis.generated.json"), join(dist, "catalog/apis.generated.json"));
  cpSync(here("../../../teams"), join(dist, "teams"), { recursive: true });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function thorp(...args: string[]): Promise<string> {
  return (await withProgram(join(folder, "bin/thorp.js"), args)).stdout;
}

async function withProgram(bin: string, args: readonly string[]) {
  const env = {
    ...process.env,
    HOME: folder,
    OLLAMA_HOST: "http://127.0.0.1:9",
    XDG_CACHE_HOME: join(folder, "cache"),
    ...(existsSync(join(folder, "work/near.yaml")) ? { THORP_CATALOGUES: join(folder, "work/near.yaml") } : {}),
  };
  const ended = run(process.execPath, [bin, ...args], { cwd: join(folder, "work"), env });
  // What comes on standard input belongs to the question.
  ended.child.stdin?.end();
  return ended;
}

/** `Call TOOL with: PROGRAM` is what it does; a program that the person wrote needs no approval in a cage. */
function callWhatIsAsked(request: ServerRequest): ServerReply {
  const body = request.body as { readonly messages: readonly { readonly role: string; readonly content: unknown }[] };
  if (body.messages.some(({ role }) => role === "tool")) return { text: "Done." };
  const said = body.messages.map(({ content }) => (typeof content === "string" ? content : JSON.stringify(content)));
  const [, name = "", program = ""] = /Call (\w+) with: ([^\n]*)/.exec(said.join("\n")) ?? [];
  return { toolCalls: [{ name, input: { [name === "run_command" ? "command" : "code"]: program.trim() } }] };
}

function writeTeam(team: string, modelServer: string): void {
  mkdirSync(join(team, "agents"), { recursive: true });
  writeFileSync(join(team, "team.yaml"), "name: runner\ndescription: Runs programs.\njudge: false\n");
  const front = ["name: one", "kind: manager", "description: Runs.", "models: { local: near/one }"];
  writeFileSync(
    join(team, "agents/one.md"),
    ["---", ...front, "tools: [run_javascript, run_python, run_command]", "---", "You run.", ""].join("\n"),
  );
  const provider = `near: { kind: openai, dialect: openai, url: "${modelServer}/v1", tier: local }`;
  writeFileSync(
    join(folder, "work/near.yaml"),
    `providers:\n  ${provider}\nmodels:\n  - { id: near/one, context: 32000, price: { input: 0, output: 0 } }\n`,
  );
}

describe("the bundled program", () => {
  it("answers, and its threads and processes are found", async () => {
    writeFileSync(join(folder, "work", "sales.csv"), "month,sales\nJan,10\nFeb,30\n");
    const data = ["--data-dir", join(folder, "data"), "-q"];
    expect(await thorp("ask", "What is 12 * 7?", ...data)).toContain("84");
    expect(await thorp("ask", "What is the average of sales in sales.csv?", ...data)).toContain("20");
    expect(await thorp("ask", "Search for Feb in the files", ...data)).toContain("sales.csv:3");
    expect(await thorp("runs", "list", "--json", ...data.slice(0, 2))).toContain("12 * 7");
  }, 60_000);

  it("runs programs of agents where its packages are installed: JavaScript, Python, a command", async () => {
    const installed = join(folder, "installed");
    const { dependencies } = JSON.parse(readFileSync(here("../package.json"), "utf8")) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    // What is published is this, beside the packages that it names.
    for (const name of Object.keys(dependencies)) {
      mkdirSync(dirname(join(installed, "node_modules", name)), { recursive: true });
      symlinkSync(here(`../../../node_modules/${name}`), join(installed, "node_modules", name));
    }
    for (const part of ["dist", "bin", "package.json"])
      cpSync(join(folder, part), join(installed, part), { recursive: true });
    const model = await startScriptedServer({ script: callWhatIsAsked });
    try {
      writeTeam(join(installed, "teams/runner"), model.url);
      const asked = async (tool: string, program: string) => {
        const { stdout } = await withProgram(join(installed, "bin/thorp.js"), [
          ...["ask", `Call ${tool} with: ${program}`, "--team", join(installed, "teams/runner"), "--json"],
          ...["--data-dir", join(installed, "data")],
        ]);
        const events = stdout
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as { readonly type?: string; readonly step?: string });
        return JSON.stringify(events.find(({ type, step = "" }) => type === "step-end" && /^tool-[\d.]+$/.test(step)));
      };
      expect(await asked("run_javascript", "[6, 7].reduce((a, b) => a * b)")).toContain("42");
      // Where there is no cage each program is asked about, and here nobody answers.
      const cage = await lookAtCage(process.env);
      const ran = (output: string) => (cage.ok ? output : "approval-denied");
      expect(await asked("run_python", "print(6 * 9)")).toContain(ran("54"));
      expect(await asked("run_command", "echo $((6 * 11))")).toContain(ran("66"));
    } finally {
      await model.close();
    }
  }, 120_000);

  it("says how to build it where it is not built", async () => {
    const alone = join(folder, "alone/bin");
    cpSync(here("../bin"), alone, { recursive: true });
    await expect(run(process.execPath, [join(alone, "thorp.js")])).rejects.toMatchObject({
      code: 3,
      stderr: expect.stringContaining("not built yet"),
    });
  });

  it("has read what ships: teams, catalogue, inputs of tools", () => {
    const names = readdirSync(join(dist, "compiled"));
    const inputs = JSON.parse(readFileSync(join(dist, "compiled", "tool-inputs.json"), "utf8")) as object;
    expect(names.length).toBeGreaterThan(2);
    expect(inputs).toHaveProperty("calculate.properties.expression");
  });

  it("reads a shipped team anew when somebody has changed it", async () => {
    const file = join(dist, "teams/alma/team.yaml");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, before.replace(/^description:.*$/m, "description: changed by hand"));
    try {
      expect(await thorp("teams", "list")).toContain("changed by hand");
      writeFileSync(file, `${before}\nnonsense: true\n`);
      await expect(thorp("teams", "show", "alma")).rejects.toThrow(/nonsense/);
    } finally {
      writeFileSync(file, before);
    }
  }, 60_000);

  it("names the line of the source in a stack", () => {
    const map = JSON.parse(readFileSync(join(dist, "program/main.js.map"), "utf8")) as { sources: string[] };
    expect(map.sources.some((source) => source.endsWith("src/cli/main.ts"))).toBe(true);
  });

  it("keeps young chunks for programs that run, and no other file of before", () => {
    expect(readdirSync(join(dist, "program"))).toContain("chunk-OLD.js");
    expect(readdirSync(dist)).not.toContain("engine.js");
    expect(readFileSync(join(dist, "program/LICENSES.txt"), "utf8")).toMatch(/^commander /m);
  });
});

it("compiles a team to what reading its folder gives", async () => {
  const files = new Map(await compileData());
  // The folder of the build means nothing on another machine.
  const { agentsByName, skills, files: _texts, folder: _folder, ...rest } = await loadTeam(here("../../../teams/alma"));
  expect(JSON.parse(files.get(`${rest.hash}.json`) ?? "")).toEqual(
    JSON.parse(JSON.stringify({ ...rest, agents: [...agentsByName.values()], skills: [...skills.values()] })),
  );
});
