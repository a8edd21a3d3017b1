import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import {
  configurationPagePath,
  envExamplePath,
  renderConfigurationPage,
  renderEnvExample,
} from "./configuration-page.ts";
import { listSettings } from "./setting-list.ts";
import { settingsJsonSchema } from "./settings-json-schema.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

it.each([
  [configurationPagePath, renderConfigurationPage],
  [envExamplePath, renderEnvExample],
] as const)("%s is up to date (else run `npm run docs`)", (path, render) => {
  expect(readFileSync(`${root}${path}`, "utf8")).toBe(render());
});

it("names every setting", () => {
  const page = renderConfigurationPage();
  for (const { key, variable } of listSettings()) {
    expect(page).toContain(`| \`${key}\` |`);
    if (variable !== undefined) expect(renderEnvExample()).toContain(`#${variable}=`);
  }
});

it("has a JSON Schema that refuses unknown keys and describes the known ones", () => {
  const schema = settingsJsonSchema() as {
    additionalProperties: unknown;
    properties: Record<string, { description?: string }>;
  };
  expect(schema.additionalProperties).toBe(false);
  expect(schema.properties["team"]?.description).toContain("team");
  expect(Object.keys(schema.properties)).toContain("budgets");
});
