/** An agent of a real engine uses the official server, and a server that wants a login. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { createScriptedModel, type ScriptedModelReply } from "../../testing/scripted-model.ts";
import { startOAuthWorld } from "../../tools/mcp/testing-oauth.ts";
import type { McpServers } from "../../tools/mcp-server.ts";
import { createEngine } from "../create-engine.ts";
import type { Thorp } from "../thorp.ts";
import { createMcpDesk } from "./mcp-desk.ts";

const everything = fileURLToPath(import.meta.resolve("@modelcontextprotocol/server-everything/dist/index.js"));
const reads = [everything.slice(0, everything.indexOf("/node_modules/"))];
const programs: McpServers = { all: { command: process.execPath, args: [everything, "stdio"], reads } };
const quiet = new AbortController().signal;
let home: string;
let replies: ScriptedModelReply[];
beforeEach(async () => {
  replies = [];
  home = await mkdtemp(join(tmpdir(), "thorp-mcp-engine-"));
  await mkdir(join(home, "teams/desk/agents"), { recursive: true });
  await writeFile(join(home, "teams/desk/team.yaml"), "name: desk\ndescription: A desk.\n");
  const front = [
    "name: clerk",
    "kind: manager",
    "description: Does it.",
    "models: { local: any }",
    "tools: [all_get_sum]",
  ];
  await writeFile(join(home, "teams/desk/agents/clerk.md"), `---\n${front.join("\n")}\n---\nDo it.\n`);
});
afterEach(() => rm(home, { recursive: true }));

const deskOf = (servers: McpServers) =>
  createMcpDesk({
    ...{ servers, configFolder: join(home, "config"), allowHosts: [], clock: createSystemClock() },
    folder: join(home, "data"),
    env: { PATH: process.env["PATH"] },
  });
const engineWith = (mcpServers: McpServers, more: object = {}) =>
  createEngine({
    ...{ dataDir: join(home, "data"), workspace: home, configFolder: join(home, "config"), mcpServers, ...more },
    ...{ teamFolders: [join(home, "teams")], team: "desk", env: { PATH: process.env["PATH"] } },
    languageModels: { any: createScriptedModel({ script: () => replies.shift() ?? { text: "Done." } }) },
  });
const runOf = async (thorp: Thorp, text: string) => {
  const { run } = await thorp.ask({ text });
  for await (const _ of thorp.follow(run));
  return thorp.events(run);
};

it("an agent calls a real server once somebody agreed to it; what comes is from outside", async () => {
  const desk = deskOf(programs);
  await desk.agree("all", await desk.look("all", quiet));
  const thorp = await engineWith(programs);
  try {
    const tools = await thorp.listTools();
    expect(tools.map(({ name }) => name)).toContain("all_get_sum");
    replies.push({ toolCalls: [{ name: "all_get_sum", input: { a: 17, b: 23 } }] }, { text: "It is 40." });
    // Every argument stands in the person's own words, else it would have to be asked about.
    const events = await runOf(thorp, "Add 17 and 23");
    const result = events.find((event) => event.type === "step-end" && event.step.startsWith("tool"));
    expect(result).toMatchObject({
      result: { ok: true, text: expect.stringContaining("40"), labels: expect.arrayContaining(["web:mcp:all"]) },
    });
    replies.push({ toolCalls: [{ name: "all_get_sum", input: { a: 1, b: 2 } }] }, { text: "Not done." });
    expect(JSON.stringify(await runOf(thorp, "Add what you like"))).toContain("policy-deny");
  } finally {
    await thorp.close();
  }
}, 60_000);

it("nothing of a server is there before somebody agreed, or when another program would be started", async () => {
  const thorp = await engineWith(programs);
  expect((await thorp.listTools()).filter(({ name }) => name.startsWith("all_"))).toEqual([]);
  await thorp.close();
  const desk = deskOf(programs);
  await desk.agree("all", await desk.look("all", quiet));
  const other: McpServers = { all: { command: process.execPath, args: [everything, "stdio", "--more"] } };
  const second = await engineWith(other);
  expect((await second.listTools()).filter(({ name }) => name.startsWith("all_"))).toEqual([]);
  await second.close();
}, 60_000);

it("logs in through the credentials, whose tokens never leave", async () => {
  const world = await startOAuthWorld();
  const servers: McpServers = { guarded: { url: world.url, trustHints: true } };
  const allowHosts = [new URL(world.issuer).host];
  const thorp = await engineWith(servers, { allowHosts });
  try {
    const { credentials } = thorp.accounts;
    const desk = createMcpDesk({
      ...{ servers, configFolder: join(home, "config"), allowHosts, clock: createSystemClock(), env: {} },
      folder: undefined,
    });
    let address = "";
    const kept = await desk.logIn("guarded", {
      ...{ redirectUrl: "http://127.0.0.1:9/callback", state: "word" },
      show: (shown) => {
        address = shown;
      },
      callback: () => world.browse(address),
    });
    await credentials.set({ of: "everyone", name: "", ...kept }, { who: "test" });
    const { secret = "" } = credentials.lookup("MCP_GUARDED_LOGIN") ?? {};
    const token = /"access_token":"([^"]+)"/.exec(secret)?.[1] ?? "";
    expect(token).toMatch(/^at-/);
    expect(credentials.secrets()).toContain(token);
    expect(JSON.stringify(credentials.list())).not.toContain(token);
  } finally {
    await thorp.close();
    await world.close();
  }
}, 30_000);
