import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ThorpError } from "../base/errors.ts";
import { createCatalogue } from "./catalogue.ts";
import { parseCatalogueFile } from "./catalogue-file.ts";
import { layerFromOptions } from "./catalogue-layer.ts";
import { catalogueJsonSchema } from "./catalogue-schema.ts";
import { builtInCatalogue, loadCatalogue } from "./load-catalogue.ts";

const PROVIDERS = `
providers:
  ollama: { kind: ollama, url: "http://127.0.0.1:11434", tier: local, context: 4096 }
  openrouter: { kind: openai, dialect: openrouter, url: "https://openrouter.ai/api/v1", key: OPENROUTER_API_KEY, tier: frontier }
  rules: { kind: rules }
`;

function catalogue(...texts: string[]) {
  return createCatalogue(
    [PROVIDERS, ...texts].map((text, at) =>
      parseCatalogueFile(text, at === 0 ? "base.yaml" : `own${at === 1 ? "" : at}.yaml`),
    ),
  );
}

function problem(text: string): string {
  try {
    catalogue(text);
  } catch (error) {
    expect(error).toMatchObject({ code: "catalogue-invalid" });
    return (error as ThorpError).message;
  }
  throw new Error("the catalogue was accepted");
}

describe("three lines register a model", () => {
  const own = catalogue(`
models:
  - id: openrouter/acme/big
    context: 100000
    price: { input: 0.25, output: 2, cached_input: 0.0000001 }
  - id: ollama/tiny
aliases: { big: openrouter/acme/big }
`);

  test("with what it has and what its provider gives", () => {
    expect(own.resolveModel("openrouter/acme/big")).toEqual({
      ...{ id: "openrouter/acme/big", provider: "openrouter", model: "acme/big", tier: "frontier", context: 100_000 },
      ...{
        price: { input: 250_000, output: 2_000_000, cachedInput: 1 },
        capabilities: ["tools"],
        slots: 16,
        isListed: true,
      },
    });
    expect(own.resolveModel("ollama/tiny")).toMatchObject({
      tier: "local",
      context: 4096,
      price: { input: 0, output: 0 },
      slots: 1,
    });
  });

  test("and answer to their alias under their own id", () => {
    expect(own.resolveModel("big")).toMatchObject({ id: "openrouter/acme/big", alias: "big" });
    expect(own.resolveModel("openrouter/acme/big")).not.toHaveProperty("alias");
  });
});

describe("an id that stands nowhere", () => {
  const own = catalogue();

  test("is taken as the provider's", () => {
    expect(own.resolveModel("ollama/some-model:7b")).toMatchObject({
      model: "some-model:7b",
      price: { input: 0, output: 0 },
      context: 4096,
      isListed: false,
    });
    expect(own.resolveModel("openrouter/a/b")).toMatchObject({
      provider: "openrouter",
      model: "a/b",
      price: undefined,
      isListed: false,
    });
  });

  test.each(["nowhere/x", "ollama", "ollama/", "rules/anything", "ollama/a b", ""])("is unknown: %j", (id) => {
    expect(() => own.resolveModel(id)).toThrow(expect.objectContaining({ code: "model-unknown" }));
  });

  test("is answered with the nearest name", () => {
    const named = catalogue("models: [{ id: openrouter/acme/big }]\naliases: { sonnet: openrouter/acme/big }");
    expect(() => named.resolveModel("sonet")).toThrow('no model "sonet" in the catalogue, did you mean "sonnet"?');
  });
});

describe("mistakes are told with file, line and column", () => {
  test.each<[string, string, string | RegExp]>([
    [
      "a misspelt key",
      "models:\n  - id: ollama/x\n    contxt: 5000",
      'own.yaml:3:5: unknown key "contxt" in models[0], did you mean "context"?',
    ],
    ["a misspelt section", "model:\n  - id: x/y", 'own.yaml:1:1: unknown key "model", did you mean "models"?'],
    [
      "a misspelt key of a provider",
      "providers:\n  ollama:\n    ur: http://x",
      'own.yaml:3:5: unknown key "ur" in providers.ollama, did you mean "url"?',
    ],
    [
      "a misspelt key of a price",
      "models:\n  - id: ollama/x\n    price: { input: 1, ouput: 2, output: 2 }",
      'own.yaml:3:24: unknown key "ouput" in models[0].price, did you mean "output"?',
    ],
    ["a wrong type", "models:\n  - id: ollama/x\n    context: many", /^own\.yaml:3:14: models\[0\]\.context /],
    [
      "a misspelt capability",
      "models:\n  - id: ollama/x\n    capabilities: [tool]",
      /^own\.yaml:3:20: .*did you mean "tools"\?/,
    ],
    [
      "a negative price",
      "models:\n  - id: ollama/x\n    price: { input: -1, output: 0 }",
      /^own\.yaml:3:21: models\[0\]\.price\.input /,
    ],
    [
      "a missing price",
      "models:\n  - id: ollama/x\n    price: { input: 1 }",
      /^own\.yaml:3:12: models\[0\]\.price\.output /,
    ],
    ["an id without a provider", "models:\n  - id: llama", /^own\.yaml:2:9: .*provider\/name/],
    [
      "an id twice",
      "models:\n  - id: ollama/x\n  - id: ollama/x",
      'own.yaml:3:9: model "ollama/x" is already there, at own.yaml:2:9',
    ],
    [
      "an unknown provider",
      "models:\n  - id: olama/x",
      'own.yaml:2:9: model "olama/x" names the provider "olama", which is not there; did you mean "ollama"?',
    ],
    ["broken YAML", "models:\n  - id: [", /^own\.yaml:2:\d+: /],
    ["a tab", "models:\n\t- id: x/y", /^own\.yaml:2:/],
    ["a list instead of a map", "- a", /^own\.yaml:1:1: /],
    ["a provider without kind", "providers:\n  mine: { url: 'http://x' }", 'own.yaml:2:3: provider "mine" has no kind'],
    ["a provider without url", "providers:\n  mine: { kind: openai }", 'own.yaml:2:3: provider "mine" has no url'],
    [
      "an address that is none",
      "providers:\n  mine: { kind: openai, url: 'ftp://x' }",
      /must be an http or https address/,
    ],
    ["an alias to nothing", "aliases:\n  a: nowhere/x", 'own.yaml:2:3: alias "a" names "nowhere/x", which is no model'],
    ["an alias to itself", "aliases:\n  a: a", 'own.yaml:2:3: alias "a" leads back to itself: a -> a'],
    [
      "an alias in the way of a model",
      "models: [{ id: ollama/x }]\naliases:\n  ollama/x: ollama/y",
      'own.yaml:3:3: alias "ollama/x" is the id of a model',
    ],
    ["a YAML anchor to nothing", "models: *gone", /^own\.yaml:/],
  ])("%s", (_, text, expected) => {
    if (typeof expected === "string") expect(problem(text)).toBe(expected);
    else expect(problem(text)).toMatch(expected);
  });

  test("all at once, up to ten", () => {
    const ten = problem(`models:\n${Array.from({ length: 13 }, (_, i) => `  - id: bad${i}`).join("\n")}`).split("\n");
    expect(ten).toHaveLength(11);
    expect(ten[10]).toBe("and 3 more");
  });

  test("a circle of aliases, wherever it is entered", () => {
    expect(problem("aliases: { a: b, b: c, c: b }")).toContain("a -> b -> c -> b");
  });

  test("a key that was written into the file is not repeated", () => {
    const text = problem("providers:\n  mine: { kind: openai, url: 'http://x', key: sk-very-secret }");
    expect(text).toContain("must be the name of an environment variable, not the key itself");
    expect(text).not.toContain("very-secret");
  });
});

