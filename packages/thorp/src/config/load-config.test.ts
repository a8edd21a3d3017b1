import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { ThorpError } from "../base/errors.ts";
import { type Config, loadConfig } from "./load-config.ts";
import { environmentValues, flagValue } from "./read-text-settings.ts";
import { listSettings } from "./setting-list.ts";
import { toEngineOptions } from "./settings.ts";

let cwd: string;
let home: string;
let env: Record<string, string>;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "thorp-config-"));
  cwd = join(folder, "work");
  home = join(folder, "xdg", "thorp");
  mkdirSync(cwd);
  mkdirSync(home, { recursive: true });
  env = { XDG_CONFIG_HOME: join(folder, "xdg"), XDG_DATA_HOME: join(folder, "data") };
});

async function failure(promise: Promise<unknown>): Promise<ThorpError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ThorpError);
  return error as ThorpError;
}

function originOf(config: Config, key: string): string | undefined {
  return config.effective.find(({ setting }) => setting.key === key)?.origin;
}

describe("loadConfig", () => {
  it("has a default for everything", async () => {
    const config = await loadConfig({ cwd, env });
    expect(config.settings).toEqual({
      dataDir: join(env["XDG_DATA_HOME"]!, "thorp"),
      configFolder: home,
      basePath: "",
      trustedProxies: [],
      tls: {},
      sockets: { perAddress: 100, connectsPerMinute: 120, messagesPerSecond: 50, idleMs: 600_000 },
      backup: { keep: 7 },
      teamFolders: [join(home, "teams")],
      startFrom: [home],
      catalogues: [],
      budgets: {},
      allowHosts: [],
      host: "127.0.0.1",
      port: 4646,
      limits: {},
      mcp: {},
      log: { level: "warn", file: join(env["XDG_DATA_HOME"]!, "thorp", "thorp.log") },
    });
    expect(config.effective.every(({ origin }) => origin === "default")).toBe(true);
    expect(config.warnings).toEqual([]);
  });

  it("puts flags over the environment, that over .env, that over thorp.yaml, setting by setting", async () => {
    writeFileSync(
      join(cwd, "thorp.yaml"),
      "team: from-yaml\nmodel: from-yaml\ndeadline: 1m\nbudgets: { run: 1, day: 9 }\n",
    );
    writeFileSync(join(cwd, ".env"), "THORP_TEAM=from-dotenv\nTHORP_MODEL=from-dotenv\nTHORP_BUDGETS_RUN=2\n");
    const flags = [flagValue("budgets.run", "4", "--budget")];
    const config = await loadConfig({ cwd, env: { ...env, THORP_MODEL: "from-env", THORP_BUDGETS_RUN: "3" }, flags });
    expect(config.settings).toMatchObject({
      team: "from-dotenv",
      model: "from-env",
      deadlineMs: 60_000,
      budgets: { run: 4, day: 9 },
    });
    expect(["budgets.run", "model", "team", "deadline", "out"].map((key) => originOf(config, key))).toEqual([
      "--budget",
      "THORP_MODEL",
      `${join(cwd, ".env")}: THORP_TEAM`,
      join(cwd, "thorp.yaml"),
      "default",
    ]);
  });

  it("takes the thorp.yaml of the working folder, else that of the configuration folder", async () => {
    writeFileSync(join(home, "thorp.yaml"), "team: mine\nmodel: mine\n");
    expect((await loadConfig({ cwd, env })).settings.team).toBe("mine");
    writeFileSync(join(cwd, "thorp.yaml"), "team: here\n");
    const { settings, file } = await loadConfig({ cwd, env });
    expect(settings).toMatchObject({ team: "here" });
    expect(settings).not.toHaveProperty("model");
    expect(file).toBe(join(cwd, "thorp.yaml"));
  });

  it("takes the file that --config or THORP_CONFIG names, and misses one that is not there", async () => {
    writeFileSync(join(cwd, "thorp.yaml"), "team: here\n");
    writeFileSync(join(home, "other.yaml"), "team: other\n");
    const other = join(home, "other.yaml");
    expect((await loadConfig({ cwd, env, file: other })).settings.team).toBe("other");
    expect((await loadConfig({ cwd, env: { ...env, THORP_CONFIG: other } })).settings.team).toBe("other");
    writeFileSync(join(home, ".env"), "THORP_CONFIG=other.yaml\n");
    expect((await loadConfig({ cwd, env })).settings.team).toBe("other");
    expect(await failure(loadConfig({ cwd, env, file: "gone.yaml" }))).toMatchObject({
      code: "config-invalid",
      message: `There is no file ${join(cwd, "gone.yaml")}.`,
    });
  });

  it("resolves paths from where they are written", async () => {
    writeFileSync(
      join(home, "thorp.yaml"),
      "dataDir: data\nteamFolders: [teams, ~/teams]\nteam: ./teams/mine\nout: /out\n",
    );
    const config = await loadConfig({
      cwd,
      env: { ...env, THORP_WORKSPACE: "sub", THORP_CATALOGUES: "a.yaml:/b.yaml" },
    });
    expect(config.settings).toMatchObject({
      dataDir: join(home, "data"),
      teamFolders: [join(home, "teams"), join(homedir(), "teams")],
      team: join(home, "teams/mine"),
      out: "/out",
      workspace: join(cwd, "sub"),
      catalogues: [join(cwd, "a.yaml"), "/b.yaml"],
      log: { file: join(home, "data", "thorp.log") },
    });
  });

  it("keeps nothing, and so no log, with dataDir memory", async () => {
    const { settings } = await loadConfig({ cwd, env: { ...env, THORP_DATA_DIR: "memory" } });
    expect(settings.dataDir).toBe("memory");
    expect(settings.log).toEqual({ level: "warn" });
  });

  it("finds the person's own models.yaml", async () => {
    writeFileSync(join(home, "models.yaml"), "");
    expect((await loadConfig({ cwd, env })).settings.catalogues).toEqual([join(home, "models.yaml")]);
  });

  it("hands the keys of .env on, the environment before them", async () => {
    writeFileSync(join(cwd, ".env"), 'A_KEY="from cwd"\nB_KEY=b\n');
    writeFileSync(join(home, ".env"), "A_KEY=from home\nC_KEY=c\n");
    const { env: merged, envFiles } = await loadConfig({ cwd, env: { ...env, B_KEY: "real" } });
    expect(merged).toMatchObject({ A_KEY: "from cwd", B_KEY: "real", C_KEY: "c" });
    expect(envFiles).toEqual([join(cwd, ".env"), join(home, ".env")]);
  });

  it("warns of THORP_ variables that nothing reads", async () => {
    writeFileSync(join(cwd, ".env"), "THORP_MODLE=x\n");
    const { warnings } = await loadConfig({
      cwd,
      env: { ...env, THORP_BUDGET_RUN: "1", THORP_QUITE_OTHER_THING: "1" },
    });
    expect(warnings).toEqual([
      "Nothing reads THORP_BUDGET_RUN; did you mean THORP_BUDGETS_RUN?",
      "Nothing reads THORP_QUITE_OTHER_THING.",
      `Nothing reads THORP_MODLE in ${join(cwd, ".env")}; did you mean THORP_MODEL?`,
    ]);
  });
});

