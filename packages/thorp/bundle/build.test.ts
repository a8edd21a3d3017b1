/** The bundles as they are shipped: built into a folder with a space in its name, away from every node_modules. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadTeam } from "../src/agents/team-folder/load-team.ts";
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
  const env = {
    ...process.env,
    HOME: folder,
    OLLAMA_HOST: "http://127.0.0.1:9",
    XDG_CACHE_HOME: join(folder, "cache"),
  };
  const ended = run(process.execPath, [join(folder, "bin/thorp.js"), ...args], { cwd: join(folder, "work"), env });
  // What comes on standard input belongs to the question.
  ended.child.stdin?.end();
  const { stdout } = await ended;
  return stdout;
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
