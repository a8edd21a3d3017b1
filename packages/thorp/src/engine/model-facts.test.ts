import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createCatalogue } from "../models/catalogue.ts";
import { parseCatalogueFile } from "../models/catalogue-file.ts";
import { fingerprintOf, writeModelTest } from "../models/model-tests.ts";
import { billedPrice, otherModel, passedTests } from "./model-facts.ts";

const own = (models: string) =>
  createCatalogue([
    parseCatalogueFile(
      `providers:
  router: { kind: openai, dialect: openrouter, url: "http://r.test/v1" }
  proxy: { kind: openai, dialect: litellm, url: "http://p.test/v1" }
  home: { kind: openai, dialect: llama-server, url: "http://h.test/v1", tier: local }
  shop: { kind: openai, url: "http://s.test/v1" }
models:
${models}`,
      "own.yaml",
    ),
  ]);

const catalogue = own(`  - { id: router/a/b, price: { input: 1, output: 2 }, openrouter: { models: [c/d] } }
  - { id: router/c/d, price: { input: 3, output: 4 } }
  - { id: router/openrouter/auto }
  - { id: proxy/smart, price: { input: 5, output: 6 } }
  - { id: home/any }
  - { id: shop/gpt, price: { input: 7, output: 8 } }
`);
const entry = (id: string) => catalogue.resolveModel(id);

describe("another model that answered", () => {
  it.each([
    ["router/a/b", "a/b", undefined],
    ["router/a/b", "c/d", { model: "c/d" }],
    ["router/openrouter/auto", "x/y", { model: "x/y" }],
    ["router/c/d", "x/y", { model: "x/y", notice: "router/c/d was asked, x/y answered" }],
    // A group answers as one of its models.
    ["proxy/smart", "gpt-4o", { model: "gpt-4o" }],
    // One model, called whatever its file is called.
    ["home/any", "/models/q4.gguf", undefined],
    ["shop/gpt", "gpt-2025-08-07", undefined],
    ["shop/gpt", "gpt-mini", { model: "gpt-mini", notice: "shop/gpt was asked, gpt-mini answered" }],
  ])("%s answered as %s", (id, named, expected) => {
    expect(otherModel(catalogue, entry(id), named)).toEqual(expected);
  });
});

it.each([
  ["router/a/b", undefined, 1_000_000],
  ["router/a/b", "a/b", 1_000_000],
  ["router/a/b", "c/d", 3_000_000],
  ["router/a/b", "x/y", undefined],
  ["proxy/smart", "gpt-4o", 5_000_000],
  ["shop/gpt", "gpt-mini", 7_000_000],
])("%s that answered as %s is billed at its price", (id, named, input) => {
  expect(billedPrice(catalogue, entry(id), named)?.input).toBe(input);
});

it("a test speaks for the entry as it was", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "thorp-tests-")), "data", "model-tests.json");
  const before = own("  - { id: home/any, requires_test: true }\n");
  expect(await passedTests(before, file)).toEqual(new Set());
  const fingerprint = fingerprintOf(before.resolveModel("home/any"), before.providers.get("home"));
  await writeModelTest(file, "home/any", { at: 1, ok: true, fingerprint, checks: [] });
  expect(await passedTests(before, file)).toEqual(new Set(["home/any"]));
  expect(await passedTests(own("  - { id: home/any, requires_test: true, context: 4096 }\n"), file)).toEqual(new Set());
  await writeModelTest(file, "home/any", { at: 2, ok: false, fingerprint, checks: [] });
  expect(await passedTests(before, file)).toEqual(new Set());
});
