/** What a catalogue says about a provider and its models, seen from a run: what goes over the wire and what is kept. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { EngineOptions } from "../../src/engine/engine-options.ts";
import {
  type ScriptedServerOptions,
  type ServerReply,
  type ServerRequest,
  startScriptedServer,
} from "../../src/testing/scripted-server.ts";
import { type Bench, newFolder, openBench, type Told } from "../bad-input/test-bench.ts";

interface Setting extends Omit<ScriptedServerOptions, "script"> {
  /** `URL` stands for the server's address. */
  readonly catalogue: string;
  readonly script?: (request: ServerRequest) => ServerReply;
  readonly team?: string;
}

const ALIASES = "aliases: { one: near/one, boss: near/one, hand: near/one, two: far/two }\n";

async function setUp({ catalogue, team = "ladder", script = () => ({ text: "Yes." }), ...server }: Setting) {
  const scripted = await startScriptedServer({ ...server, script });
  onTestFinished(() => scripted.close());
  const file = join(await newFolder(), "models.yaml");
  await writeFile(file, catalogue.replaceAll("URL", scripted.url) + ALIASES);
  const options: EngineOptions = {
    catalogues: [file],
    team,
    teamFolders: [join(import.meta.dirname, "../bad-input/teams")],
  };
  const bench = await openBench(options);
  const chats = () =>
    scripted.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/chat/completions"));
  return { bench, chats, server: scripted };
}

interface Outcome {
  readonly model?: string;
  readonly answeredBy?: string;
  readonly notices?: readonly string[];
  readonly fallbacks?: readonly string[];
  readonly costMicro?: number;
}

const outcomeOf = (told: Told): Outcome => (told.all("step-end").at(-1)?.result ?? {}) as Outcome;
const ask = (bench: Bench, text = "What is it?") => bench.ask(text);

/** Chunks as an event stream, word for word. */
const sse = (...chunks: readonly unknown[]): ServerReply => ({
  body: `${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join("")}data: [DONE]\n\n`,
});
const chunk = (model: string, more: Readonly<Record<string, unknown>>) => ({ id: "gen-1", model, ...more });
const says = (model: string, usage: Readonly<Record<string, unknown>>): ServerReply =>
  sse(
    chunk(model, { choices: [{ index: 0, delta: { content: "Hello." } }] }),
    chunk(model, { choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage }),
  );

