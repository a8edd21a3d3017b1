/** Embeddings by the official client: the embedder without weights, and one of a server. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startScriptedServer } from "../../testing/scripted-server.ts";
import { openAiWorld } from "./testing-openai.ts";

it("are made of one text or several, in numbers or bytes, in the length that is wanted", async () => {
  await using world = await openAiWorld();
  const embed = (rest: object) => world.client.embeddings.create({ model: "auto", input: "x", ...rest } as never);
  const one = await embed({ input: "A cold day in Oslo" });
  expect(one).toMatchObject({ object: "list", model: "rules/hashed-384", data: [{ index: 0, object: "embedding" }] });
  expect(one.data[0]?.embedding).toHaveLength(384);
  // Its default is base64, which it reads back; the numbers are the same but for 32 bits.
  const floats = await embed({ input: "A cold day in Oslo", encoding_format: "float" });
  const [wide, narrow] = [floats, one].map(({ data }) => data[0]?.embedding as unknown as readonly number[]);
  for (const [at, value] of (wide ?? []).entries()) expect(narrow?.[at]).toBeCloseTo(value, 6);
  const several = await embed({ input: ["cold day in Oslo", "A cold day in Oslo", "tax law"], dimensions: 64 });
  const [a, b, c] = several.data.map(({ embedding }) => embedding as unknown as readonly number[]);
  expect(a).toHaveLength(64);
  const likeness = (x: readonly number[] = [], y: readonly number[] = []) =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
  expect(likeness(a, b)).toBeGreaterThan(likeness(a, c));
});

it("come from a server of the catalogue, through its batcher", async () => {
  await using server = await startScriptedServer();
  const dir = mkdtempSync(join(tmpdir(), "thorp-catalogue-"));
  const file = join(dir, "models.yaml");
  writeFileSync(
    file,
    `providers:\n  near: { kind: ollama, url: "${server.url}", tier: local, slots: 1, context: 4096 }\nmodels:\n  - { id: near/e, context: 2048, capabilities: [embedding] }\n`,
  );
  try {
    await using world = await openAiWorld({ catalogues: [file] });
    const made = await Promise.all(
      ["a", "b", "c", "d"].map((input) => world.client.embeddings.create({ model: "near/e", input })),
    );
    expect(made.every(({ data, usage }) => (data[0]?.embedding.length ?? 0) > 0 && usage.total_tokens > 0)).toBe(true);
    expect(server.requests.filter(({ path }) => path === "/api/embed").length).toBeLessThan(4);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

it.each([
  ["a model that is not there", { model: "text-embeding-3-small" }, 404, /no model/],
  ["a model of another kind", { model: "rules" }, 400, /makes no embeddings/],
  ["one whose key is not there", { model: "openai/text-embedding-3-small" }, 503, /needs the key OPENAI_API_KEY/],
  ["tokens, by a model of texts", { input: [1, 2, 3] }, 400, /takes texts, not tokens/],
  ["nothing", { input: [] }, 400, /input/],
  ["an empty text", { input: [""] }, 400, /input/],
  ["no length", { dimensions: 0 }, 400, /dimensions/],
])("are refused for %s", async (_what, body, status, message) => {
  await using world = await openAiWorld();
  await expect(world.client.embeddings.create({ model: "auto", input: "x", ...body } as never)).rejects.toMatchObject({
    status,
    message: expect.stringMatching(message),
  });
});
