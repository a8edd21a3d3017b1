/**
 * Keys that the process holds leave it nowhere, whatever a model, a tool, a server or a person does with them.
 *
 * Canaries are planted where keys are: in the environment, in a file that it names, in the credential store. A model
 * writes them in every form and cut into pieces, a tool brings them in every member of its result, a server quotes them
 * in its error, a person pastes them. Then every way out is walked: streams, every route that can be read, exports,
 * metrics, log, artifacts, backups, and the bytes of the data folder.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { createSystemClock } from "../../src/base/clock.ts";
import { secretForms } from "../../src/guard/secret-forms.ts";
import { routeList } from "../../src/server/route-list.ts";
import { testServer } from "../../src/server/test-server.ts";
import { startScriptedServer } from "../../src/testing/scripted-server.ts";
import { defineTool, type Tool } from "../../src/tools/tool.ts";
import { hasToolResult } from "../bad-input/test-bench.ts";
import { bytesBelow, leaksIn, newCanary } from "./canaries.ts";
import { askOverProtocols } from "./protocols.ts";

const canaries = { environment: newCanary(), file: newCanary(), store: newCanary() };
const all = Object.values(canaries);
const forms = all.flatMap(secretForms).join(" | ");
const carriers = all.flatMap((value) => [
  Buffer.from(`user:${value}`).toString("base64"),
  Buffer.from(`{"key":"${value}"}`).toString("base64"),
  `https://api.example.org/?key=${encodeURIComponent(value)}&x=1`,
  JSON.stringify({ authorization: `Bearer ${value}` }),
]);
const everything = [forms, ...carriers].join("\n");

/** Says what no tool should, in every member of its result. */
const gossip: Tool = defineTool<{ how: string }>({
  name: "gossip",
  capability: "gossip",
  description: "Says everything.",
  examples: ["gossip"],
  input: z.object({ how: z.string() }),
  effect: "none",
  repeatable: true,
  cacheable: true,
  describe: ({ how }) => ({ effect: "none", summary: `gossip ${how}` }),
  async execute({ how }, context) {
    context.progress(everything);
    if (how.startsWith("fail")) return { ok: false, text: everything, advice: everything };
    if (how.startsWith("throw")) throw new Error(everything);
    const written = await context.createFile({
      name: "gossip.txt",
      title: all.join(" "),
      mediaType: "text/plain",
      bytes: everything,
    });
    return {
      ok: true,
      text: `${everything}\n${"long ".repeat(4000)}${everything}`,
      data: { [all[0] ?? ""]: all, nested: [{ everything }] },
      sources: [{ title: everything, location: `https://example.org/?key=${all[1]}` }],
      labels: [`web:https://example.org/?key=${encodeURIComponent(all[2] ?? "")}`],
      artifacts: [written],
    };
  },
});

const pieces = (text: string) => text.match(/.{1,3}/gsu) ?? [];

