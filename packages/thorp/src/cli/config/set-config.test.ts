/** Settings that are changed while a server runs, by a command and over HTTP. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createThorpClient } from "../../../../client/src/client.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { type CliFolder, createCliFolder, type StartedCli, startCli } from "../testing-process.ts";

let models: ScriptedServer;
beforeAll(async () => {
  models = await startScriptedServer({ models: ["paid"], script: () => ({ text: ["It is 42."] }) });
});
afterAll(() => models.close());

const started: StartedCli[] = [];
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill("SIGKILL");
});

async function command(folder: CliFolder, ...argv: readonly string[]) {
  const cli = startCli(folder, argv);
  return { code: await cli.ended, out: cli.out(), err: cli.err() };
}

/** A server whose models cost a dollar a token. */
async function serve() {
  const folder = createCliFolder();
  const catalogue = join(folder.cwd, "models.yaml");
  writeFileSync(
    catalogue,
    `providers:
  shop: { kind: openai, url: "${models.url}/v1", tier: frontier, slots: 4, context: 8192 }
models:
  - { id: shop/paid, price: { input: 1000000, output: 1000000 } }
`,
  );
  const env: CliFolder["env"] = { ...folder.env, THORP_CATALOGUES: catalogue };
  const cli = startCli({ ...folder, env }, ["serve", "--json", "--port", "0"]);
  started.push(cli);
  await cli.shows('"resumed"');
  const { url } = JSON.parse(cli.out()) as { url: string };
  return { folder: { ...folder, env }, url, client: createThorpClient({ baseURL: url }) };
}

it("hold at once where they can, and say which wait for the next start", async () => {
  const { folder, url, client } = await serve();
  const file = join(folder.env["XDG_CONFIG_HOME"] ?? "", "thorp", "thorp.yaml");
  expect(await command(folder, "config", "set", "team", "village")).toEqual({
    ...{ code: 0, err: "" },
    out: `team: written to ${file}.\nteam holds at once in the server that runs.\n`,
  });
  const { run } = await client.ask("What is 6 * 7?");
  expect((await client.runs.show(run)).run.team).toBe("village");

  expect((await command(folder, "config", "set", "allowHosts", "nas,printer")).out).toContain(
    "allowHosts holds from the next start of `thorp serve`",
  );
  expect((await client.settings.show()).find(({ key }) => key === "allowHosts")).toMatchObject({
    ...{ needsRestart: true, isChangeable: false, value: ["nas", "printer"] },
  });
  expect(await command(folder, "config", "set", "budgets.dai", "1")).toMatchObject({
    code: 2,
    err: expect.stringContaining("Did you mean budgets.day?"),
  });
  expect(await command(folder, "config", "set", "budgets.day", "much")).toMatchObject({ code: 2 });

  expect(await client.settings.change({ "backup.every": "24h", "log.level": "info" })).toMatchObject({
    ok: true,
    held: ["backup.every", "log.level"],
    restart: ["allowHosts"],
  });
  await expect
    .poll(async () => (await (await fetch(`${url}/api/backups`)).json()) as unknown, { timeout: 20_000 })
    .toMatchObject({ backups: [{ by: "schedule" }] });

  // By somebody who opened the file.
  writeFileSync(file, `${readFileSync(file, "utf8").replace("village", "magus")}`);
  expect(await client.settings.reload()).toEqual({ held: ["team"], restart: ["allowHosts"] });
  expect((await command(folder, "config", "unset", "team")).out).toContain("team holds at once");
  const later = await client.ask("What is 6 * 7?");
  expect((await client.runs.show(later.run)).run.team).toBe("alma");
}, 60_000);

it("budgets stop the next call, also of a team that was asked before", async () => {
  const { client } = await serve();
  const ask = async () => {
    const { run } = await client.ask({ text: "Say something of trees", model: "shop/paid" });
    for await (const _ of client.follow(run));
    return (await client.runs.show(run)).run;
  };
  expect(await ask()).toMatchObject({ state: "done", cost: expect.any(Number) });
  expect(await client.settings.change({ "budgets.run": 0.01 })).toMatchObject({ held: ["budgets.run"] });
  const { state, cost } = await ask();
  expect([state === "done", cost]).toEqual([false, 0]);
  expect(await client.settings.change({ "budgets.run": null })).toMatchObject({ held: ["budgets.run"] });
  expect((await ask()).state).toBe("done");
}, 60_000);
