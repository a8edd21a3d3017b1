import { describe, expect, test } from "vitest";
import { createCatalogue } from "./catalogue.ts";
import { parseCatalogueFile } from "./catalogue-file.ts";
import { openRouterBody } from "./openrouter-block.ts";

const head = `
providers:
  or: { kind: openai, dialect: openrouter, url: "https://or.test/v1", app: { url: "https://me.test", title: Mine }, openrouter: { provider: { data_collection: deny, sort: price } } }
  ollama: { kind: ollama, url: "http://127.0.0.1:1" }
`;

function catalogue(models: string) {
  return createCatalogue([parseCatalogueFile(head + models, "own.yaml")]);
}

function problem(text: string): string {
  try {
    catalogue(text);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it was accepted");
}

describe("the openrouter block", () => {
  test("of a model lies on that of its provider, preference by preference", () => {
    const own = catalogue(`models:
  - id: or/a/b
    price: { input: 1, output: 2 }
    openrouter: { models: [c/d, a/b], provider: { order: [acme], sort: latency } }
  - { id: or/c/d, price: { input: 5, output: 1 } }
`);
    const entry = own.resolveModel("or/a/b");
    expect(openRouterBody(entry.openrouter ?? {}, entry.model)).toEqual({
      models: ["c/d"],
      provider: { data_collection: "deny", sort: "latency", order: ["acme"] },
    });
    expect(own.resolveModel("or/not/listed").openrouter).toEqual({
      provider: { data_collection: "deny", sort: "price" },
    });
    expect(own.providers.get("or")?.headers).toEqual({ "HTTP-Referer": "https://me.test", "X-Title": "Mine" });
  });

  test("sends the models of the auto router, and to no other model", () => {
    const block = { allowed_models: ["acme/*"] };
    expect(openRouterBody(block, "openrouter/auto")).toEqual({
      plugins: [{ id: "auto-router", allowed_models: ["acme/*"] }],
    });
    expect(openRouterBody(block, "a/b")).toEqual({});
  });

  test("takes every preference that OpenRouter has", () => {
    const preferences = `order: [a], allow_fallbacks: false, require_parameters: true, data_collection: allow, zdr: true,
      only: [a], ignore: [b], quantizations: [fp8, bf16], sort: throughput, enforce_distillable_text: true,
      max_price: { prompt: 1, completion: 2, request: 0.1, image: 0.1, audio: 3 }`;
    const own = catalogue(`models: [{ id: or/a/b, openrouter: { provider: { ${preferences} } } }]`);
    expect(Object.keys(own.resolveModel("or/a/b").openrouter?.provider ?? {})).toHaveLength(11);
  });

  test.each([
    [
      "models: [{ id: or/a/b, openrouter: { provider: { sorted: price } } }]",
      /own\.yaml:5:\d+: unknown key "sorted" in models\[0\]\.openrouter\.provider, did you mean "sort"\?/,
    ],
    [
      "models: [{ id: or/a/b, openrouter: { provider: { sort: prise } } }]",
      /own\.yaml:5:\d+: .*did you mean "price"\?/,
    ],
    ["models: [{ id: or/a/b, openrouter: { provider: { max_price: { promt: 1 } } } }]", /did you mean "prompt"\?/],
    [
      "models: [{ id: ollama/x, openrouter: { models: [a] } }]",
      /own\.yaml:5:\d+: model "ollama\/x" has an openrouter block, but ollama is no OpenRouter/,
    ],
  ])("%s is a mistake with its place", (text, expected) => {
    expect(problem(text)).toMatch(expected);
  });
});

describe("the most that a call may cost", () => {
  const of = (models: string) => catalogue(`models:\n${models}`).resolveModel("or/a/b");

  test("is the dearest of the models that may answer", () => {
    const entry = of(`  - { id: or/a/b, price: { input: 1, output: 2, request: 0.5 }, openrouter: { models: [c/d] } }
  - { id: or/c/d, price: { input: 5, output: 1, cache_write: 7 } }`);
    expect(entry.price).toMatchObject({ input: 1_000_000, output: 2_000_000 });
    expect(entry.ceiling).toEqual({ input: 5_000_000, output: 2_000_000, request: 500_000, cacheWrite: 7_000_000 });
  });

  test("is never above max_price", () => {
    const limit = "provider: { max_price: { prompt: 0.5, completion: 9 } }";
    expect(of(`  - { id: or/a/b, price: { input: 1, output: 2 }, openrouter: { ${limit} } }`).ceiling).toEqual({
      input: 500_000,
      output: 2_000_000,
    });
    // Nobody knows the price of what the router chooses, but it is bounded.
    const unknown = of(`  - { id: or/a/b, openrouter: { models: [e/f], ${limit} } }`);
    expect(unknown).toMatchObject({ price: undefined, ceiling: { input: 500_000, output: 9_000_000 } });
  });

  test("is unknown with a fallback of unknown price", () => {
    const entry = of("  - { id: or/a/b, price: { input: 1, output: 2 }, openrouter: { models: [e/f] } }");
    expect(entry.price).toBeUndefined();
    expect(entry.ceiling).toBeUndefined();
  });
});