describe("OpenRouter", () => {
  const router = `providers:
  near: { kind: ollama, url: "http://127.0.0.1:1" }
  far:
    kind: openai
    dialect: openrouter
    url: "URL/v1"
    app: { url: "https://mine.test", title: My village }
    openrouter: { provider: { data_collection: deny } }
models:
  - id: far/two
    context: 32000
    price: { input: 1, output: 2 }
    openrouter: { models: [other/three], provider: { order: [acme], max_price: { prompt: 50, completion: 50 } } }
  - { id: far/other/three, price: { input: 10, output: 20 } }
`;

  it("is sent fallbacks, preferences and the name of the application; the model that answered is noted and billed", async () => {
    const usage = { prompt_tokens: 10, completion_tokens: 5 };
    const { bench, chats } = await setUp({ catalogue: router, script: () => says("other/three", usage) });
    const told = await ask(bench);
    expect(chats()[0]?.body).toMatchObject({
      model: "two",
      models: ["other/three"],
      provider: { data_collection: "deny", order: ["acme"], max_price: { prompt: 50, completion: 50 } },
    });
    expect(chats()[0]?.headers).toMatchObject({ "http-referer": "https://mine.test", "x-title": "My village" });
    expect(outcomeOf(told)).toMatchObject({ model: "far/two", answeredBy: "other/three", costMicro: 10 * 10 + 5 * 20 });
    expect(outcomeOf(told).notices).toBeUndefined();
    // The reserve covers the dearest of them.
    const [reserve] = told.all("budget-reserve");
    expect(reserve?.amount).toBeGreaterThan(4096 * 20);
  });

  it("is believed about its cost, whatever the prices say", async () => {
    const usage = { prompt_tokens: 10, completion_tokens: 5, cost: 0.0123 };
    const { bench } = await setUp({ catalogue: router, script: () => says("two", usage) });
    expect(outcomeOf(await ask(bench))).toMatchObject({ costMicro: 12_300 });
  });

  it("that answers with a model of unknown price and says no cost leaves the reserve standing", async () => {
    const { bench } = await setUp({
      catalogue: router,
      script: () => says("nobody/knows", { prompt_tokens: 1, completion_tokens: 1 }),
    });
    const told = await ask(bench);
    const [settle] = told.all("budget-settle");
    expect(settle?.cost).toBe(settle?.reserved);
    expect(outcomeOf(told).notices).toEqual(["far/two was asked, nobody/knows answered"]);
  });

  it("that breaks off after a 200 is charged what it says it used", async () => {
    const { bench } = await setUp({
      catalogue: router,
      team: "paid",
      script: () =>
        sse(
          chunk("two", { choices: [{ index: 0, delta: { content: "Half an" } }] }),
          chunk("two", { choices: [], usage: { prompt_tokens: 10, completion_tokens: 3, cost: 0.002 } }),
          {
            error: { code: 400, message: "moderation stopped it" },
            choices: [{ index: 0, delta: {}, finish_reason: "error" }],
          },
        ),
    });
    const told = await ask(bench);
    expect(told.all("budget-settle").map(({ cost }) => cost)).toEqual([2000]);
    expect(told.end.failure?.message).toContain("moderation stopped it");
  });

  it("that chooses by itself needs a limit, and is then billed as it says", async () => {
    const auto = `providers:
  near: { kind: ollama, url: "http://127.0.0.1:1" }
  far: { kind: openai, dialect: openrouter, url: "URL/v1" }
models:
  - id: far/openrouter/auto
    openrouter: { allowed_models: ["acme/*"], provider: { max_price: { prompt: 3, completion: 9 } } }
  - { id: far/two }
`;
    const { bench, chats } = await setUp({
      catalogue: auto,
      script: () => says("acme/large", { prompt_tokens: 10, completion_tokens: 5, cost: 0.001 }),
    });
    const told = await bench.ask("What is it?", { model: "far/openrouter/auto" });
    expect(chats()[0]?.body["plugins"]).toEqual([{ id: "auto-router", allowed_models: ["acme/*"] }]);
    expect(outcomeOf(told)).toMatchObject({ answeredBy: "acme/large", costMicro: 1000 });
    const unlimited = await bench.ask("What is it?", { model: "far/two" });
    expect(JSON.stringify(unlimited.end)).toContain("its price is unknown");
  });

  it("tells in a refusal which limit was reached", async () => {
    const { bench } = await setUp({
      catalogue: router,
      team: "paid",
      script: () => ({
        status: 429,
        body: '{"error":{"message":"Rate limit exceeded"}}',
        headers: { "x-ratelimit-limit": "20", "x-ratelimit-remaining": "0", "retry-after": "600" },
      }),
    });
    expect((await ask(bench)).end.failure?.message).toContain("Rate limit exceeded (0 of 20 left)");
  });
});

describe("settings of a model", () => {
  it("fit parameters, add to the system prompt, and say what they changed", async () => {
    const { bench, chats } = await setUp({
      catalogue: `providers:
  near: { kind: openai, dialect: openai, url: "URL/v1", tier: local }
  far: { kind: openai, url: "http://127.0.0.1:1" }
models:
  - id: near/one
    parameters: { top_p: { default: 0.9 }, min_p: { default: 0.05 }, seed: { default: 7 } }
    unsupported: [seed]
    system: Speak like a pirate.
    reasoning: low
`,
    });
    const told = await ask(bench);
    expect(chats()[0]?.body).toMatchObject({ top_p: 0.9, reasoning_effort: "low" });
    expect(chats()[0]?.body).not.toHaveProperty("seed");
    expect(chats()[0]?.body).not.toHaveProperty("min_p");
    const [system] = (chats()[0]?.body["messages"] ?? []) as { role: string; content: string }[];
    expect(system).toMatchObject({
      role: "system",
      content: expect.stringMatching(/^You talk\.[^]*\n\nSpeak like a pirate\.$/),
    });
    expect(outcomeOf(told).notices).toEqual(["minP was left out: near does not take it"]);
  });
});

