/** The server over real HTTP: what it answers, how it refuses, how a run is followed and continued. */
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createScriptedModel, type ScriptedModelReply } from "../testing/scripted-model.ts";
import { problemSchema } from "./problem.ts";
import { serverEvents, type TestServer, testServer } from "./test-server.ts";

const teamFolders = [join(fileURLToPath(new URL("../../test", import.meta.url)), "bad-input", "teams")];
let server: TestServer;
const replies: ScriptedModelReply[] = [];
beforeAll(async () => {
  server = await testServer({
    teamFolders,
    team: "solo",
    languageModels: { one: createScriptedModel({ script: () => replies.shift() ?? { text: "Hello there, you." } }) },
  });
});
afterAll(() => server[Symbol.asyncDispose]());

const get = (path: string, init: RequestInit = {}) => fetch(`${server.url}${path}`, init);
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  get(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const problemOf = async (response: Response) => problemSchema.parse(await response.json());
async function ask(text = "Hello"): Promise<string> {
  const response = await post("/api/runs", { text });
  expect(response.status).toBe(202);
  return ((await response.json()) as { run: string }).run;
}
async function follow(run: string, headers: Record<string, string> = {}, most = Infinity) {
  const seen: { id?: string; event?: string; data: { type: string; seq?: number; delta?: string; text?: string } }[] =
    [];
  for await (const { id, event, data } of serverEvents(await get(`/api/runs/${run}/stream`, { headers }))) {
    seen.push({
      ...(id === undefined ? {} : { id }),
      ...(event === undefined ? {} : { event }),
      data: JSON.parse(data) as never,
    });
    if (seen.length >= most || seen.at(-1)?.data.type === "run-end") break;
  }
  return seen;
}

describe("health", () => {
  it.each(["/livez", "/health", "/healthz"])("%s answers", async (path) => {
    expect(await (await get(path)).json()).toEqual({ ok: true, version: "0.0.0-test" });
  });
});

describe("a run", () => {
  it("is asked, followed to its end, and shown", async () => {
    const run = await ask();
    const seen = await follow(run);
    const events = seen.filter(({ event }) => event === "event");
    expect(events.map(({ data }) => data.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.map(({ id }) => Number(id))).toEqual(events.map(({ data }) => data.seq));
    expect(seen.at(-1)?.data).toMatchObject({ type: "run-end", state: "done" });
    expect(events.find(({ data }) => data.type === "message-add" && data.text !== "Hello")?.data.text).toBe(
      "Hello there, you.",
    );
    expect(await (await get(`/api/runs/${run}`)).json()).toMatchObject({
      run: { id: run, state: "done", team: "solo", cost: 0 },
      messages: [
        { role: "person", text: "Hello" },
        { role: "team", text: "Hello there, you." },
      ],
      live: false,
    });
    const { runs } = (await (await get("/api/runs?limit=1")).json()) as { runs: readonly { id: string }[] };
    expect(runs.map(({ id }) => id)).toEqual([run]);
  });

  it("goes on where a client left, without gap or double", async () => {
    const run = await ask();
    const first = (await follow(run, {}, 4)).filter(({ event }) => event === "event");
    const last = first.at(-1)?.id ?? "0";
    const rest = (await follow(run, { "last-event-id": last })).filter(({ event }) => event === "event");
    const all = [...first, ...rest].map(({ id }) => Number(id));
    expect(all).toEqual(all.map((_, index) => index + 1));
    const listed = (await (await get(`/api/runs/${run}/events?after=${last}`)).json()) as {
      events: readonly unknown[];
    };
    expect(listed.events).toHaveLength(rest.length);
  });

  it("is stopped, and says so", async () => {
    replies.push({ text: "slow ".repeat(50), delayMs: 60_000 } as ScriptedModelReply);
    const run = await ask("Wait for me");
    expect((await get(`/api/runs/${run}/cancel`, { method: "POST" })).status).toBe(204);
    expect((await follow(run)).at(-1)?.data).toMatchObject({ type: "run-end", state: "cancelled" });
  });

  it("carries attachments", async () => {
    const response = await post("/api/runs", {
      text: "What is in it?",
      attachments: [{ name: "a.txt", base64: Buffer.from("hello").toString("base64") }],
    });
    const { run } = (await response.json()) as { run: string };
    const start = (await follow(run)).find(({ data }) => data.type === "run-start");
    expect(start?.data).toMatchObject({ request: { attachments: [{ name: "a.txt", bytes: 5 }] } });
  });
});

describe("what is there", () => {
  it("lists teams, models and tools", async () => {
    expect(await (await get("/api/teams")).json()).toMatchObject({
      teams: expect.arrayContaining([expect.objectContaining({ name: "solo" })]),
    });
    expect(await (await get("/api/models")).json()).toMatchObject({
      models: expect.arrayContaining([expect.objectContaining({ id: "rules/english", tier: "embedded" })]),
    });
    expect(await (await get("/api/tools")).json()).toMatchObject({
      tools: expect.arrayContaining([expect.objectContaining({ name: "calculate", capability: "calculation" })]),
    });
  });
});

describe("a refusal", () => {
  it.each([
    ["an unknown run", "/api/runs/run_0", 404, "run-unknown"],
    ["the stream of an unknown run", "/api/runs/run_0/stream", 404, "run-unknown"],
    ["what is no id", "/api/runs/..%2f..%2fetc", 400, "input-invalid"],
    ["a limit that is no number", "/api/runs?limit=many", 400, "input-invalid"],
    ["an unknown query", "/api/runs?limti=3", 400, "input-invalid"],
    ["an unknown path", "/api/nothing", 404, "route-unknown"],
  ])("of %s is a problem with its request id", async (_what, path, status, code) => {
    const response = await get(path, { headers: { "x-request-id": "mine-1" } });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("x-request-id")).toBe("mine-1");
    expect(await problemOf(response)).toMatchObject({ code, status, requestId: "mine-1", hint: expect.any(String) });
  });

  it.each([
    ["no body", "", "input-invalid", 400],
    ["no JSON", "{", "input-invalid", 400],
    ["no text", { team: "solo" }, "input-invalid", 400],
    ["a wrong type", { text: 5 }, "input-invalid", 400],
    ["an unknown member", { text: "x", hurry: true }, "input-invalid", 400],
    ["a folder of the server, without its token", { text: "x", workspace: "/" }, "access-denied", 403],
    ["a deep body", `{"text":${"[".repeat(100)}${"]".repeat(100)}}`, "input-invalid", 400],
    ["an unknown team", { text: "x", team: "nobody" }, "team-unknown", 404],
    ["an unknown model", { text: "x", model: "nothing/at-all" }, "model-unknown", 404],
    ["only spaces", { text: "  " }, "input-invalid", 400],
  ])("of a request with %s says what is wrong", async (_what, body, code, status) => {
    const response = await post("/api/runs", body);
    expect(response.status).toBe(status);
    expect(await problemOf(response)).toMatchObject({ code });
  });

  it("of a form that a page of another site could send", async () => {
    const response = await post("/api/runs", { text: "x" }, { "content-type": "text/plain" });
    expect(await problemOf(response)).toMatchObject({ detail: expect.stringContaining("application/json") });
  });

  it("of a method names those that there are", async () => {
    const response = await get("/api/runs", { method: "DELETE" });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST, GET");
  });

  it("of a foreign host, before anything else", async () => {
    const status = await new Promise((resolve, reject) => {
      httpRequest(`${server.url}/api/runs`, { headers: { host: "evil.example" } }, (response) => {
        resolve(response.statusCode);
        response.resume();
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
  });
});

describe("the OpenAPI document", () => {
  it("describes every route, with shapes that are there", async () => {
    const document = (await (await get("/api/openapi.json")).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string }>>;
      components: { schemas: Record<string, unknown> };
    };
    expect(document.openapi).toBe("3.1.0");
    expect(document.paths["/api/runs"]?.["post"]?.operationId).toBe("runs.ask");
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, pointer]) => pointer ?? "");
    expect(references.length).toBeGreaterThan(5);
    for (const pointer of references) {
      const name = /^#\/components\/schemas\/([^/]+)$/.exec(pointer)?.[1];
      expect(name !== undefined && name in document.components.schemas, pointer).toBe(true);
    }
  });
});

it("winds down: streams end, a new server takes over", async () => {
  const own = await testServer({
    teamFolders,
    team: "solo",
    languageModels: {
      one: createScriptedModel({ script: () => ({ text: "x", delayMs: 60_000 }) as ScriptedModelReply }),
    },
  });
  const response = await fetch(`${own.url}/api/runs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"text":"Hello"}',
  });
  const { run } = (await response.json()) as { run: string };
  const stream = await fetch(`${own.url}/api/runs/${run}/stream`);
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { data } of serverEvents(stream)) seen.push((JSON.parse(data) as { type: string }).type);
  })();
  await own[Symbol.asyncDispose]();
  await reading;
  expect(seen[0]).toBe("run-start");
  expect(seen).not.toContain("run-end");
});
