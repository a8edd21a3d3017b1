import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createSystemClock } from "../base/clock.ts";
import { createSeededDice } from "../base/dice.ts";
import { startScriptedServer } from "../testing/scripted-server.ts";
import { createCatalogue } from "./catalogue.ts";
import { parseCatalogueFile } from "./catalogue-file.ts";
import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from "./language-model.ts";
import { createProviders } from "./providers.ts";

const modules = fileURLToPath(new URL("../../../../node_modules", import.meta.url));
const call: LanguageModelV4CallOptions = { prompt: [{ role: "user", content: [{ type: "text", text: "Hi" }] }] };

interface Setting {
  readonly entry: string;
  /** Packages of the repository that are installed in the configuration folder. */
  readonly installed?: readonly string[];
  /** Packages written for the test: the text of index.js by name. */
  readonly written?: Readonly<Record<string, string>>;
  readonly inWorkspace?: boolean;
  /** `CONFIG` stands for the configuration folder. */
  readonly file?: string;
  /** What a catalogue of the workspace says of the same provider. */
  readonly over?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function providersWith({ entry, installed = [], written = {}, inWorkspace, file, over, env = {} }: Setting) {
  const folder = mkdtempSync(join(tmpdir(), "thorp-package-"));
  const [config, workspace] = [join(folder, "config"), join(folder, "work")];
  const root = inWorkspace ? workspace : config;
  for (const name of installed) {
    mkdirSync(dirname(join(root, "node_modules", name)), { recursive: true });
    symlinkSync(join(modules, name), join(root, "node_modules", name));
  }
  for (const [name, text] of Object.entries(written)) {
    const own = join(root, "node_modules", name);
    mkdirSync(own, { recursive: true });
    writeFileSync(
      join(own, "package.json"),
      JSON.stringify({ name, type: "module", exports: { ".": { import: "./index.js" } } }),
    );
    writeFileSync(join(own, "index.js"), text);
  }
  const text = `providers:\n  own: { kind: package, ${entry} }`;
  const layers = [parseCatalogueFile(text, file?.replace("CONFIG", config) ?? join(config, "models.yaml"))];
  if (over !== undefined)
    layers.push(parseCatalogueFile(`providers: { own: { ${over} } }`, join(workspace, "models.yaml")));
  const providers = createProviders({
    catalogue: createCatalogue(layers),
    env,
    clock: createSystemClock(),
    dice: createSeededDice("x"),
    packages: { config, workspace },
  });
  return { providers, config, workspace };
}

async function partsOf(stream: ReadableStream<LanguageModelV4StreamPart>) {
  const parts: LanguageModelV4StreamPart[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

async function problemOf(setting: Setting): Promise<{ message: string; hint?: string; code: string; config: string }> {
  const { providers, config } = providersWith(setting);
  await using _ = providers;
  const error = await Promise.resolve(providers.languageModel("own/m").doStream(call)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const { message, hint, code } = error as { message: string; hint?: string; code: string };
  return { message, ...(hint !== undefined && { hint }), code, config };
}

/** Mistral counts in the chunk that ends the reply. */
const ENDING = {
  choices: [{ index: 0, delta: { content: "" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
};
const BODY = [{ choices: [{ index: 0, delta: { role: "assistant", content: "from the package" } }] }, ENDING]
  .map(
    (chunk) =>
      `data: ${JSON.stringify({ id: "c1", created: 1, model: "m", object: "chat.completion.chunk", ...chunk })}\n\n`,
  )
  .join("");

const vendors: Readonly<Record<string, string>> = {
  "@ai-sdk/openai-compatible": "package: '@ai-sdk/openai-compatible', options: { includeUsage: true }",
  "@ai-sdk/mistral": "package: '@ai-sdk/mistral', factory: createMistral",
};

describe.each(Object.entries(vendors))("a vendor's package, %s", (name, entry) => {
  test("answers, with key, headers and address of the entry", async () => {
    await using server = await startScriptedServer({ script: () => ({ body: `${BODY}data: [DONE]\n\n` }) });
    const { providers } = providersWith({
      entry: `${entry}, url: "${server.url}/v1", key: OWN_KEY, headers: { x-own: "1" }`,
      installed: [name],
      env: { OWN_KEY: "sk-own" },
    });
    await using _ = providers;
    const { stream } = await providers.languageModel("own/some-model").doStream(call);
    const parts = await partsOf(stream);
    const text = parts.map((part) => (part.type === "text-delta" ? part.delta : "")).join("");
    expect(text).toBe("from the package");
    expect(parts.at(-1)).toMatchObject({ type: "finish", usage: { inputTokens: { total: 3 } } });
    expect(server.requests[0]).toMatchObject({
      path: "/v1/chat/completions",
      headers: { authorization: "Bearer sk-own", "x-own": "1" },
      body: { model: "some-model" },
    });
  });

  test("is called with the key of whoever asks, each in turn", async () => {
    await using server = await startScriptedServer({ script: () => ({ body: `${BODY}data: [DONE]\n\n` }) });
    const { providers } = providersWith({
      entry: `${entry}, url: "${server.url}/v1", key: OWN_KEY`,
      installed: [name],
    });
    await using _ = providers;
    const keyOf = (who: string) => ({ version: who, env: { OWN_KEY: `sk-${who}` } });
    for (const who of ["ada", "ben", "ada"])
      await partsOf((await providers.languageModel("own/m", "", keyOf(who)).doStream(call)).stream);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer sk-ada",
      "Bearer sk-ben",
      "Bearer sk-ada",
    ]);
    await expect(Promise.resolve(providers.languageModel("own/m").doStream(call))).rejects.toThrow("OWN_KEY");
  });

  test("says a refusal in the words of the others", async () => {
    await using server = await startScriptedServer({
      script: () => ({
        status: 429,
        body: '{"error":{"message":"slow down sk-own"}}',
        headers: { "retry-after": "2" },
      }),
    });
    const { providers } = providersWith({
      entry: `${entry}, url: "${server.url}/v1", key: OWN_KEY`,
      installed: [name],
      env: { OWN_KEY: "sk-own" },
    });
    await using _ = providers;
    await expect(providers.languageModel("own/m").doStream(call)).rejects.toMatchObject({
      code: "rate-limited",
      message: expect.not.stringContaining("sk-own"),
      retryAfterMs: 2000,
    });
  });

  test("that cannot reach its server is unavailable", async () => {
    const gone = await startScriptedServer();
    await gone.close();
    const setting = { entry: `${entry}, url: "${gone.url}/v1", key: K`, installed: [name], env: { K: "sk-own" } };
    expect(await problemOf(setting)).toMatchObject({ code: "model-unavailable" });
  });
});

describe("a package", () => {
  test("that is not installed is named with the command that installs it", async () => {
    const { message, hint, config } = await problemOf({ entry: "package: '@ai-sdk/nothing'" });
    expect(message).toBe(`own: the package @ai-sdk/nothing is not installed in ${config}`);
    expect(hint).toBe(`Install it: npm install --prefix "${config}" @ai-sdk/nothing`);
  });

  test("is looked for in the folder that is worked in only where the entry says so", async () => {
    const written = { "maker-x": modelOf("v4") };
    const hidden = await problemOf({ entry: "package: maker-x", written, inWorkspace: true });
    expect(hidden.message).toContain("is not installed in");
    const { providers } = providersWith({ entry: "package: maker-x, from: workspace", written, inWorkspace: true });
    await using _ = providers;
    const { stream } = await providers.languageModel("own/m").doStream(call);
    expect(await partsOf(stream)).toEqual([]);
  });

  test("is not loaded for a catalogue outside the configuration folder", async () => {
    const { message, hint } = await problemOf({
      entry: "package: maker-x",
      written: { "maker-x": modelOf("v4") },
      file: "/somewhere/models.yaml",
    });
    expect(message).toContain("is named in /somewhere/models.yaml; only a catalogue in");
    expect(hint).toContain("if you trust the package");
  });

  test("cannot be led elsewhere by a catalogue of the folder that is worked in", async () => {
    const written = { "maker-x": modelOf("v4") };
    const own = await problemOf({ entry: "package: maker-x", written, inWorkspace: true, over: "from: workspace" });
    expect(own.message).toContain("only a catalogue in");
    const around = await problemOf({ entry: "package: maker-x", written, file: "CONFIG/../work/models.yaml" });
    expect(around.message).toContain("only a catalogue in");
  });

  test.each([
    ["v3", modelOf("v3"), "gives models of the interface v3; Thorp needs v4, which belongs to AI SDK 7"],
    ["v2", modelOf("v2"), "gives models of the interface v2; Thorp needs v4"],
    ["nothing", "export const createX = () => () => ({});", "gives no model; Thorp needs v4"],
    ["no factory", "export const x = 1;", "does not show which export makes the provider (no create… function)"],
    [
      "two factories",
      "export const createA = () => {}; export const createB = () => {};",
      "does not show which export makes the provider (createA, createB)",
    ],
    ["a mistake", "export const createX = () => { throw new Error('no region'); };", "failed: no region"],
    ["broken code", "export const = ;", "cannot be loaded: "],
  ])("with %s is refused in words", async (_, text, problem) => {
    const found = await problemOf({ entry: "package: maker-x", written: { "maker-x": text } });
    expect(found).toMatchObject({ code: "model-refused", message: expect.stringContaining(problem) });
    expect(found.hint).toBeTruthy();
  });

  test("needs its key", async () => {
    const found = await problemOf({ entry: "package: maker-x, key: OWN_KEY", written: { "maker-x": modelOf("v4") } });
    expect(found.message).toBe("own needs a key, and OWN_KEY is not set");
  });

  test("gives embeddings where it has them", async () => {
    await using server = await startScriptedServer();
    const { providers } = providersWith({
      entry: `package: '@ai-sdk/openai-compatible', url: "${server.url}/v1"`,
      installed: ["@ai-sdk/openai-compatible"],
    });
    await using _ = providers;
    const { embeddings } = await providers.embeddingModel("own/e").doEmbed({ values: ["a", "b"] });
    expect(embeddings).toHaveLength(2);
  });
});

function modelOf(version: string): string {
  return `export const createX = () => ({ languageModel: (modelId) => ({ specificationVersion: "${version}", provider: "x", modelId,
    doStream: async () => ({ stream: new ReadableStream({ start: (c) => c.close() }) }), doGenerate: async () => ({}) }) });`;
}
