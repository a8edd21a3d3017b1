import { describe, expect, test } from "vitest";
import { createSystemClock } from "../base/clock.ts";
import { createSeededDice } from "../base/dice.ts";
import { createScriptedModel } from "../testing/scripted-model.ts";
import { startScriptedServer } from "../testing/scripted-server.ts";
import { createCatalogue } from "./catalogue.ts";
import { parseCatalogueFile } from "./catalogue-file.ts";
import type { LanguageModelV4 } from "./language-model.ts";
import { createProviders, type ProvidersOptions } from "./providers.ts";

const call = { prompt: [{ role: "user" as const, content: [{ type: "text" as const, text: "Hi" }] }] };

function providersAt(url: string, over: Partial<ProvidersOptions> = {}) {
  const text = `
providers:
  rules: { kind: rules }
  ollama: { kind: ollama, url: "${url}", keep_alive: 5m }
  router: { kind: openai, dialect: openrouter, url: "${url}/v1", key: ROUTER_KEY, headers: { x-own: "1" } }
  far: { kind: openai, url: "https://far.invalid/v1", key: FAR_KEY }
  gone: { kind: openai, url: "http://127.0.0.1:9/v1" }
models: [{ id: rules/english }, { id: rules/hashed-384 }, { id: ollama/small, context: 4096 }]
aliases: { small: ollama/small }`;
  const catalogue = createCatalogue([parseCatalogueFile(text, "test.yaml")]);
  return createProviders({ catalogue, env: {}, clock: createSystemClock(), dice: createSeededDice("x"), ...over });
}

async function said(model: LanguageModelV4) {
  return (await model.doGenerate(call)).content;
}

describe("models", () => {
  test("of every kind answer by their id", async () => {
    await using server = await startScriptedServer({ script: () => ({ text: "served" }) });
    await using providers = providersAt(server.url, {
      env: { ROUTER_KEY: "sk-1" },
      rules: createScriptedModel({ script: [{ text: "by rule" }] }),
    });
    expect(await said(providers.languageModel("rules/english"))).toEqual([{ type: "text", text: "by rule" }]);
    expect(await said(providers.languageModel("small"))).toEqual([{ type: "text", text: "served" }]);
    expect(await said(providers.languageModel("router/a/b"))).toEqual([{ type: "text", text: "served" }]);
    expect(server.requests.map(({ path, body }) => [path, body["model"]])).toEqual([
      ["/api/chat", "small"],
      ["/v1/chat/completions", "a/b"],
    ]);
    expect(server.requests[0]?.body).toMatchObject({ keep_alive: "5m", options: { num_ctx: 4096 } });
    expect(server.requests[1]?.headers).toMatchObject({ authorization: "Bearer sk-1", "x-own": "1" });
  });

  test("are the same object for the same model, under whatever name", async () => {
    await using providers = providersAt("http://127.0.0.1:9");
    expect(providers.languageModel("small")).toBe(providers.languageModel("ollama/small"));
    expect(providers.languageModel("small")).toMatchObject({
      specificationVersion: "v4",
      provider: "ollama",
      modelId: "small",
    });
    expect(() => providers.languageModel("nothing")).toThrow(expect.objectContaining({ code: "model-unknown" }));
  });

  test("that nobody can serve fail in the call, and say why", async () => {
    await using providers = providersAt("http://127.0.0.1:9");
    await expect(providers.languageModel("rules/english").doStream(call)).rejects.toMatchObject({
      code: "model-unknown",
    });
    await expect(providers.languageModel("far/x").doStream(call)).rejects.toMatchObject({
      code: "model-refused",
      message: "far needs a key, and FAR_KEY is not set",
    });
    await expect(providers.languageModel("gone/x").doStream(call)).rejects.toMatchObject({ code: "model-unavailable" });
  });

  test("on this machine do without a key", async () => {
    await using server = await startScriptedServer({ script: () => ({ text: "ok" }) });
    await using providers = providersAt(server.url);
    await said(providers.languageModel("router/x"));
    expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
  });

  test("make ids for tool calls that never repeat", async () => {
    await using server = await startScriptedServer({ script: () => ({ toolCalls: [{ name: "f", input: {} }] }) });
    await using providers = providersAt(server.url);
    const ids = new Set<string>();
    for (let i = 0; i < 3; i++)
      for (const part of await said(providers.languageModel("small")))
        if (part.type === "tool-call") ids.add(part.toolCallId);
    expect(ids.size).toBe(3);
  });
});

test("embeddings wait for a server that is being started, and fail with what keeps it from starting", async () => {
  await using server = await startScriptedServer();
  const asked: string[] = [];
  const problems: Error[] = [];
  await using providers = providersAt(server.url, {
    ready: async (provider) => {
      asked.push(`${provider} after ${server.requests.length} calls`);
      for (const problem of problems) throw problem;
    },
  });
  const model = providers.embeddingModel("ollama/small");
  await model.doEmbed({ values: ["a"] });
  expect(asked).toEqual(["ollama after 0 calls"]);
  problems.push(new Error("it ended with code 3"));
  await expect(model.doEmbed({ values: ["b"] })).rejects.toThrow("it ended with code 3");
});

test("embedders of every kind answer by their id", async () => {
  await using server = await startScriptedServer();
  await using providers = providersAt(server.url);
  for (const [id, dimensions] of [
    ["rules/hashed-384", 384],
    ["ollama/nomic", 16],
    ["router/embed", 16],
  ] as const) {
    const model = providers.embeddingModel(id);
    const { embeddings } = await model.doEmbed({ values: ["a"] });
    expect(embeddings[0], id).toHaveLength(dimensions);
    expect(await model.maxEmbeddingsPerCall, id).toBeGreaterThan(1);
  }
});

test("probes ask for the cheapest thing, and the rules are always there", async () => {
  await using server = await startScriptedServer();
  await using providers = providersAt(server.url);
  const { signal } = new AbortController();
  for (const name of ["rules", "ollama", "router"]) await providers.probe(name, signal);
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /api/version",
    "GET /v1/models",
  ]);
  await expect(providers.probe("far", signal)).rejects.toMatchObject({ code: "model-unavailable" });
  await expect(providers.probe("gone", signal)).rejects.toMatchObject({ code: "model-unavailable" });
  await expect(providers.probe("nobody", signal)).rejects.toMatchObject({ code: "model-unknown" });
});

test("the state of a key is told without the key", async () => {
  await using providers = providersAt("http://127.0.0.1:9", { env: { FAR_KEY_FILE: "/nowhere/at/all" } });
  expect(["rules", "router", "far"].map((name) => providers.keyState(name))).toEqual([
    "not-needed",
    "not-needed",
    "missing",
  ]);
  await using other = providersAt("http://127.0.0.1:9", { env: { FAR_KEY: "x" } });
  expect(other.keyState("far")).toBe("set");
});

test("an adapter that fails to load is tried again by the next call", async () => {
  await using server = await startScriptedServer({ script: () => ({ text: "ok" }) });
  const env: Record<string, string> = {};
  await using providers = providersAt(server.url, { env });
  const model = providers.languageModel("far/x");
  await expect(model.doStream(call)).rejects.toMatchObject({ code: "model-refused" });
  env["FAR_KEY"] = "x";
  await expect(model.doStream(call)).rejects.toMatchObject({ code: "model-unavailable" });
});
