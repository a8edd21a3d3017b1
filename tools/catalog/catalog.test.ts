/** What every description that ships has to say, and that its own example comes out as something a model can read. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Json } from "../../packages/thorp/src/base/json.ts";
import { readAnswer } from "../../packages/thorp/src/tools/api/answer/read-answer.ts";
import { resultText } from "../../packages/thorp/src/tools/api/answer/result-text.ts";
import type { Api, ApiOperation } from "../../packages/thorp/src/tools/api/api.ts";
import { createExpressions, isTrue } from "../../packages/thorp/src/tools/api/expression.ts";
import { apisPagePath, renderApisPage } from "./apis-page.ts";
import { apisFilePath, compileApis } from "./compile-apis.ts";
import { exampleAnswer } from "./example-answer.ts";

const compiled = compileApis();
const apis = JSON.parse(compiled) as readonly Api[];
const operations = apis.flatMap((api) => api.operations.map((operation) => [operation.name, api, operation] as const));
const expressions = createExpressions();

/** The default set: works without a key. */
const ids = [
  ..."arxiv carbon_intensity_gb courtlistener crossref disify dns_over_https duckduckgo_instant hacker_news".split(" "),
  ..."nominatim open_meteo open_meteo_geocoding open_trivia openligadb rdap semantic_scholar statuspage".split(" "),
  ..."unpaywall useless_facts vies wikidata wikipedia wiktionary wizard_world world_bank xkcd youtube_oembed".split(
    " ",
  ),
];

it("the file that ships is made of the descriptions as they are; `npm run docs` renews it", () => {
  const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
  expect(read(apisFilePath)).toBe(compiled);
  expect(read(apisPagePath)).toBe(renderApisPage());
  expect(apis.map(({ id }) => id)).toEqual(ids);
});

it("no two tools have one name, and no two say the same", () => {
  expect(new Set(operations.map(([name]) => name)).size).toBe(operations.length);
  expect(new Set(operations.map(([, , { description }]) => description)).size).toBe(operations.length);
});

describe.each(operations)("%s", (_name, api, operation: ApiOperation) => {
  it("says what a small model has to know", () => {
    expect(operation.examples.length).toBeGreaterThanOrEqual(5);
    expect(new Set(operation.examples).size).toBe(operation.examples.length);
    expect(operation.description.length).toBeGreaterThan(40);
    expect(operation.description).not.toContain("…");
    const properties = Object.values(operation.input["properties"] as Record<string, { description?: string }>);
    expect(properties.every(({ description }) => (description ?? "").length > 1)).toBe(true);
    expect(properties.length).toBeLessThanOrEqual(6);
    expect(operation.sample).toBeDefined();
  });

  it("asks declared https hosts without a key, within limits, and only reads", () => {
    expect(operation.effect).toBe("fetch");
    expect(operation.server).toMatch(/^https:\/\//);
    expect(operation.hosts.length).toBeGreaterThan(0);
    expect(operation.limits.windows.length).toBeGreaterThan(0);
    const demanded = operation.secrets.filter(({ isOptional, isSecret }) => isSecret && !isOptional);
    expect(demanded).toEqual([]);
  });

  it("makes its own example readable", () => {
    const { mediaType, text } = exampleAnswer(api.id, operation);
    const bytes = new TextEncoder().encode(text);
    const answer = readAnswer(operation, { url: "", status: 200, mediaType, bytes, headers: {} }, expressions);
    if (answer.kind !== "data") throw new Error(JSON.stringify(answer));
    const { project = "@", sources } = operation.answer;
    const projected = expressions.of(project, answer.data);
    const parts = Array.isArray(projected) ? projected.slice(0, 1) : Object.values(projected as Record<string, Json>);
    expect(parts.some((part) => isTrue(part as Json))).toBe(true);
    expect(resultText(projected).length).toBeGreaterThan(10);
    if (sources !== undefined) expect(JSON.stringify(expressions.of(sources, answer.data))).toMatch(/"url":"https?:/);
  });
});