describe("layers", () => {
  test("change only what they name", () => {
    const own = catalogue(
      "models: [{ id: ollama/x, context: 9000, slots: 2 }]",
      "providers: { ollama: { url: 'http://gpu:11434' } }\nmodels: [{ id: ollama/x, slots: 3 }]",
    );
    expect(own.providers.get("ollama")).toMatchObject({ kind: "ollama", urls: ["http://gpu:11434"], tier: "local" });
    expect(own.resolveModel("ollama/x")).toMatchObject({ context: 9000, slots: 3 });
    expect(own.models).toHaveLength(1);
  });

  test("of options lie on top", () => {
    const own = createCatalogue([
      parseCatalogueFile(PROVIDERS, "base.yaml"),
      layerFromOptions({ aliases: { quick: "ollama/tiny" } }),
    ]);
    expect(own.resolveModel("quick").id).toBe("ollama/tiny");
    expect(() => createCatalogue([layerFromOptions({ aliases: { a: "b" } })])).toThrow(/^options: alias "a"/);
  });

  test("that are empty change nothing", () => {
    expect(catalogue("", "# only a comment", "providers: {}").providers.size).toBe(3);
  });
});

describe("the catalogue that ships", () => {
  test("resolves every name of the shipped teams", async () => {
    const own = await loadCatalogue();
    for (const name of [
      ...["Mistral-22B", "Mistral-7B", "Llama-3.2-3B", "DeepSeek-R1-14B", "rules", "hashed"],
      ...["nvidia/llama-3.1-nemotron-70b-instruct", "anthropic/claude-3.5-sonnet", "openai/o1-mini"],
      ...["Qwen/Qwen2.5-3B-Instruct", "deepseek-ai/Janus-1.3B", "ibm-granite/granite-3b-code-instruct-128k"],
      ...["Qwen2.5-3B-Instruct", "Janus-1.3B", "granite-3b-code"],
    ]) {
      expect(own.resolveModel(name).isListed, name).toBe(true);
    }
    expect(own.resolveModel("Mistral-22B").id).toBe("ollama/mistral-small:22b");
  });

  test("prices everything that is paid for, and nothing that is not", async () => {
    for (const { id, tier, price } of (await loadCatalogue()).models) {
      expect(price, id).toBeDefined();
      expect(price?.input === 0, id).toBe(tier !== "frontier");
    }
  });

  test("has other files on top, if they are there", async () => {
    const folder = await mkdtemp(join(tmpdir(), "thorp-catalogue-"));
    const personFile = join(folder, "models.yaml");
    expect((await loadCatalogue({ files: [personFile] })).models.length).toBeGreaterThan(10);
    await writeFile(personFile, "models: [{ id: ollama/mine, context: 5000 }]");
    expect((await loadCatalogue({ files: [personFile] })).resolveModel("ollama/mine").context).toBe(5000);
    await writeFile(personFile, "models: [{ id: ollama/mine, contex: 5000 }]");
    await expect(loadCatalogue({ files: [personFile] })).rejects.toThrow(`${personFile}:1:29`);
    await expect(loadCatalogue({ files: [folder] })).rejects.toMatchObject({ code: "config-invalid" });
  });

  test("has a schema for editors", () => {
    expect(catalogueJsonSchema()).toMatchObject({
      type: "object",
      additionalProperties: false,
      properties: { models: {}, providers: {}, aliases: {} },
    });
    expect(builtInCatalogue).toMatch(/catalogue\.yaml$/);
  });
});
