/** Prompts and resources of the official server, named in requests to a real engine. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { createScriptedModel, type ScriptedModelReply } from "../../testing/scripted-model.ts";
import type { McpServers } from "../../tools/mcp-server.ts";
import { createEngine } from "../create-engine.ts";
import type { Thorp } from "../thorp.ts";
import { createMcpDesk } from "./mcp-desk.ts";

const everything = fileURLToPath(import.meta.resolve("@modelcontextprotocol/server-everything/dist/index.js"));
const reads = [everything.slice(0, everything.indexOf("/node_modules/"))];
const program = { command: process.execPath, args: [everything, "stdio"], reads };
const mcpServers: McpServers = { all: program, strange: { ...program, args: [everything, "stdio", "--other"] } };
const replies: ScriptedModelReply[] = [];
const model = createScriptedModel({ script: () => replies.shift() ?? { text: "Done." } });
let home: string;
let thorp: Thorp;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "thorp-mcp-texts-"));
  await mkdir(join(home, "teams/desk/agents"), { recursive: true });
  await writeFile(join(home, "teams/desk/team.yaml"), "name: desk\ndescription: A desk.\n");
  const front = "name: clerk\nkind: manager\ndescription: Does it.\nmodels: { local: any }\ntools: [read_file]";
  await writeFile(join(home, "teams/desk/agents/clerk.md"), `---\n${front}\n---\nDo it.\n`);
  const env = { PATH: process.env["PATH"] };
  const desk = createMcpDesk({
    ...{ servers: mcpServers, configFolder: join(home, "config"), allowHosts: [], clock: createSystemClock() },
    ...{ folder: join(home, "data"), env },
  });
  await desk.agree("all", await desk.look("all", AbortSignal.timeout(30_000)));
  thorp = await createEngine({
    ...{ dataDir: join(home, "data"), workspace: home, configFolder: join(home, "config"), mcpServers, env },
    ...{ teamFolders: [join(home, "teams")], team: "desk", languageModels: { any: model } },
  });
}, 60_000);
afterAll(async () => {
  await thorp.close();
  await rm(home, { recursive: true });
});

const startOf = async (text: string, expand = true) => {
  const { run } = await thorp.ask({ text, expand });
  for await (const _ of thorp.follow(run));
  const events = await thorp.events(run);
  const [start] = events;
  if (start?.type !== "run-start") throw new Error("no start");
  return { run, events, request: start.request };
};

it("offers what a person agreed to", async () => {
  const { prompts, resources } = await thorp.serverOffers();
  expect(prompts).toContainEqual({
    server: "all",
    name: "args-prompt",
    description: expect.any(String),
    arguments: [
      { name: "city", description: expect.any(String), isRequired: true },
      { name: "state", isRequired: false },
    ],
  });
  expect(prompts.every(({ server }) => server === "all")).toBe(true);
  expect(resources.length).toBeGreaterThan(0);
});

it("attaches a prompt, whose words are not the person's", async () => {
  replies.push({ toolCalls: [{ name: "read_file", input: { path: "attachment:all-args-prompt.md" } }] });
  const { request, events } = await startOf("/all:args-prompt Lisbon");
  expect(request.attachments).toMatchObject([{ name: "all-args-prompt.md", mediaType: "text/markdown" }]);
  expect(request.text).toMatch(/^\/all:args-prompt Lisbon\n/);
  expect(request.text).not.toContain("weather");
  const read = events.find((event) => event.type === "step-end" && event.step.startsWith("tool"));
  expect(read).toMatchObject({
    result: {
      text: expect.stringContaining("Lisbon"),
      labels: expect.arrayContaining(["attachment:all-args-prompt.md"]),
    },
  });
});

it("takes a request that is asked again with other words for a new one", async () => {
  const { run } = await startOf("/all:args-prompt Lisbon");
  const [start] = await thorp.events(run);
  const text = start?.type === "run-start" ? start.request.text.replace("Lisbon", "Porto") : "";
  const again = await thorp.retry(run, { text, expand: true });
  const [second] = await thorp.events(again.run);
  expect(second).toMatchObject({ request: { text, attachments: [{ name: "all-args-prompt.md" }] } });
  for await (const _ of thorp.follow(again.run));
});

it("attaches resources that are named in a sentence", async () => {
  const { resources } = await thorp.serverOffers();
  const uri = resources[0]?.uri ?? "";
  const { request } = await startOf(`What does @all:${uri}, say? Not a@all:${uri}.`);
  expect(request.attachments).toHaveLength(1);
  expect(request.attachments[0]?.name).toMatch(/^all-[\w.-]+\.\w+$/);
  expect(request.attachments[0]?.bytes).toBeGreaterThan(0);
});

it("says what is wrong before a run begins", async () => {
  const before = (await thorp.listRuns()).length;
  await expect(thorp.ask({ text: "/all:args-prompt", expand: true })).rejects.toMatchObject({
    code: "input-invalid",
    message: expect.stringContaining("needs city"),
  });
  await expect(thorp.ask({ text: "/all:arg-prompt x", expand: true })).rejects.toMatchObject({
    hint: "Did you mean /all:args-prompt?",
  });
  await expect(thorp.ask({ text: "@all:demo://nothing/here", expand: true })).rejects.toMatchObject({
    code: "tool-failed",
  });
  await expect(thorp.ask({ text: "@strange:demo://x", expand: true })).rejects.toMatchObject({
    message: expect.stringContaining("Nobody has agreed"),
  });
  expect((await thorp.listRuns()).length).toBe(before);
});

it("leaves words as they are where nothing is meant", async () => {
  for (const text of ["/nobody:prompt x", "write to me@all:x or /all", "see @nobody:file:///etc/passwd"])
    expect((await startOf(text)).request).toMatchObject({ text, attachments: [] });
  expect((await startOf("/all:args-prompt Lisbon", false)).request).toMatchObject({ attachments: [] });
});
