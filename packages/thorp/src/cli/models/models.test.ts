import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createEngine } from "../../engine/create-engine.ts";
import { type ScriptedServerOptions, type ServerRequest, startScriptedServer } from "../../testing/scripted-server.ts";
import { runCli } from "../run-cli.ts";
import { testingSurroundings } from "../testing-thorp.ts";

let cwd: string;
let folder: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "thorp-models-"));
  folder = join(cwd, "config", "thorp");
  mkdirSync(folder, { recursive: true });
});

async function run(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const surroundings = { ...testingSurroundings({ cwd, env }), openEngine: createEngine };
  const code = await runCli(["models", ...argv], surroundings);
  return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
}

const own = (text: string) => writeFileSync(join(folder, "models.yaml"), text);
const read = (name: string) => readFileSync(join(folder, name), "utf8");

/** A provider of dialect openrouter whose endpoints answer as told. */
async function router(answers: Readonly<Record<string, unknown>>, options: ScriptedServerOptions = {}) {
  const endpoints = Object.fromEntries(
    Object.entries(answers).map(([path, answer]) => [
      `/v1${path}`,
      { body: typeof answer === "string" ? answer : JSON.stringify(answer) },
    ]),
  );
  const server = await startScriptedServer({ ...options, endpoints: { ...endpoints, ...options.endpoints } });
  own(`providers:\n  openrouter: { url: "${server.url}/v1" }\n`);
  return server;
}

