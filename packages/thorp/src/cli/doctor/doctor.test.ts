import { chmodSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, describe, expect, it } from "vitest";
import { createEngine } from "../../engine/create-engine.ts";
import type { ModelSummary, TeamSummary } from "../../engine/thorp.ts";
import { runCli } from "../run-cli.ts";
import { createTestingThorp, testingSurroundings } from "../testing-thorp.ts";
import { checkModels } from "./check-models.ts";
import type { Finding } from "./finding.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "thorp-doctor-"));
});

async function visit(...argv: string[]) {
  const thorp = createTestingThorp({ overrides: { listTeams: async () => [team({})] } });
  const surroundings = testingSurroundings({ cwd, thorp });
  const code = await runCli(["doctor", "--json", ...argv], surroundings);
  const findings = JSON.parse(surroundings.stdout.text) as readonly Finding[];
  // Tests run from source, which may not have been built yet.
  const broken = findings.filter(({ area, state }) => state === "broken" && area !== "charts");
  return { code, findings, broken, of: (area: string) => findings.find((finding) => finding.area === area) };
}

function team(changes: Partial<TeamSummary>): TeamSummary {
  return {
    name: "alma",
    title: "Alma",
    description: "One agent.",
    folder: "/teams/alma",
    agents: [{ name: "alma", kind: "manager", description: "x" }],
    ...changes,
  };
}

async function makeRecord(): Promise<string> {
  const dataDir = join(cwd, "data", "thorp");
  const thorp = await createEngine({ dataDir, workspace: cwd });
  const { run } = await thorp.ask({ text: "What is 17% of 2400?" });
  for await (const _update of thorp.follow(run)) continue;
  await thorp.close();
  return dataDir;
}

describe("thorp doctor", () => {
  it("finds nothing broken on a fresh machine", async () => {
    const { broken, of } = await visit();
    expect(broken).toEqual([]);
    expect(of("node")?.text).toContain(process.versions.node);
    expect(of("data")?.text).toContain("will be made by the first run");
    expect(of("record")?.text).toContain("0 runs");
    expect(of("config")?.state).toBe("ok");
  });

  it("finds a record whose tables disagree with its events, and mends it with --fix", async () => {
    const dataDir = await makeRecord();
    expect((await visit()).of("record")).toMatchObject({
      state: "ok",
      text: expect.stringContaining("1 run, tables and events agree"),
    });
    const db = new DatabaseSync(join(dataDir, "core.db"));
    db.exec("UPDATE run SET state = 'running', ended_at = NULL");
    db.close();
    const wrong = await visit();
    expect(wrong.code).toBe(1);
    expect(wrong.of("record")).toMatchObject({ state: "broken", fix: "thorp doctor --fix" });
    expect((await visit("--fix")).of("record")).toMatchObject({
      state: "ok",
      text: expect.stringContaining("repaired"),
    });
    expect((await visit()).of("record")?.state).toBe("ok");
  });

  it("finds a file that is no database", async () => {
    mkdirSync(join(cwd, "data", "thorp"), { recursive: true });
    writeFileSync(
      join(cwd, "data", "thorp", "core.db"),
      "not a database at all, but long enough to be taken for one".repeat(100),
    );
    expect(await visit()).toMatchObject({ code: 1, broken: [{ area: "record" }] });
  });

  it("finds a mistake in the configuration, and says where", async () => {
    writeFileSync(join(cwd, "thorp.yaml"), "tem: alma\n");
    const { code, of } = await visit();
    expect(code).toBe(1);
    expect(of("config")).toMatchObject({
      state: "broken",
      text: expect.stringContaining("thorp.yaml:1:1: unknown key `tem`"),
    });
  });

  it("finds keys that others may read, and closes the file with --fix", async () => {
    const file = join(cwd, ".env");
    writeFileSync(file, "OPENAI_API_KEY=x\n");
    chmodSync(file, 0o644);
    expect((await visit()).of("keys")).toMatchObject({ state: "broken", fix: `chmod 600 ${file}` });
    expect((await visit("--fix")).of("keys")?.state).toBe("ok");
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("prints a mark, what it found and what mends it", async () => {
    writeFileSync(join(cwd, "thorp.yaml"), "tem: alma\n");
    const surroundings = testingSurroundings({ cwd });
    expect(await runCli(["doctor"], surroundings)).toBe(1);
    expect(surroundings.stdout.text).toMatch(
      /✗ config {7}.*unknown key `tem`.*\n {15}-> Mend the file.*\n\n1 thing to mend\.\n$/,
    );
  });
});

describe("the models and teams", () => {
  const model = (changes: Partial<ModelSummary>): ModelSummary => {
    return { id: "ollama/x", tier: "local", provider: "ollama", context: 1, capabilities: [], aliases: [], ...changes };
  };
  const check = (models: readonly ModelSummary[], teams: readonly TeamSummary[] = [team({})]) =>
    checkModels(createTestingThorp({ overrides: { listModels: async () => models, listTeams: async () => teams } }));

  it("are told by provider, with the command that mends it", async () => {
    const findings = await check([
      model({ obstacle: "its server is down" }),
      model({ id: "openai/x", provider: "openai", tier: "frontier", obstacle: "needs the key OPENAI_API_KEY" }),
      model({ id: "vllm/a", provider: "vllm" }),
      model({ id: "vllm/b", provider: "vllm", obstacle: "its price is unknown" }),
    ]);
    expect(findings.slice(1)).toEqual([
      { area: "ollama", state: "missing", text: "its server is down", fix: expect.stringContaining("ollama serve") },
      {
        area: "openai",
        state: "missing",
        text: "needs the key OPENAI_API_KEY",
        fix: expect.stringContaining("OPENAI_API_KEY=... into .env"),
      },
      { area: "vllm", state: "ok", text: "1 model ready (local)" },
      { area: "teams", state: "ok", text: "alma" },
    ]);
  });

  it("are broken when a team cannot be read", async () => {
    const findings = await check(
      [],
      [team({}), team({ name: "bad", agents: [], description: "bad/team.yaml:1:1: no", folder: "/t/bad" })],
    );
    expect(findings.at(-1)).toEqual({
      area: "teams",
      state: "broken",
      text: "bad: bad/team.yaml:1:1: no",
      fix: "thorp teams check /t/bad",
    });
    expect((await check([], [])).at(-1)?.state).toBe("broken");
  });
});
