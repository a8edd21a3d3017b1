import { afterAll, describe, expect, test } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { type ServerReply, startScriptedServer } from "../../testing/scripted-server.ts";
import { createNodeTransport } from "../transport/node-transport.ts";
import { dialects } from "./dialects.ts";
import { createOpenAiEmbeddingModel } from "./embedding-model.ts";
import { createOpenAiModel, type OpenAiServer } from "./language-model.ts";

const node = createNodeTransport();
afterAll(() => node.close());

const serverAt = (url: string, over: Partial<OpenAiServer> = {}): OpenAiServer => ({
  ...{
    provider: "openrouter",
    dialect: dialects.openrouter,
    url: `${url}/v1/`,
    key: "sk-test-key",
    transport: node.send,
  },
  ...{ clock: createSystemClock(), newId: () => "made", timeouts: { startMs: 3000, idleMs: 3000 } },
  ...over,
});
const call = { prompt: [{ role: "user" as const, content: [{ type: "text" as const, text: "Hi" }] }] };

async function answer(reply: ServerReply, over: Partial<OpenAiServer> = {}) {
  await using server = await startScriptedServer({ script: () => reply });
  return {
    result: await createOpenAiModel(serverAt(server.url, over), "a/b").doGenerate(call),
    request: server.requests[0],
  };
}

describe("a call", () => {
  test("goes to the right place with key and headers", async () => {
    await using server = await startScriptedServer({ script: [{ text: "ok" }] });
    const model = createOpenAiModel(serverAt(server.url, { headers: { "X-Own": "1" } }), "a/b");
    await model.doGenerate({ ...call, headers: { "x-title": "Mine", "x-own": undefined } });
    const { path, headers, body } = server.requests[0] ?? {};
    expect(path).toBe("/v1/chat/completions");
    expect(headers).toMatchObject({
      authorization: "Bearer sk-test-key",
      "x-title": "Mine",
      "content-type": "application/json",
    });
    expect(headers).not.toHaveProperty("x-own");
    expect(body?.["model"]).toBe("a/b");
  });

  test("gives the cost that the server reports, and the headers", async () => {
    const { result } = await answer({
      text: "ok",
      usage: { cost: 0.0123 },
      headers: { "x-litellm-response-cost": "0.5" },
    });
    expect(result.usage.raw?.["cost"]).toBe(0.0123);
    expect(result.response?.headers?.["x-litellm-response-cost"]).toBe("0.5");
    expect(result.response?.modelId).toBe("a/b");
  });

  test("gives raw chunks when asked", async () => {
    await using server = await startScriptedServer({ script: [{ text: "ok" }] });
    const { stream } = await createOpenAiModel(serverAt(server.url), "m").doStream({ ...call, includeRawChunks: true });
    const raw: unknown[] = [];
    for await (const part of stream) if (part.type === "raw") raw.push(part.rawValue);
    expect(raw[0]).toMatchObject({ object: "chat.completion.chunk" });
  });

  test("without a key sends none", async () => {
    const { request } = await answer({ text: "ok" }, { key: undefined });
    expect(request?.headers).not.toHaveProperty("authorization");
  });

  test.each<[string, ServerReply, object]>([
    [
      "a limit",
      { status: 429, headers: { "retry-after": "3" }, body: '{"error":{"message":"slow down"}}' },
      { code: "rate-limited", retryAfterMs: 3000 },
    ],
    [
      "a page instead of an answer",
      { status: 502, contentType: "text/html", body: "<html><title>Bad Gateway</title></html>" },
      { code: "model-unavailable", message: "openrouter/a/b answered 502: Bad Gateway" },
    ],
    [
      "a JSON error under the wrong type",
      { status: 400, contentType: "text/html", body: '{"error":{"message":"odd"}}' },
      { code: "model-refused", message: "openrouter/a/b answered 400: odd" },
    ],
    [
      "an unknown model",
      { status: 404, body: '{"error":{"message":"No endpoints found"}}' },
      { code: "model-unknown" },
    ],
    [
      "a broken body of an error",
      { status: 500, headers: { "content-length": "100" }, body: '{"error":', cutAfterBytes: 5 },
      { code: "model-unavailable" },
    ],
    [
      "a page under a 200",
      { contentType: "text/html", body: "<html><title>Sign in</title></html>" },
      { code: "model-unavailable" },
    ],
    ["silence", { hang: "head" }, { code: "model-unavailable" }],
    ["silence half-way", { text: "Hel", breakAfter: 1, hang: "end" }, { code: "model-unavailable" }],
  ])("rejects for %s", async (_, reply, expected) => {
    await expect(answer(reply, { timeouts: { startMs: 60, idleMs: 60 } })).rejects.toMatchObject(expected);
  });

  test("closes the socket of a server that never answered", async () => {
    await using server = await startScriptedServer({ script: [{ hang: "head" }] });
    const model = createOpenAiModel(serverAt(server.url, { timeouts: { startMs: 40, idleMs: 40 } }), "m");
    await expect(model.doStream(call)).rejects.toThrow(/did not begin to answer/);
    await expect.poll(() => server.connections()).toBe(0);
  });

  test("uses its connection again after a complete reply", async () => {
    await using server = await startScriptedServer({ script: () => ({ text: ["a", "b"] }) });
    const model = createOpenAiModel(serverAt(server.url), "m");
    for (let i = 0; i < 5; i++) {
      await model.doGenerate(call);
      await new Promise(setImmediate);
    }
    expect(await server.connections()).toBe(1);
  });

  test("says what to do when nothing listens", async () => {
    const url = await startScriptedServer().then(async (server) => {
      await server.close();
      return server.url;
    });
    const model = createOpenAiModel(serverAt(url, { dialect: dialects.vllm, provider: "vllm" }), "m");
    await expect(model.doStream(call)).rejects.toMatchObject({
      code: "model-unavailable",
      hint: expect.stringContaining("vllm serve"),
    });
  });
});

