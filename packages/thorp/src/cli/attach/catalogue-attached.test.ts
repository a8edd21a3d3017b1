/** `thorp teams` and `thorp models` with --server: what they say and write is the server's, never this machine's. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { createEngine } from "../../engine/create-engine.ts";
import { openModelDesk } from "../../engine/model-desk/model-desk.ts";
import { testServer } from "../../server/test-server.ts";
import { startScriptedServer } from "../../testing/scripted-server.ts";
import { runCli } from "../run-cli.ts";
import { testingSurroundings } from "../testing-thorp.ts";

const actor = { who: "test" };

function writeTeam(folder: string, title: string): void {
  mkdirSync(join(folder, "agents"), { recursive: true });
  mkdirSync(join(folder, "knowledge"), { recursive: true });
  writeFileSync(join(folder, "knowledge", "prices.md"), "# Prices\nApples cost 2.\n");
  writeFileSync(
    join(folder, "team.yaml"),
    `name: shop\ntitle: "${title}"\ndescription: Sells fruit.\nmodels: { quick: near/one }\n`,
  );
  writeFileSync(
    join(folder, "agents", "clerk.md"),
    '---\nname: clerk\nkind: manager\ndescription: Knows the prices.\nmodels: { local: quick }\nknowledge: [knowledge]\ntools: [calculate, "mcp:absent/*"]\n---\nTell the price.\n',
  );
}

/** A server with a team and a catalogue that this machine does not have. */
async function world(options: Parameters<typeof startScriptedServer>[0] = {}) {
  const models = await startScriptedServer({
    models: ["one"],
    script: () => ({ text: "Hello there." }),
    ...options,
    endpoints: {
      "/v1/model/info": {
        body: JSON.stringify({
          data: [{ model_name: "big", model_info: { max_input_tokens: 64000, input_cost_per_token: 0.000001 } }],
        }),
      },
      ...options.endpoints,
    },
  });
  const dir = mkdtempSync(join(tmpdir(), "thorp-catalogue-server-"));
  const configFolder = join(dir, "config");
  mkdirSync(configFolder);
  const catalogue = join(configFolder, "models.yaml");
  writeFileSync(
    catalogue,
    `providers:\n  near: { kind: openai, url: "${models.url}/v1", tier: local, slots: 2, context: 4096 }\n  proxy: { kind: openai, dialect: litellm, url: "${models.url}/v1", tier: frontier, slots: 2, context: 4096 }\nmodels:\n  - { id: near/one, context: 4096, price: { input: 0, output: 0 } }\n`,
  );
  writeTeam(join(dir, "teams", "shop"), "The server's shop");
  const engine = { catalogues: [catalogue], teamFolders: [join(dir, "teams")], configFolder, env: {} };
  const server = await testServer({
    ...{ dir, ...engine },
    serve: { openModelDesk: () => openModelDesk({ ...engine, modelTests: join(dir, "tests.json") }) },
  });
  const here = mkdtempSync(join(tmpdir(), "thorp-catalogue-here-"));
  onTestFinished(async () => {
    await server[Symbol.asyncDispose]();
    await models.close();
    for (const folder of [dir, here]) rmSync(folder, { recursive: true, force: true });
  });
  const run = async (argv: readonly string[], key?: string) => {
    const env = { THORP_SERVER: server.url, ...(key === undefined ? {} : { THORP_API_KEY: key }) };
    const surroundings = { ...testingSurroundings({ cwd: here, env }), openEngine: createEngine };
    const code = await runCli(argv, surroundings);
    return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
  };
  return { server, models, configFolder, catalogue, dir, here, run };
}

it("shows and checks teams of the server, with what they know and lack", async () => {
  const { run, here, dir } = await world();
  const shown = await run(["teams", "show", "shop"]);
  expect(shown).toMatchObject({ code: 0, err: "" });
  expect(shown.out).toContain("The server's shop");
  expect(shown.out).toMatch(/knows +knowledge \(1 document\)/);
  expect(shown.out).toContain("quick = near/one");
  const json = JSON.parse((await run(["teams", "show", "shop", "--json"])).out) as object;
  expect(json).toMatchObject({ name: "shop", modelAliases: { quick: "near/one" }, documents: { knowledge: 1 } });
  const checked = await run(["teams", "check", "shop"]);
  expect(checked.out).toContain("Team shop is all right: 1 agent, 0 skills, 1 document.");
  expect(checked.out).toContain("mcp:absent/*");
  // A team of that name on this machine is not meant.
  writeTeam(join(here, "shop"), "A shop here");
  expect((await run(["teams", "show", "shop"])).out).toContain("The server's shop");
  for (const verb of ["show", "check"]) {
    const folder = await run(["teams", verb, "./shop"]);
    expect(folder).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(/knows teams by name.*Leave out --server/s),
    });
  }
  writeFileSync(join(dir, "teams", "shop", "team.yaml"), "name: shop\ntitle: 3\nodd: yes\n");
  await expect.poll(async () => (await run(["teams", "check", "shop"])).code).not.toBe(0);
  expect((await run(["teams", "check", "shop"])).err).toMatch(/team\.yaml:\d+:\d+/);
});

