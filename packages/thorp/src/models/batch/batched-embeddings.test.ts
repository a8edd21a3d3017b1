import { afterAll, describe, expect, test } from "vitest";
import { createByteCache } from "../../base/byte-cache.ts";
import { createSystemClock } from "../../base/clock.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { createOllamaEmbeddingModel } from "../ollama/embedding-model.ts";
import { createNodeTransport } from "../transport/node-transport.ts";
import { batchEmbeddings } from "./batched-embeddings.ts";

const node = createNodeTransport();
afterAll(() => node.close());
const clock = createSystemClock();

const modelAt = (url: string) =>
  createOllamaEmbeddingModel(
    {
      ...{ provider: "ollama", url, transport: node.send, clock },
      newId: () => "",
      timeouts: { startMs: 2000, idleMs: 2000 },
    },
    { model: "e" },
  );
const batched = (urls: readonly string[], memory = createByteCache<readonly number[]>(1_000_000)) =>
  batchEmbeddings({ id: "ollama/e", models: urls.map(modelAt), slots: 1, clock, memory, costOf: () => undefined });
const sizes = ({ requests }: ScriptedServer) => requests.map(({ body }) => (body["input"] as readonly string[]).length);
const texts = (count: number) => Array.from({ length: count }, (_, at) => `text ${at}`);

describe("embeddings", () => {
  test("asked for one by one go in few calls, each to whoever asked", async () => {
    await using server = await startScriptedServer();
    const model = await batched([server.url]);
    const made = await Promise.all(texts(300).map((text) => model.doEmbed({ values: [text] })));
    expect(sizes(server)).toEqual([128, 128, 44]);
    const { embeddings } = await modelAt(server.url).doEmbed({ values: texts(300) });
    expect(made.map(({ embeddings: [vector] }) => vector)).toEqual(embeddings);
  });

  test("made before come from memory, by model, text and size", async () => {
    await using server = await startScriptedServer();
    const model = await batched([server.url]);
    const first = await model.doEmbed({ values: ["a", "b"] });
    const again = await model.doEmbed({ values: ["b", "c", "a"] });
    expect(again.embeddings[2]).toEqual(first.embeddings[0]);
    await model.doEmbed({ values: ["a"], dimensions: 8 });
    expect(server.requests.map(({ body }) => body["input"])).toEqual([["a", "b"], ["c"], ["a"]]);
    expect([first.usage, again.usage]).toEqual([{ tokens: 7 }, { tokens: 7 }]);
  });

  test("spread over the servers of the model, and go to another one when theirs is gone", async () => {
    await using a = await startScriptedServer();
    await using b = await startScriptedServer();
    const model = await batched([a.url, "http://127.0.0.1:9", b.url]);
    await model.doEmbed({ values: texts(1000) });
    expect(sizes(a).reduce((sum, size) => sum + size, 0) + sizes(b).reduce((sum, size) => sum + size, 0)).toBe(1000);
    expect(Math.min(sizes(a).length, sizes(b).length)).toBeGreaterThanOrEqual(3);
  });

  test("that nobody makes fail with what the server said", async () => {
    const gone = await batched(["http://127.0.0.1:9"]);
    await expect(gone.doEmbed({ values: texts(5) })).rejects.toMatchObject({ code: "model-unavailable" });
    await using server = await startScriptedServer({
      endpoints: { "/api/embed": { status: 400, body: '{"error":"too odd"}' } },
    });
    await expect((await batched([server.url])).doEmbed({ values: ["x"] })).rejects.toThrow(/too odd/);
  });

  test("that one caller no longer wants are made for the others", async () => {
    await using server = await startScriptedServer();
    const model = await batched([server.url]);
    const abort = new AbortController();
    const left = model.doEmbed({ values: texts(3), abortSignal: abort.signal });
    const stays = model.doEmbed({ values: ["mine"] });
    abort.abort(new Error("left"));
    await expect(left).rejects.toThrow("left");
    expect((await stays).embeddings[0]).toHaveLength(16);
  });
});
