import { afterAll, describe, expect, test } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { type ServerReply, startScriptedServer } from "../../testing/scripted-server.ts";
import type { LanguageModelV4CallOptions } from "../language-model.ts";
import { createNodeTransport } from "../transport/node-transport.ts";
import { createOllamaAdmin } from "./admin.ts";
import { createOllamaEmbeddingModel } from "./embedding-model.ts";
import { createOllamaModel } from "./language-model.ts";
import type { OllamaServer } from "./server.ts";

const node = createNodeTransport();
afterAll(() => node.close());

let made = 0;
const serverAt = (url: string): OllamaServer => ({
  ...{ provider: "ollama", url, transport: node.send, clock: createSystemClock() },
  ...{ newId: () => `made-${made++}`, timeouts: { startMs: 2000, idleMs: 2000 } },
});
const asking = (text: string): LanguageModelV4CallOptions => ({
  prompt: [{ role: "user", content: [{ type: "text", text }] }],
});

async function answer(reply: ServerReply, options: Partial<LanguageModelV4CallOptions> = {}) {
  await using server = await startScriptedServer({ script: () => reply });
  const model = createOllamaModel(serverAt(server.url), { model: "llama3.2:3b", context: 131_072, keepAlive: "10m" });
  return { result: await model.doGenerate({ ...asking("Hi"), ...options }), body: server.requests[0]?.body };
}