describe("embeddings", () => {
  test("come back in the order of the texts", async () => {
    await using server = await startScriptedServer();
    const model = createOpenAiEmbeddingModel(serverAt(server.url), "e");
    const { embeddings, usage } = await model.doEmbed({ values: ["one", "two", "three"] });
    const alone = await model.doEmbed({ values: ["two"] });
    expect(embeddings).toHaveLength(3);
    expect(embeddings[1]).toEqual(alone.embeddings[0]);
    expect(usage).toEqual({ tokens: 7 });
    expect(server.requests[0]?.body).toMatchObject({ model: "e", input: ["one", "two", "three"] });
  });

  test.each<[string, object, object]>([
    ["too few", { body: '{"data":[]}' }, { code: "model-output" }],
    ["no JSON", { body: "hello" }, { code: "model-output" }],
    ["an error under a 200", { body: '{"error":{"message":"boom","code":429}}' }, { code: "rate-limited" }],
    ["a refusal", { status: 401, body: "" }, { code: "model-refused" }],
  ])("reject for %s", async (_, faults, expected) => {
    await using server = await startScriptedServer({ endpoints: { "/v1/embeddings": faults } });
    await expect(
      createOpenAiEmbeddingModel(serverAt(server.url), "e").doEmbed({ values: ["x"] }),
    ).rejects.toMatchObject(expected);
  });

  test("can be cancelled", async () => {
    await using server = await startScriptedServer({ endpoints: { "/v1/embeddings": { body: "{", hang: "end" } } });
    const controller = new AbortController();
    const embedding = createOpenAiEmbeddingModel(serverAt(server.url), "e").doEmbed({
      values: ["x"],
      abortSignal: controller.signal,
    });
    setTimeout(() => controller.abort(), 30);
    await expect(embedding).rejects.toMatchObject({ code: "cancelled" });
  });
});