let found: { readonly way: string; readonly leaks: readonly string[] }[];
let answers: readonly (readonly [way: string, text: string])[];
let walked: readonly string[];

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "thorp-secrets-"));
  const seen: [way: string, text: string][] = [];
  const model = await startScriptedServer({
    script: (request) => {
      const asked = JSON.stringify(request.body);
      // What models are sent is a way out as well.
      seen.push(["prompt of a model", asked]);
      if (asked.includes("refuse")) return { status: 401, body: JSON.stringify({ error: { message: everything } }) };
      if (hasToolResult(request)) return { text: pieces(everything), reasoning: pieces(everything) };
      const how = /fail|throw|result/.exec(asked.slice(asked.lastIndexOf('"user"')))?.[0] ?? "";
      if (how === "") return { text: pieces(everything) };
      return { toolCalls: [{ name: "gossip", input: { how: `${how} ${everything}` } }] };
    },
  });
  await writeFile(join(folder, "key.txt"), canaries.file);
  await writeFile(
    join(folder, "models.yaml"),
    `providers:\n  near: { kind: openai, dialect: openai, url: "${model.url}/v1", tier: local, key: NEAR_KEY }\n` +
      "models:\n  - { id: near/one, context: 32000, price: { input: 0, output: 0 } }\naliases: { one: near/one }\n",
  );
  const team = join(folder, "teams", "talkers");
  await mkdir(join(team, "agents"), { recursive: true });
  await writeFile(join(team, "team.yaml"), "name: talkers\ndescription: They talk.\n");
  await writeFile(
    join(team, "agents", "one.md"),
    "---\nname: one\nkind: manager\ndescription: Talks.\nmodels: { local: one }\ntools: [gossip]\n---\nYou talk.\n",
  );
  const server = await testServer({
    dir: folder,
    env: { NEAR_KEY_FILE: join(folder, "key.txt"), OTHER_SERVICE_TOKEN: canaries.environment },
    configFolder: join(folder, "config"),
    catalogues: [join(folder, "models.yaml")],
    teamFolders: [join(folder, "teams")],
    team: "talkers",
    tools: [gossip],
    logger: (level, message, data) => seen.push(["log of the engine", JSON.stringify({ level, message, data })]),
    serve: { logger: (level, message, data) => seen.push(["log of the server", JSON.stringify({ message, data })]) },
  });
  await server.thorp.accounts.credentials.set(
    { of: "everyone", name: "", variable: "STORED_KEY", secret: canaries.store },
    { who: "personal" },
  );
  const get = async (way: string, path: string, init: RequestInit = {}): Promise<string> => {
    const response = await fetch(`${server.url}${path}`, { signal: AbortSignal.timeout(5000), ...init }).catch(
      () => undefined,
    );
    const text = await response?.text().catch(() => "");
    seen.push([way, `${[...(response?.headers ?? [])].join()} ${text}`]);
    return text ?? "";
  };
  const json = { method: "POST", headers: { "content-type": "application/json" } };
  let last = { run: "", conversation: "" };
  for (const text of ["Say it.", `Is this mine: ${everything}`, "result", "fail", "throw", "refuse"]) {
    const asked = await get("POST /api/runs", "/api/runs", { ...json, body: JSON.stringify({ text }) });
    last = JSON.parse(asked) as typeof last;
    await get("stream of a run", `/api/runs/${last.run}/stream`);
    for await (const update of server.thorp.follow(last.run)) seen.push(["updates of a run", JSON.stringify(update)]);
    if (text === "refuse") continue;
    const messages = [{ role: "user", content: text }];
    for (const stream of [true, false])
      await get("/v1", "/v1/chat/completions", {
        ...json,
        body: JSON.stringify({ model: "talkers", messages, stream }),
      });
  }
  await askOverProtocols(server.url, {
    team: "talkers",
    texts: ["Say it.", "result", "fail", "refuse"],
    hear: (way, text) => seen.push([way, text]),
  });
  await get("backup", "/api/backups", { ...json, body: "{}" });
  const runs = await server.thorp.listRuns({ limit: 100 });
  const routes = routeList({ clock: createSystemClock(), closing: new AbortController().signal, version: "0" });
  walked = [...new Set(routes.filter((route) => route.method === "get").map((route) => route.path))];
  for (const { id, conversation } of runs) {
    const names: Readonly<Record<string, string>> = {
      run: id,
      conversation,
      team: "talkers",
      tool: "gossip",
      step: "1",
    };
    for (const path of walked) {
      if (
        /stream|events$/.test(path) ||
        (path.includes("{") && !/\{(run|conversation)\}/.test(path) && id !== runs[0]?.id)
      )
        continue;
      if (!path.includes("{") && id !== runs[0]?.id) continue;
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? "x");
      await get(`GET ${path}`, filled);
    }
    for (const format of ["md", "html", "json"])
      await get(`export as ${format}`, `/api/conversations/${conversation}/export?format=${format}`);
  }
  await get("a request that is wrong", `/api/runs/${encodeURIComponent(canaries.environment)}`);
  await get("metrics", "/metrics");
  await get("A2A card", "/.well-known/agent-card.json");
  for (const call of [
    () => server.thorp.embed({ model: "near/one", inputs: ["refuse"] }),
    () => server.thorp.showTeam(everything),
    () => server.thorp.ask({ text: "x", model: everything }),
  ])
    await call().catch((error: Error) => seen.push(["an error of the engine", `${error.message} ${error.stack}`]));
  await server.close();
  await server.thorp.close();
  for (const { file, text } of await bytesBelow(folder))
    if (!file.endsWith("key.txt")) seen.push([`bytes of ${file.slice(folder.length)}`, text]);
  await model.close();
  await rm(folder, { recursive: true, force: true });
  answers = seen;
  found = seen.map(([way, text]) => ({ way, leaks: leaksIn(text, canaries) }));
}, 120_000);

it("no way out shows a secret", () => {
  const ways = new Set(found.map(({ way }) => way));
  process.stdout.write(`${found.length} texts on ${ways.size} ways out, ${walked.length} routes that are read\n`);
  expect(found.filter(({ leaks }) => leaks.length > 0).slice(0, 20)).toEqual([]);
  for (const way of ["prompt of a model", "stream of a run", "/v1", "export as md", "export as html", "metrics"])
    expect(ways).toContain(way);
  for (const way of ["MCP, legacy", "MCP, auto", "MCP, auto, resource", "A2A SendMessage", "A2A SendStreamingMessage"])
    expect(ways).toContain(way);
  // They are ways that the model's own words took, not only refusals.
  for (const way of ["MCP, auto, result", "A2A SendMessage"])
    expect(
      answers.some(([known, text]) => known === way && text.includes("[secret removed]")),
      way,
    ).toBe(true);
  expect(
    [...ways].some((way) => way.includes("backup")),
    "a backup was made",
  ).toBe(true);
  expect(
    [...ways].some((way) => way.includes("gossip.txt")),
    "an artifact was written",
  ).toBe(true);
});

it("the search finds each canary in each form, so that the walk can fail", () => {
  for (const [name, value] of Object.entries(canaries)) {
    for (const form of secretForms(value)) expect(leaksIn(`x${form}y`, canaries).length, name).toBeGreaterThan(0);
  }
  for (const carrier of carriers) expect(leaksIn(carrier, canaries).length).toBeGreaterThan(0);
});