describe("a server that says what it is", () => {
  const local = (dialect: string) => `providers:
  near: { kind: openai, dialect: ${dialect}, url: "URL/v1", tier: local, context: 32000 }
  far: { kind: openai, dialect: openai, url: "URL/v1", tier: frontier }
models:
  - { id: near/one }
  - { id: far/two, price: { input: 1, output: 2 } }
`;
  const list = (...data: readonly unknown[]) => ({ "/v1/models": { body: JSON.stringify({ object: "list", data }) } });

  it("corrects the window of the catalogue: vLLM's max_model_len", async () => {
    const { bench, chats } = await setUp({
      catalogue: local("vllm"),
      endpoints: list({ id: "one", max_model_len: 3000 }),
    });
    await ask(bench);
    expect(chats()[0]?.body).toMatchObject({ model: "one", max_tokens: 1000 });
  });

  it("corrects the window of the catalogue: llama-server's n_ctx", async () => {
    const { bench, chats } = await setUp({
      catalogue: local("llama-server"),
      endpoints: {
        "/health": { body: '{"status":"ok"}' },
        "/props": { body: '{"default_generation_settings":{"n_ctx":6000}}' },
      },
    });
    await ask(bench);
    expect(chats()[0]?.body).toMatchObject({ model: "one", max_tokens: 2000 });
  });

  it("is passed over for the next tier while it loads", async () => {
    const { bench, chats } = await setUp({
      catalogue: local("llama-server"),
      endpoints: { "/health": { status: 503, body: '{"error":{"code":503,"message":"Loading model"}}' } },
    });
    const told = await ask(bench);
    expect(chats().map(({ body }) => body["model"])).toEqual(["two"]);
    expect(JSON.stringify(told.all("step-start").at(-1))).toContain("Loading model");
  });

  it("is not asked for a model that it does not serve", async () => {
    const { bench, chats } = await setUp({ catalogue: local("vllm"), endpoints: list({ id: "other" }) });
    const told = await ask(bench);
    expect(chats().map(({ body }) => body["model"])).toEqual(["two"]);
    expect(JSON.stringify(told.all("step-start").at(-1))).toContain("its server does not have it; it has other");
  });

  it("but refuses a model of its own list is left for the next tier, and the refusal is kept", async () => {
    const { bench } = await setUp({
      catalogue: local("vllm"),
      endpoints: list({ id: "one" }),
      script: ({ body }) =>
        body["model"] === "one"
          ? { status: 404, body: '{"message":"The model `one` does not exist."}' }
          : { text: "Yes." },
    });
    const told = await ask(bench);
    expect(outcomeOf(told)).toMatchObject({
      model: "far/two",
      fallbacks: [expect.stringContaining("The model `one` does not exist")],
    });
  });

  it("and answers as another model is told on", async () => {
    const { bench } = await setUp({
      catalogue: local("vllm"),
      endpoints: list({ id: "one" }),
      script: () => says("tiny-thing", { prompt_tokens: 3, completion_tokens: 3 }),
    });
    expect(outcomeOf(await ask(bench))).toMatchObject({
      answeredBy: "tiny-thing",
      notices: ["near/one was asked, tiny-thing answered"],
    });
  });
});

