import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createCatalogue } from "./catalogue.ts";
import { parseCatalogueFile } from "./catalogue-file.ts";
import { knownKeysAt } from "./catalogue-schema.ts";
import { builtInCatalogue } from "./load-catalogue.ts";

const page = readFileSync(fileURLToPath(new URL("../../../../docs/models.md", import.meta.url)), "utf8");
const blocks = [...page.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, text]) => text ?? "");
const builtIn = parseCatalogueFile(readFileSync(builtInCatalogue, "utf8"), "catalogue.yaml");

describe("docs/models.md", () => {
  test("has examples", () => expect(blocks.length).toBeGreaterThan(7));

  test.each(blocks)("has an example that is a catalogue: %s", (text) => {
    const own = parseCatalogueFile(text, "models.yaml");
    const catalogue = createCatalogue([builtIn, own]);
    for (const { id } of own.fields.models ?? []) {
      const { price, ceiling } = catalogue.resolveModel(id);
      expect(ceiling ?? price, `${id} could be called`).toBeDefined();
    }
  });

  test("names every field of a model, a provider and a price", () => {
    const paths = [
      ["models", 0],
      ["models", 0, "price"],
      ["providers", "x"],
      ["models", 0, "openrouter", "provider"],
    ];
    for (const key of paths.flatMap(knownKeysAt)) expect(page, key).toMatch(new RegExp(`\\b${key}\\b`));
  });
});