it("shows models of the server: its catalogue, its teams, its tests", async () => {
  const { run } = await world();
  const shown = await run(["models", "show", "near/one"]);
  expect(shown).toMatchObject({ code: 0, err: "" });
  expect(shown.out).toMatch(/state +ready/);
  expect(shown.out).toMatch(/price +free/);
  expect(shown.out).toMatch(/used by +shop\/clerk \(local\)/);
  expect(await run(["models", "show", "near/two-that-is-not"])).toMatchObject({ code: 0 });
  expect(await run(["models", "show", "nowhere/x"])).toMatchObject({ code: expect.not.stringMatching("0") });
  const tested = await run(["models", "test", "near/one", "--tokens", "500"]);
  expect(tested.out).toMatch(/near\/one (passed|did not pass); the calls cost \$0\./);
  expect(JSON.parse((await run(["models", "show", "near/one", "--json"])).out)).toMatchObject({
    id: "near/one",
    price: { input: 0, output: 0 },
    test: { checks: expect.any(Array) },
  });
});

it("writes into the catalogue of the server, and nothing here", async () => {
  const { run, catalogue, configFolder, here } = await world();
  const added = await run([
    ...["models", "add", "near/two", "--window", "8k", "--price", "1/2", "--can", "tools,vision", "--alias", "second"],
    "--require-test",
  ]);
  expect(added).toMatchObject({ code: 0, out: expect.stringContaining("which knows it from its next start") });
  const written = parse(readFileSync(catalogue, "utf8")) as { models: readonly object[]; aliases: object };
  expect(written.models).toContainEqual({
    ...{ id: "near/two", context: 8000, price: { input: 1, output: 2 } },
    ...{ capabilities: ["tools", "vision"], requires_test: true },
  });
  expect(written.aliases).toEqual({ second: "near/two" });
  expect((await run(["models", "add", "near/three", "--can", "flying"])).code).not.toBe(0);
  const dry = await run(["models", "sync", "proxy", "--dry-run"]);
  expect(dry.out).toMatch(/1 model listed by .*\/model\/info/);
  const list = join(configFolder, "models.proxy.yaml");
  expect(existsSync(list)).toBe(false);
  const synced = await run(["models", "sync", "proxy"]);
  expect(synced).toMatchObject({ code: 0, err: expect.stringContaining("next start") });
  expect(synced.out).toContain(`Written to ${list}.`);
  expect(readFileSync(list, "utf8")).toContain("proxy/big");
  const exported = await run(["models", "export", "litellm"]);
  expect(parse(exported.out)).toMatchObject({ model_list: expect.any(Array) });
  expect(exported.out).toContain("near/one");
  expect(existsSync(join(here, "config"))).toBe(false);
});

it("lets admins alone write", async () => {
  const { run, server, catalogue } = await world();
  const { users, keys } = server.thorp.accounts;
  const admin = await users.create({ name: "ada", role: "admin" }, actor);
  const member = await users.create({ name: "bob", role: "member" }, actor);
  const keyOf = async (user: string) =>
    (await keys.create({ user, name: "cli", scopes: ["runs:read", "runs:write", "admin"] }, actor)).key;
  const [adas, bobs] = [await keyOf(admin.id), await keyOf(member.id)];
  const before = readFileSync(catalogue, "utf8");
  for (const argv of [
    ["models", "add", "near/two"],
    ["models", "sync", "proxy"],
    ["models", "test", "near/one"],
  ])
    expect(await run(argv, bobs)).toMatchObject({ code: 4, out: "" });
  expect(readFileSync(catalogue, "utf8")).toBe(before);
  expect(await run(["models", "show", "near/one"], bobs)).toMatchObject({ code: 0 });
  expect(await run(["models", "export", "litellm"], bobs)).toMatchObject({ code: 0 });
  expect(await run(["models", "add", "near/two"], adas)).toMatchObject({ code: 0 });
  const lines = await server.thorp.accounts.audit.list({});
  expect(lines.map(({ what }) => what)).toContain("model-add");
});
