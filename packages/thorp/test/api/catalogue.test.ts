/** Teams, tools and models one by one, and the settings of a server that `thorp serve` started. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { loadConfig } from "../../src/config/load-config.ts";
import { toEngineOptions } from "../../src/config/settings.ts";
import { createSettingsDesk } from "../../src/config/settings-desk.ts";
import { openModelDesk } from "../../src/engine/model-desk/model-desk.ts";
import { openApi } from "./api-bench.ts";

it("shows a team with what its agents are told and whom they work with", async () => {
  const api = await openApi();
  const { body } = await api.call("GET", "/api/teams/crew");
  expect(body).toMatchObject({
    name: "crew",
    top: "boss",
    limits: { depth: 1, tasks: 20, steps: 6 },
    agents: [
      { name: "boss", delegates: ["hand"], instructions: expect.stringContaining("You plan.") },
      { name: "hand", tools: ["slow_lookup", "add_line"], models: { local: "hand" } },
    ],
  });
  const picture = await fetch(`${api.server.url}/api/teams/crew/picture`);
  expect(picture.headers.get("content-type")).toBe("image/svg+xml");
  expect(await picture.text()).toContain("hands work to hand.");
  expect((await api.call("GET", "/api/teams/nobody/picture")).body.code).toBe("team-unknown");
  expect((await api.call("GET", "/api/teams/nobody")).body.code).toBe("team-unknown");
  expect((await api.call("GET", "/api/teams/..%2f..%2fetc")).body.code).toBe("input-invalid");
  expect((await api.call("GET", "/api/tools/calculate")).body).toMatchObject({ capability: "calculation" });
  expect((await api.call("GET", "/api/tools/nothing")).body.code).toBe("tool-unknown");
  expect((await api.call("GET", "/api/models/rules%2Fenglish")).body).toMatchObject({ tier: "embedded" });
  expect((await api.call("GET", "/api/models/rules%2Fenglisch")).body.detail).toContain("Did you mean rules/english?");
  expect((await api.call("GET", "/api/model-servers")).status).toBe(200);
  expect((await api.call("POST", "/api/models/rules%2Fenglish/pull", {})).body.code).toBe("model-refused");
  expect((await api.call("POST", "/api/models/rules%2Fenglish/load", {})).body.code).toBe("model-refused");
  expect((await api.call("GET", "/api/settings")).body.code).toBe("route-unknown");
  expect((await api.call("POST", "/api/models/rules%2Fenglish/test", {})).body.code).toBe("route-unknown");
});

it("shows settings with their origin, and writes them with the file's comments, all or nothing", async () => {
  const dir = mkdtempSync(join(tmpdir(), "thorp-settings-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, "thorp.yaml");
  writeFileSync(file, "# Ours.\nteam: magus # the planner\nbudgets:\n  run: 0.5\n");
  const env = { XDG_CONFIG_HOME: join(dir, "config"), THORP_LOG_LEVEL: "info", OPENROUTER_API_KEY: "sk-or-SECRET" };
  const load = () => loadConfig({ cwd: dir, env });
  const config = await load();
  const api = await openApi(
    {},
    {
      serve: {
        settings: createSettingsDesk({ load }),
        openModelDesk: () => openModelDesk(toEngineOptions(config)),
      },
    },
  );
  const shown = await api.call("GET", "/api/settings");
  expect(JSON.stringify(shown.body)).not.toContain("SECRET");
  const settings = shown.body["settings"] as { key: string }[];
  const of = (key: string) => settings.find((setting) => setting.key === key);
  expect(of("team")).toMatchObject({ value: "magus", origin: file, isChangeable: true });
  expect(of("log.level")).toMatchObject({ value: "info", origin: "THORP_LOG_LEVEL" });
  expect(of("port")).toMatchObject({ origin: "default", isChangeable: false });

  const change = async (values: object, trial = false) =>
    (await api.call("PATCH", "/api/settings", { values, trial })).body as unknown;
  const wrong = { team: "alma", "budgets.run": -1, timeZone: "Mars/Base", dataDir: "/", nothing: 1 };
  expect(await change(wrong)).toMatchObject({
    ok: false,
    problems: [{ key: "budgets.run" }, { key: "timeZone" }, { key: "dataDir" }, { key: "nothing" }],
  });
  expect(await change({ team: "alma" }, true)).toMatchObject({ ok: true, file });
  expect(readFileSync(file, "utf8")).toContain("team: magus");
  const values = { team: "alma", "budgets.run": null, "budgets.day": 2, "log.level": "debug" };
  const overridden = [{ key: "log.level", origin: "THORP_LOG_LEVEL" }];
  expect(await change(values)).toEqual({ ok: true, file, overridden, held: [], restart: [] });
  const text = readFileSync(file, "utf8");
  expect(text).toMatch(/# Ours\.\nteam: alma # the planner\nbudgets:\n {2}day: 2\n/);
  expect((await load()).settings).toMatchObject({ team: "alma", budgets: { day: 2 }, log: { level: "info" } });

  const added = await api.call("POST", "/api/models", { id: "ollama/tiny", context: 4096, alias: "tiny" });
  expect([added.status, added.body["id"]]).toEqual([201, "ollama/tiny"]);
  expect(readFileSync(String(added.body["file"]), "utf8")).toContain("ollama/tiny");
  expect((await api.call("POST", "/api/models", { id: "ollama/tiny" })).body.code).toBe("usage");
});