describe("mistakes", () => {
  it("are shown with file, line and column, and the nearest key", async () => {
    const file = join(cwd, "thorp.yaml");
    writeFileSync(file, "tem: alma\nbudgets:\n  rum: 1\n  day: many\ndeadline: soon\ntimeZone: Nowhere/Land\n");
    const { code, message, hint } = await failure(loadConfig({ cwd, env }));
    expect(code).toBe("config-invalid");
    expect(message.split("\n").sort()).toEqual([
      `${file}:1:1: unknown key \`tem\`; did you mean \`team\`?`,
      `${file}:3:3: unknown key \`rum\` in \`budgets\`; did you mean \`run\`?`,
      `${file}:4:8: \`budgets.day\` must be a number, not the text "many"`,
      `${file}:5:11: \`deadline\` must be a number and ms, s, m or h, such as 90s`,
      `${file}:6:11: \`timeZone\` must be the name of a time zone, such as Europe/Berlin`,
    ]);
    expect(hint).toContain("thorp config validate");
  });

  it("of syntax are shown too, and a list is not taken for settings", async () => {
    const file = join(cwd, "thorp.yaml");
    writeFileSync(file, "team: [alma\n");
    expect((await failure(loadConfig({ cwd, env }))).message).toMatch(/thorp\.yaml:2:1: not valid YAML/);
    writeFileSync(file, "- team\n");
    expect((await failure(loadConfig({ cwd, env }))).message).toBe(
      `${file}:1:1: must hold keys with values, not a list`,
    );
  });

  it("with keys say where keys go", async () => {
    writeFileSync(join(cwd, "thorp.yaml"), "openrouterApiKey: sk-1\n");
    expect((await failure(loadConfig({ cwd, env }))).message).toContain("put them into the environment or into .env");
  });

  it("in the environment name the variable and its file", async () => {
    const wrong = { THORP_BUDGETS_RUN: "lots", THORP_LOG_LEVEL: "loud", THORP_DEADLINE: "2" };
    const { message } = await failure(loadConfig({ cwd, env: { ...env, ...wrong } }));
    expect(message.split("\n")).toEqual([
      'THORP_BUDGETS_RUN is "lots"; it must be an amount of US dollars, such as 0.50.',
      'THORP_DEADLINE is "2"; it must be a number and ms, s, m or h, such as 90s.',
      'THORP_LOG_LEVEL is "loud"; it must be one of debug, info, warn, error.',
    ]);
    writeFileSync(join(cwd, ".env"), "THORP_BUDGETS_DAY=-1\n");
    expect((await failure(loadConfig({ cwd, env }))).message).toContain(
      `THORP_BUDGETS_DAY in ${join(cwd, ".env")} is "-1"`,
    );
  });

  it("in flags are mistakes of usage", () => {
    expect(() => flagValue("budgets.run", "cheap", "--budget")).toThrow(
      expect.objectContaining({ code: "usage", message: expect.stringContaining('--budget is "cheap"') }),
    );
  });

  it("are none where a file holds only comments, or a variable is empty", async () => {
    writeFileSync(join(cwd, "thorp.yaml"), "# nothing yet\n");
    expect((await loadConfig({ cwd, env: { ...env, THORP_TEAM: "" } })).settings).not.toHaveProperty("team");
  });
});