describe("a call", () => {
  test("asks for a window that holds it, and keeps the model", async () => {
    const { body } = await answer({ text: "ok" }, { maxOutputTokens: 50, temperature: 0.1, seed: 3 });
    expect(body).toMatchObject({
      ...{ model: "llama3.2:3b", stream: true, keep_alive: "10m", truncate: false },
      options: { num_ctx: 8192, num_predict: 50, temperature: 0.1, seed: 3 },
    });
  });

  test("grows its window with the prompt and does not shrink it, since each change loads the model anew", async () => {
    await using server = await startScriptedServer({ script: () => ({ text: "ok" }) });
    const model = createOllamaModel(serverAt(server.url), { model: "m", context: 40_000 });
    for (const words of [10, 9000, 10, 20_000]) await model.doGenerate(asking("word ".repeat(words)));
    const sizes = server.requests.map(({ body }) => (body["options"] as { num_ctx: number }).num_ctx);
    expect(sizes).toEqual([8192, 16_384, 16_384, 32_768]);
  });

  test("is refused before it is sent when the prompt cannot fit", async () => {
    await using server = await startScriptedServer({ script: () => ({ text: "ok" }) });
    const model = createOllamaModel(serverAt(server.url), { model: "m", context: 4096 });
    await expect(model.doStream(asking("word ".repeat(10_000)))).rejects.toMatchObject({ code: "context-length" });
    expect(server.requests).toHaveLength(0);
    await model.doGenerate(asking("short"));
    expect(server.requests[0]?.body["options"]).toMatchObject({ num_ctx: 4096 });
  });

  test("makes ids for tool calls, and sends arguments back as objects", async () => {
    const { result } = await answer({
      toolCalls: [
        { name: "f", input: { x: 1 } },
        { name: "f", input: {} },
      ],
    });
    const calls = result.content.filter((part) => part.type === "tool-call");
    expect(calls.map((call) => call.input)).toEqual(['{"x":1}', "{}"]);
    expect(new Set(calls.map((call) => call.toolCallId)).size).toBe(2);
    const history: LanguageModelV4CallOptions["prompt"] = [
      {
        role: "assistant",
        content: [
          { type: "tool-call", toolCallId: "a", toolName: "f", input: '{"x":1}' },
          { type: "tool-call", toolCallId: "b", toolName: "f", input: "broken {" },
        ],
      },
      {
        role: "tool",
        content: [{ type: "tool-result", toolCallId: "a", toolName: "f", output: { type: "json", value: [1] } }],
      },
    ];
    const { body } = await answer({ text: "ok" }, { prompt: history });
    expect(body?.["messages"]).toEqual([
      {
        role: "assistant",
        content: "",
        tool_calls: [
          { id: "a", function: { name: "f", arguments: { x: 1 } } },
          { id: "b", function: { name: "f", arguments: { input: "broken {" } } },
        ],
      },
      { role: "tool", tool_name: "f", tool_call_id: "a", content: "[1]" },
    ]);
  });

  test("sends pictures as base64 and files of text as text", async () => {
    const { body } = await answer(
      { text: "ok" },
      {
        prompt: [
          {
            role: "user",
            content: [
              { type: "text", text: "Look." },
              { type: "file", mediaType: "image/png", data: { type: "data", data: new Uint8Array([1, 2, 3]) } },
              { type: "file", mediaType: "text/plain", data: { type: "text", text: "note" } },
            ],
          },
        ],
      },
    );
    expect(body?.["messages"]).toEqual([{ role: "user", content: "Look.\n\nnote", images: ["AQID"] }]);
    const linked = {
      type: "file" as const,
      mediaType: "image/png",
      data: { type: "url" as const, url: new URL("https://example.org/a.png") },
    };
    await expect(answer({ text: "ok" }, { prompt: [{ role: "user", content: [linked] }] })).rejects.toMatchObject({
      code: "input-invalid",
    });
  });

  test.each([
    ["none", false],
    ["minimal", "low"],
    ["medium", "medium"],
    ["max", "high"],
  ] as const)("thinks %s as %s", async (reasoning, think) => {
    expect((await answer({ text: "ok" }, { reasoning })).body?.["think"]).toBe(think);
  });

  test("takes a schema, plain JSON, one tool, or none", async () => {
    const tools: LanguageModelV4CallOptions["tools"] = ["f", "g"].map((name) => ({
      type: "function",
      name,
      inputSchema: { type: "object" },
    }));
    const schema = { type: "object" as const };
    expect((await answer({ text: "{}" }, { responseFormat: { type: "json", schema } })).body?.["format"]).toEqual(
      schema,
    );
    expect((await answer({ text: "{}" }, { responseFormat: { type: "json" } })).body?.["format"]).toBe("json");
    expect((await answer({ text: "x" }, { tools, toolChoice: { type: "none" } })).body).not.toHaveProperty("tools");
    expect(
      (await answer({ text: "x" }, { tools, toolChoice: { type: "tool", toolName: "g" } })).body?.["tools"],
    ).toMatchObject([{ function: { name: "g" } }]);
    expect((await answer({ text: "x" }, { tools, toolChoice: { type: "required" } })).result.warnings).toHaveLength(1);
  });

  test("wishes for thoughts in the levels that Ollama knows", async () => {
    const efforts = ["provider-default", "none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;
    const bodies = await Promise.all(
      efforts.map(async (reasoning) => (await answer({ text: "ok" }, { reasoning })).body),
    );
    expect(bodies.map((body) => body?.["think"])).toEqual([
      ...[undefined, false, "low", "low", "medium", "high", "high", "high"],
    ]);
  });

  test("is made again without thoughts for a model that has none, and the next ones are made so at once", async () => {
    const refusal = { status: 400, body: '{"error":"\\"m\\" does not support thinking"}' };
    await using server = await startScriptedServer({
      script: ({ body }) => ("think" in body ? refusal : { text: "ok" }),
    });
    const model = createOllamaModel(serverAt(server.url), { model: "m", context: 8192 });
    for (let call = 0; call < 2; call++) {
      const { content, warnings } = await model.doGenerate({ ...asking("Hi"), reasoning: "high" });
      expect([content, warnings]).toMatchObject([[{ text: "ok" }], [{ feature: "reasoning" }]]);
    }
    expect(server.requests.map(({ body }) => body["think"])).toEqual(["high", undefined, undefined]);
  });

  test("takes no notice of log probabilities, and says why a reply ended", async () => {
    const ended = async (done_reason: string) => {
      const line = (more: object) => `${JSON.stringify({ model: "m", ...more })}\n`;
      const logprobs = [{ token: "Hi", logprob: -0.1, top_logprobs: [{ token: "Hi", logprob: -0.1 }] }];
      const body = line({ message: { content: "Hi" }, logprobs, done: false }) + line({ done: true, done_reason });
      return (await answer({ body })).result;
    };
    expect((await ended("stop")).content).toEqual([{ type: "text", text: "Hi" }]);
    const reasons = ["stop", "length", "load", "unload"];
    expect(await Promise.all(reasons.map(async (reason) => (await ended(reason)).finishReason))).toEqual([
      { unified: "stop", raw: "stop" },
      { unified: "length", raw: "length" },
      { unified: "other", raw: "load" },
      { unified: "other", raw: "unload" },
    ]);
  });

  test("lets the call's own options win", async () => {
    const { body } = await answer(
      { text: "ok" },
      { providerOptions: { ollama: { options: { num_ctx: 999 }, keep_alive: -1 }, thorp: { secret: 1 } } },
    );
    expect(body).toMatchObject({ keep_alive: -1, options: { num_ctx: 999 } });
    expect(JSON.stringify(body)).not.toContain("secret");
  });

  test("reports times in milliseconds", async () => {
    expect((await answer({ text: "ok" })).result.providerMetadata).toEqual({
      ollama: { totalMs: 5, loadMs: 1, promptMs: 2, answerMs: 2 },
    });
  });

  test.each<[string, ServerReply, object]>([
    [
      "a model that is not there",
      { status: 404, body: '{"error":"model \\"llama3.2:3b\\" not found, try pulling it first"}' },
      { code: "model-unknown", hint: "Fetch the model with `thorp models pull ollama/llama3.2:3b`." },
    ],
    [
      "too little memory",
      { status: 500, body: '{"error":"model requires more system memory (9.1 GiB) than is available (3.0 GiB)"}' },
      { code: "model-refused" },
    ],
    [
      "tools that it cannot use",
      { status: 400, body: '{"error":"llama3.2:3b does not support tools"}' },
      { code: "model-refused" },
    ],
    [
      "a prompt that is too long",
      { status: 400, body: '{"error":"input length exceeds maximum context length"}' },
      { code: "context-length" },
    ],
    ["a line that is no JSON", { body: '{"message":{"content":"a"},"done":false}\noops\n' }, { code: "model-output" }],
    ["an end without done", { body: '{"message":{"content":"a"},"done":false}\n' }, { code: "model-unavailable" }],
    ["a page", { body: "<html><title>x</title></html>" }, { code: "model-unavailable" }],
  ])("rejects for %s", async (_, reply, expected) => {
    await expect(answer(reply)).rejects.toMatchObject(expected);
  });

  test("passes over what says nothing", async () => {
    const body = [
      '{"message":null}',
      "",
      '{"message":{"content":5,"tool_calls":null}}',
      '{"message":{"content":"a"}}',
      '{"done":true,"done_reason":"length"}',
    ].join("\r\n");
    const { result } = await answer({ body });
    expect(result.content).toEqual([{ type: "text", text: "a" }]);
    expect(result.finishReason).toEqual({ unified: "length", raw: "length" });
  });
});

test("embeddings come one per text", async () => {
  await using server = await startScriptedServer();
  const { embeddings, usage } = await createOllamaEmbeddingModel(serverAt(server.url), {
    model: "nomic-embed-text",
  }).doEmbed({ values: ["a", "b"] });
  expect([embeddings.length, usage?.tokens]).toEqual([2, 7]);
  expect(server.requests[0]?.body).toMatchObject({ model: "nomic-embed-text", input: ["a", "b"], truncate: true });
  await using broken = await startScriptedServer({ endpoints: { "/api/embed": { body: '{"embeddings":[]}' } } });
  await expect(
    createOllamaEmbeddingModel(serverAt(broken.url), { model: "m" }).doEmbed({ values: ["a"] }),
  ).rejects.toMatchObject({ code: "model-output" });
});

describe("administration", () => {
  test("sees what is there, what is loaded, and what a model can do", async () => {
    await using server = await startScriptedServer({ models: ["llama3.2:3b"] });
    const admin = createOllamaAdmin(serverAt(server.url));
    expect(await admin.version()).toBe("0.13.0");
    expect(await admin.tags()).toEqual([
      { name: "llama3.2:3b", bytes: 2e9, family: "llama", parameters: "3.2B", quantization: "Q4_K_M" },
    ]);
    expect(await admin.ps()).toMatchObject([
      { name: "llama3.2:3b", bytesOnGpu: 2e9, context: 8192, expiresAt: Date.UTC(2026, 0, 1, 0, 5) },
    ]);
    expect(await admin.show("llama3.2:3b")).toMatchObject({ capabilities: ["completion", "tools"], context: 131_072 });
  });

  test("loads and unloads", async () => {
    await using server = await startScriptedServer();
    const admin = createOllamaAdmin(serverAt(server.url));
    await admin.load("m", { keepAlive: "5m", context: 8192 });
    await admin.load("m");
    await admin.unload("m");
    expect(server.requests.map(({ path, body }) => [path, body["keep_alive"], body["options"]])).toEqual([
      ["/api/generate", "5m", { num_ctx: 8192 }],
      ["/api/generate", -1, undefined],
      ["/api/generate", 0, undefined],
    ]);
  });

  test("loads a model that only embeds", async () => {
    const refusal = { status: 400, body: `{"error":"\\"nomic-embed-text\\" does not support generate"}` };
    await using server = await startScriptedServer({ endpoints: { "/api/generate": refusal } });
    await createOllamaAdmin(serverAt(server.url)).load("nomic-embed-text", { keepAlive: "5m" });
    expect(server.requests.at(-1)).toMatchObject({ path: "/api/embed", body: { input: [], keep_alive: "5m" } });
  });

  test("fetches with progress", async () => {
    await using server = await startScriptedServer();
    const seen: unknown[] = [];
    for await (const progress of createOllamaAdmin(serverAt(server.url)).pull("m")) seen.push(progress);
    expect(seen).toEqual([
      { status: "pulling manifest" },
      { status: "pulling abc", digest: "sha256:abc", total: 100, completed: 40 },
      { status: "pulling abc", digest: "sha256:abc", total: 100, completed: 100 },
      { status: "success" },
    ]);
  });

  const fetchAll = async (endpoint: object, signal?: AbortSignal) => {
    await using server = await startScriptedServer({ endpoints: { "/api/pull": endpoint } });
    for await (const _ of createOllamaAdmin(serverAt(server.url)).pull("m", signal));
  };

  test("throws when fetching fails, stops half-way, or is cancelled", async () => {
    await expect(
      fetchAll({ body: '{"status":"pulling manifest"}\n{"error":"pull model manifest: file does not exist"}\n' }),
    ).rejects.toThrow(/file does not exist/);
    await expect(fetchAll({ body: '{"status":"pulling manifest"}\n' })).rejects.toMatchObject({
      code: "model-unavailable",
      hint: expect.stringContaining("goes on"),
    });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    await expect(
      fetchAll({ body: '{"status":"pulling manifest"}\n', hang: "end" }, controller.signal),
    ).rejects.toMatchObject({ code: "cancelled" });
  });

  test("closes the connection of a fetch that is no longer watched", async () => {
    await using server = await startScriptedServer({
      endpoints: { "/api/pull": { body: '{"status":"pulling manifest"}\n', hang: "end" } },
    });
    for await (const _ of createOllamaAdmin(serverAt(server.url)).pull("m")) break;
    await expect.poll(() => server.abandoned).toBe(1);
  });
});