const row = (id: string, pricing: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({
  id,
  context_length: 100_000,
  pricing,
  architecture: { input_modalities: ["text", "image"], output_modalities: ["text"] },
  top_provider: { context_length: 90_000, max_completion_tokens: 8000 },
  supported_parameters: ["temperature", "top_p", "tools", "structured_outputs", "reasoning"],
  ...more,
});

describe("models sync openrouter", () => {
  it("writes prices, windows and what the models can into a file of its own, which the catalogue then has", async () => {
    await using server = await router({
      "/models": {
        data: [
          row("acme/big", {
            ...{ prompt: "0.00000025", completion: "0.000002", image: "0.001", request: "0.01" },
            ...{ input_cache_read: "0.00000002", internal_reasoning: "0", web_search: "0.004" },
          }),
          row("openrouter/auto", { prompt: "-1", completion: "-1" }),
          row("acme/odd", { prompt: "many" }, { context_length: null, top_provider: null, supported_parameters: [] }),
          row("acme/painter", { prompt: "0", completion: "0" }, { architecture: { output_modalities: ["image"] } }),
          { name: "no id" },
        ],
      },
    });
    const { code, out } = await run(["sync", "openrouter"]);
    expect(code).toBe(0);
    expect(out).toContain(`3 models listed by ${server.url}/v1/models, 2 without a price.`);
    expect(out).toContain("Left out: acme/painter: writes no text; a row: has no usable id");
    const written = parse(read("models.openrouter.yaml")) as { synced: unknown; models: { id: string }[] };
    expect(written.synced).toMatchObject({ from: `${server.url}/v1/models`, at: expect.stringMatching(/^\d{4}-/) });
    expect(written.models.find(({ id }) => id === "openrouter/acme/big")).toEqual({
      id: "openrouter/acme/big",
      context: 90_000,
      max_output: 8000,
      price: { input: 0.25, output: 2, cached_input: 0.02, image: 0.001, request: 0.01 },
      capabilities: ["tools", "json", "vision", "reasoning"],
      unsupported: ["top_k", "min_p", "seed", "presence_penalty", "frequency_penalty"],
    });
    expect(read("models.yaml")).toBe(`providers:\n  openrouter: { url: "${server.url}/v1" }\n`);
    const shown = await run(["show", "openrouter/acme/big", "--json"]);
    expect(JSON.parse(shown.out)).toMatchObject({ context: 90_000, price: { input: 0.25, output: 2, request: 0.01 } });
    expect((await run(["show", "openrouter/openrouter/auto"])).out).toMatch(
      /state +needs the key|state +its price is unknown/,
    );
  });

  it("says what the next list changes, and doubts prices that moved too far", async () => {
    const price = (input: number, output: number) => ({
      prompt: String(input / 1e6),
      completion: String(output / 1e6),
    });
    {
      await using _ = await router({
        "/models": { data: ["a", "b", "c", "d", "e"].map((name) => row(`x/${name}`, price(1, 10))) },
      });
      await run(["sync", "openrouter"]);
    }
    const changed = {
      "/models": {
        data: [
          row("x/a", price(1.5, 10)),
          row("x/b", price(1, 8)),
          row("x/c", price(0.01, 10)),
          row("x/d", price(1, 10), { top_provider: { context_length: 50_000 } }),
          row("x/f", price(1, 1)),
        ],
      },
    };
    await using _ = await router(changed);
    const before = read("models.openrouter.yaml");
    const dry = await run(["sync", "openrouter", "--dry-run"]);
    expect(dry.out).toContain("dearer    openrouter/x/a: $1/$10 -> $1.5/$10 per million tokens");
    expect(dry.out).toContain("cheaper   openrouter/x/b: $1/$10 -> $1/$8 per million tokens");
    expect(dry.out).toContain("doubtful  openrouter/x/c: $1/$10 -> $0.01/$10 per million tokens");
    expect(dry.out).toContain("window    openrouter/x/d: 90000 -> 50000 tokens");
    expect(dry.out).toMatch(/^gone +openrouter\/x\/e$/m);
    expect(dry.out).toMatch(/^new +openrouter\/x\/f$/m);
    expect(dry.out).toContain("Nothing was written");
    expect(read("models.openrouter.yaml")).toBe(before);
    const json = JSON.parse((await run(["sync", "openrouter", "--json"])).out) as {
      isWritten: boolean;
      changes: unknown[];
    };
    expect(json).toMatchObject({ isWritten: true, isFirst: false });
    expect(json.changes).toHaveLength(6);
    // The dearer of the two counts until a person says otherwise.
    expect(JSON.parse((await run(["show", "openrouter/x/c", "--json"])).out)).toMatchObject({ price: { input: 1 } });
    await run(["sync", "openrouter", "--accept"]);
    expect(JSON.parse((await run(["show", "openrouter/x/c", "--json"])).out)).toMatchObject({ price: { input: 0.01 } });
    expect((await run(["sync", "openrouter"])).out).toContain("Nothing changed.");
  });

  it.each([
    ["a web page", "<!doctype html><title>Sign in</title>", "did not answer with JSON"],
    ["an empty list", '{"data":[]}', "lists no models that could be used"],
    ["another document", '{"hello":1}', "lists no models that could be used"],
    ["an error", '{"error":{"message":"Invalid key","code":401}}', "answered 401: Invalid key"],
  ])("refuses %s and leaves the file alone", async (_, answer, problem) => {
    await using _server = await router({ "/models": answer });
    const { code, err } = await run(["sync", "openrouter"]);
    expect(code).toBe(7);
    expect(err).toContain(problem);
    expect(existsSync(join(folder, "models.openrouter.yaml"))).toBe(false);
  });

  it("doubts a list that lost most of its models", async () => {
    const list = (count: number) => ({
      "/models": {
        data: Array.from({ length: count }, (_, at) => row(`x/m${at}`, { prompt: "0.000001", completion: "0" })),
      },
    });
    {
      await using _ = await router(list(10));
      await run(["sync", "openrouter"]);
    }
    await using _ = await router(list(2));
    expect((await run(["sync", "openrouter"])).err).toContain("lists 2 models, and 10 the last time");
    expect((await run(["sync", "openrouter", "--accept"])).code).toBe(0);
  });

  it("takes a list of ten megabytes", async () => {
    const description = "x".repeat(5000);
    const data = Array.from({ length: 2000 }, (_, at) =>
      row(`x/m${at}`, { prompt: "0.000001", completion: "0.000002" }, { description }),
    );
    await using _ = await router({ "/models": { data } });
    expect((await run(["sync", "openrouter"])).out).toContain("2,000 models listed");
    expect(JSON.parse((await run(["list", "--provider", "openrouter", "--json"])).out)).toHaveProperty(
      "length",
      expect.toSatisfy((count: number) => count >= 2000),
    );
  });

  it("names the providers that have a list", async () => {
    const { code, err } = await run(["sync", "ollama"]);
    expect(code).toBe(2);
    expect(err).toContain("Providers with a list: litellm, openrouter.");
  });
});

describe("models sync litellm", () => {
  const info = (model_name: string, model_info: Readonly<Record<string, unknown>>) => ({ model_name, model_info });
  const priced = {
    input_cost_per_token: 1e-6,
    output_cost_per_token: 2e-6,
    mode: "chat",
    supports_function_calling: true,
  };

  it("reads groups: of several deployments what all of them hold, at the price of the dearest", async () => {
    await using server = await startScriptedServer({
      endpoints: {
        "/v1/model/info": {
          body: JSON.stringify({
            data: [
              info("smart", { ...priced, max_input_tokens: 100_000, supports_vision: true }),
              info("smart", { ...priced, max_input_tokens: 32_000, output_cost_per_token: 3e-6 }),
              info("embed", { mode: "embedding", input_cost_per_token: 1e-8, output_cost_per_token: 0 }),
              info("draw", { mode: "image_generation" }),
              info("*", priced),
            ],
          }),
        },
      },
    });
    own(`providers:\n  litellm: { url: "${server.url}/v1" }\n`);
    const { out } = await run(["sync", "litellm"]);
    expect(out).toContain("2 models listed");
    expect(out).toContain("draw: its mode is image_generation; *: has no name that can be asked for");
    const shown = JSON.parse((await run(["show", "litellm/smart", "--json"])).out) as Record<string, unknown>;
    expect(shown).toMatchObject({ context: 32_000, price: { input: 1, output: 3 }, capabilities: ["tools"] });
  });

  it("is content with names where the key may not look", async () => {
    await using server = await startScriptedServer({
      endpoints: { "/v1/model/info": { status: 403, body: '{"error":"admins only"}' } },
      models: ["fast"],
    });
    own(`providers:\n  litellm: { url: "${server.url}/v1" }\n`);
    expect((await run(["sync", "litellm"])).out).toContain(
      `1 model listed by ${server.url}/v1/models, 1 without a price.`,
    );
    expect((await run(["show", "litellm/fast"])).out).toMatch(/state +its price is unknown/);
  });
});

describe("models add", () => {
  it("writes three lines, and keeps comments and order", async () => {
    own(
      "# mine\nmodels:\n  # the little one\n  - id: ollama/tiny # fast\n    context: 4096\naliases: { t: ollama/tiny }\n",
    );
    const { code, out } = await run([
      ...[
        "add",
        "openrouter/acme/big",
        "--window",
        "128k",
        "--price",
        "0.25/2",
        "--can",
        "tools,json",
        "--alias",
        "big",
      ],
    ]);
    expect(out).toContain(`openrouter/acme/big stands in ${join(folder, "models.yaml")}.`);
    expect(code).toBe(0);
    expect(read("models.yaml")).toBe(`# mine
models:
  # the little one
  - id: ollama/tiny # fast
    context: 4096
  - id: openrouter/acme/big
    context: 128000
    price: { input: 0.25, output: 2 }
    capabilities: [ tools, json ]
aliases: { t: ollama/tiny, big: openrouter/acme/big }
`);
    expect((await run(["show", "big"])).out).toMatch(/price +\$0.25 in, \$2 out per million tokens/);
  });

  it("makes the file, and says that a paid model has no price yet", async () => {
    const { err } = await run(["add", "openrouter/acme/new"]);
    expect(err).toContain("It has no price, and is refused until it has one");
    expect(read("models.yaml")).toMatch(/^# Your own models.*\nmodels:\n {2}- id: openrouter\/acme\/new\n$/s);
  });

  it.each([
    [["add", "nowhere/x"], 'names the provider "nowhere", which is not there'],
    [["add", "plain"], "must look like provider/name-of-the-model"],
    [["add", "ollama/tiny"], "ollama/tiny already stands at"],
    [["add", "ollama/new", "--can", "visoin"], 'did you mean "vision"?'],
    [["add", "ollama/new", "--window", "big"], "--window takes a number of tokens"],
    [["add", "ollama/new", "--price", "3"], "--price takes US dollars per million tokens, in and out"],
    [["add", "ollama/new", "--alias", "t"], "The alias t already stands at"],
  ])("%j is refused and nothing is written", async (argv, problem) => {
    const before = "models: [{ id: ollama/tiny }]\naliases: { t: ollama/tiny }\n";
    own(before);
    const { code, err } = await run(argv);
    expect(code).not.toBe(0);
    expect(err).toContain(problem);
    expect(read("models.yaml")).toBe(before);
  });
});

describe("models show", () => {
  it("prints what is known: who uses it, its names, its settings", async () => {
    own(`models:
  - id: ollama/mistral:7b
    parameters: { temperature: { min: 0, max: 1, default: 0.2 } }
    unsupported: [min_p]
    system: Answer in short sentences.
    formats: [text, json]
`);
    const { out } = await run(["show", "mistral-7b"]);
    expect(out).toMatch(/used by .*toollama\//);
    expect(out).toMatch(/also called +mistral-7b/);
    expect(out).toMatch(/parameters +temperature 0\.\.1 \(usually 0\.2\)/);
    expect(out).toMatch(/leaves out +min_p/);
    expect(out).toMatch(/system +Answer in short sentences\./);
    expect(out).toMatch(/price +free/);
    const unknown = await run(["show", "mistral-8b"]);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('did you mean "mistral-7b"?');
  });

  it("shows what is left of an OpenRouter key and its credits", async () => {
    await using server = await router({
      "/key": { data: { limit: 10, limit_remaining: 3.2, limit_reset: "monthly", usage: 6.8, is_free_tier: false } },
      "/credits": { data: { total_credits: 20, total_usage: 7.5 } },
    });
    const { out } = await run(["show", "openrouter/openai/gpt-5-mini"], { OPENROUTER_API_KEY: "sk-or-1" });
    expect(out).toMatch(/account +\$3\.20 of \$10\.00 left on this key \(monthly\), credits \$12\.50/);
    expect(server.requests[0]?.headers).toMatchObject({ authorization: "Bearer sk-or-1" });
  });

  it.each([
    [
      { limit: 10, limit_remaining: 3.2 },
      { total_credits: 20, total_usage: 7.5 },
      "✓ openrouter   $3.20 of $10.00 left",
    ],
    [{ limit: 10, limit_remaining: 0 }, { total_credits: 20, total_usage: 7.5 }, "✗ openrouter   $0.00 of $10.00 left"],
    [{ limit: null }, { total_credits: 5, total_usage: 5.1 }, "✗ openrouter   the key has no limit, credits -$0.10"],
    [{ limit: null }, {}, "✓ openrouter   the key has no limit"],
  ])("doctor has it too: key %j, credits %j", async (key, credits, line) => {
    await using _ = await router({ "/key": { data: key }, "/credits": { data: credits } });
    const surroundings = {
      ...testingSurroundings({ cwd, env: { OPENROUTER_API_KEY: "sk-or-1" } }),
      openEngine: createEngine,
    };
    await runCli(["doctor"], surroundings);
    expect(surroundings.stdout.text).toContain(line);
  });
});

describe("models test", () => {
  /** A model that does as it is told; `faults` changes what it answers to a kind of call. */
  const obedient = (faults: Partial<Record<"tools" | "schema" | "window" | "usage", boolean>> = {}) => ({
    script: ({ body }: ServerRequest) => {
      const text = JSON.stringify(body["messages"]);
      const usage = faults.usage ? ("missing" as const) : { input: Math.ceil(text.length / 5), output: 5 };
      if (body["tools"] !== undefined)
        return faults.tools ? { text: "5", usage } : { toolCalls: [{ name: "add", input: { a: 2, b: 3 } }], usage };
      if (body["format"] !== undefined) return { text: faults.schema ? "red" : '{"colour":"red","letters":3}', usage };
      if (text.includes("secret word")) return { text: faults.window ? "no idea" : "kingfisher", usage };
      if (text.includes("Count")) return { text: ["1\n", "2\n", "3\n"], betweenMs: 5, delayMs: 1, usage };
      return { text: ["re", "ady"], usage };
    },
  });

  async function tested(faults: Parameters<typeof obedient>[0] = {}, more: readonly string[] = []) {
    await using server = await startScriptedServer(obedient(faults));
    own(`providers:
  ollama: { url: "${server.url}" }
models:
  - { id: ollama/mine, context: 16000, capabilities: [tools, json], requires_test: true }
`);
    const before = await run(["show", "ollama/mine"]);
    const result = await run(["test", "ollama/mine", ...more]);
    return { before, result, after: await run(["show", "ollama/mine"]) };
  }

  it("passes a model that streams, counts, calls tools, holds to a schema, reads and stops; then it may serve", async () => {
    const { before, result, after } = await tested();
    expect(before.out).toContain("has not passed `thorp models test ollama/mine`");
    expect(result.out).toMatch(/✓ stream +\d+ pieces/);
    expect(result.out).toMatch(/✓ tools +add \{"a":2,"b":3\}/);
    expect(result.out).toMatch(/✓ json schema/);
    expect(result.out).toMatch(/✓ window +\d+ of 16000 tokens/);
    expect(result.out).toMatch(/✓ stop/);
    expect(result.out).toContain("ollama/mine passed; the calls cost $0.");
    expect(result.code).toBe(0);
    expect(after.out).toMatch(/state +ready/);
    expect(after.out).toMatch(/test +passed \d{4}-/);
  });

  it.each([
    [{ tools: true }, /✗ tools +it did not call the tool/],
    [{ schema: true }, /✗ json schema +it answered red/],
    [{ window: true }, /✗ window +\d+ of 16000 tokens: it did not find the word/],
    [{ usage: true }, /✗ usage +the server does not count/],
  ])("fails one with %j", async (faults, line) => {
    const { result, after } = await tested(faults);
    expect(result.out).toMatch(line);
    expect(result.code).toBe(1);
    expect(after.out).toContain("has not passed");
  });

  it("gives JSON, and ends early when nobody answers", async () => {
    own('providers:\n  ollama: { url: "http://127.0.0.1:1" }\nmodels: [{ id: ollama/mine }]\n');
    const { code, out } = await run(["test", "ollama/mine", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ok: false, checks: [{ name: "stream", state: "failed" }], cost: 0 });
  });

  it("refuses a model whose test could cost anything, and one without a server", async () => {
    expect((await run(["test", "openrouter/acme/x"])).err).toContain("thorp models sync openrouter");
    expect((await run(["test", "rules"])).err).toContain("has no server");
    expect((await run(["test", "mistral-7b", "--max-cost", "much"])).err).toContain("--max-cost takes a number");
  });

  it("keeps a paid test within its limit", async () => {
    await using server = await startScriptedServer(obedient());
    own(`providers:
  paid: { kind: openai, dialect: openrouter, url: "${server.url}/v1", context: 200000 }
models: [{ id: paid/m, price: { input: 10, output: 10 }, capabilities: [] }]
`);
    const { out } = await run(["test", "paid/m", "--max-cost", "0.03", "--tokens", "150000"]);
    const longest = Math.max(...server.requests.map(({ body }) => JSON.stringify(body).length));
    // 3000 tokens at most, about five letters each.
    expect(longest).toBeLessThan(20_000);
    expect(out).toMatch(/window +\d+ of 200000 tokens/);
    expect(out).toContain("– tools");
  });
});

describe("models export litellm", () => {
  it("writes groups, fallbacks and settings, and no key", async () => {
    own(`models:
  - id: openrouter/anthropic/claude-sonnet-4.5
    openrouter: { models: [openai/gpt-5-mini], provider: { data_collection: deny } }
`);
    const { code, out, err } = await run(["export", "litellm"], { OPENROUTER_API_KEY: "sk-or-very-secret" });
    expect(code).toBe(0);
    expect(out).not.toContain("very-secret");
    const config = parse(out) as {
      model_list: {
        model_name: string;
        litellm_params: Record<string, unknown>;
        model_info: Record<string, unknown>;
      }[];
      litellm_settings: { fallbacks: Record<string, string[]>[] };
      router_settings: { model_group_alias: Record<string, string> };
    };
    const found = (name: string) => config.model_list.find(({ model_name }) => model_name === name);
    expect(found("ollama/mistral:7b")?.litellm_params).toMatchObject({
      model: "ollama_chat/mistral:7b",
      api_base: "http://127.0.0.1:11434",
    });
    expect(found("openrouter/anthropic/claude-sonnet-4.5")).toMatchObject({
      litellm_params: {
        model: "openrouter/anthropic/claude-sonnet-4.5",
        api_key: "os.environ/OPENROUTER_API_KEY",
        extra_body: { models: ["openai/gpt-5-mini"], provider: { data_collection: "deny" } },
      },
      model_info: { max_input_tokens: 200_000, input_cost_per_token: 0.000003 },
    });
    expect(config.router_settings.model_group_alias).toMatchObject({ "mistral-7b": "ollama/mistral:7b" });
    expect(config.litellm_settings.fallbacks.length).toBeGreaterThan(0);
    expect(err).toMatch(/Left out: \d+ models \(rules\/english: it lives inside Thorp/);
  });

  it("goes into a file, once", async () => {
    const file = join(cwd, "proxy.yaml");
    expect((await run(["export", "litellm", "-o", "proxy.yaml"])).err).toContain(`litellm --config ${file}`);
    expect((await run(["export", "litellm", "-o", "proxy.yaml"])).err).toContain("Replace it with --force");
    expect((await run(["export", "litellm", "-o", "proxy.yaml", "--force"])).code).toBe(0);
    expect((await run(["export", "haproxy"])).err).toContain("The one there is: litellm.");
  });
});

it("lists one provider's models, and says when there is none", async () => {
  const { out } = await run(["--provider", "rules"]);
  expect(out).toMatch(/^rules\/english/m);
  expect(out).not.toMatch(/^ollama/m);
  expect((await run(["list", "--provider", "opnai"])).err).toContain("Did you mean openai?");
});