describe("a picture", () => {
  const uint32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
  const png = Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...uint32(13), 0x49, 0x48, 0x44, 0x52],
    ...[...uint32(640), ...uint32(480), 8, 6, 0, 0, 0, 0, 0, 0, 0],
    ...Array.from({ length: 3000 }, (_, at) => (at * 7) % 251),
  ]);
  const data = Buffer.from(png).toString("base64");
  const models = (one: string, two: string) => `providers:
  near: { kind: openai, dialect: openai, url: "URL/v1", tier: local, context: 32000 }
  far: { kind: openai, dialect: openai, url: "URL/v1", tier: frontier, context: 32000 }
models:
  - { id: near/one, capabilities: [${one}] }
  - { id: far/two, price: { input: 1, output: 2, image: 0.5 }, capabilities: [${two}] }
`;
  const withPicture = (bench: Bench, name = "boat.png", bytes: Uint8Array = png) =>
    bench.ask("What is in it?", { attachments: [{ name, bytes }] });
  const sent = (request: ServerRequest | undefined) => JSON.stringify(request?.body["messages"]);

  it("goes to the model that sees, before a cheaper one that does not, and not into the journal", async () => {
    const { bench, chats } = await setUp({ catalogue: models("tools", "tools, vision") });
    const told = await withPicture(bench);
    expect(outcomeOf(told)).toMatchObject({ model: "far/two" });
    expect(sent(chats()[0])).toContain(`"image_url":{"url":"data:image/png;base64,${data}"}`);
    expect(JSON.stringify(told.all("step-start"))).toContain("near/one: no vision");
    expect(JSON.stringify(told.events)).not.toContain(data.slice(0, 400));
    // Its tokens and its own price are reserved and paid.
    expect(told.all("budget-reserve")[0]?.amount).toBeGreaterThan(500_000 + 1600);
    expect(outcomeOf(told).costMicro).toBeGreaterThan(500_000);
  });

  it("is described to a model that does not see, which is told so; the run keeps a notice", async () => {
    const { bench, chats } = await setUp({ catalogue: models("tools", "tools") });
    const told = await withPicture(bench);
    expect(sent(chats()[0])).toContain(
      "attachment:boat.png (image/png, 640 x 480 pixels); you cannot see it: say so where the answer needs it",
    );
    expect(sent(chats()[0])).not.toContain(data.slice(0, 100));
    expect(outcomeOf(told).notices).toEqual([
      "near/one cannot see attachment:boat.png: it got a description; name a model with vision",
    ]);
  });

  it("in the workspace that the request names is seen too", async () => {
    const { bench, chats } = await setUp({ catalogue: models("tools, vision", "tools"), team: "desk" });
    await writeFile(join(bench.workspace, "boat.png"), png);
    await bench.ask("What is in boat.png?");
    const seeing = chats().find((request) => sent(request).includes(data));
    expect(seeing === undefined ? "no call saw it" : "seen").toBe("seen");
  });

  it("may be sound: sent to a model that hears, described to others", async () => {
    const wav = Uint8Array.from([...Buffer.from("RIFF\0\0\0\0WAVEfmt ", "latin1"), 1, 2, 3, 4]);
    const { bench, chats } = await setUp({ catalogue: models("tools", "tools, audio") });
    await withPicture(bench, "voice.wav", wav);
    expect(sent(chats()[0])).toContain(
      `"input_audio":{"data":"${Buffer.from(wav).toString("base64")}","format":"wav"}`,
    );
    const deaf = await setUp({ catalogue: models("tools", "vision") });
    expect(outcomeOf(await withPicture(deaf.bench, "voice.wav", wav)).notices).toEqual([
      "near/one cannot hear attachment:voice.wav: it got a description; name a model with audio",
    ]);
  });

  it.each([
    ["that is broken", png.subarray(0, 12)],
    ["that is empty", new Uint8Array()],
    ["that is text", Buffer.from("not a picture")],
    ["of nine megabytes", Uint8Array.from({ length: 9 << 20 }, (_, at) => png[at] ?? 0)],
  ])("%s harms nobody", async (_, bytes) => {
    const { bench } = await setUp({ catalogue: models("vision", "tools") });
    expect((await withPicture(bench, "boat.png", bytes)).end).toMatchObject({ state: "done" });
  });
});