it("gives the engine its options, money in micro-dollars", async () => {
  writeFileSync(
    join(cwd, "thorp.yaml"),
    "budgets: { run: 0.5, agents: { camina: 1 } }\ntimeZone: UTC\nallowHosts: [intranet]\n",
  );
  const options = toEngineOptions(await loadConfig({ cwd, env: { ...env, KEY: "k" } }));
  expect(options).toMatchObject({
    budgets: { run: 500_000, agents: { camina: 1_000_000 } },
    timeZone: "UTC",
    allowHosts: ["intranet"],
  });
  expect(options.budgets).not.toHaveProperty("day");
  expect(options).not.toHaveProperty("team");
  expect(options.env).toMatchObject({ KEY: "k" });
});

it("has fewer than sixty settings, each with a variable of its own, and a default in words", () => {
  const settings = listSettings();
  expect(settings.length).toBeLessThan(60);
  const variables = settings.flatMap(({ variable }) => variable ?? []);
  expect(new Set(variables).size).toBe(variables.length);
  expect(variables).toContain("THORP_TEAM_FOLDERS");
  expect(settings.filter(({ description, defaultText }) => description === "" || defaultText === "")).toEqual([]);
  expect(environmentValues({ THORP_ALLOW_HOSTS: " a , b," }, "")[0]?.value).toEqual(["a", "b"]);
});
