/** Tools of services beside those for what is at hand: they share words with much that they cannot do. */
import { describe, expect, it } from "vitest";
import type { Json } from "../../../base/json.ts";
import type { Brief, BriefTool } from "../../brief.ts";
import { fixtureTools } from "../fixture-tools.ts";
import { understand } from "./understand.ts";

function service(name: string, capability: string, rest: { description: string; examples: string[]; input: Json }) {
  return { name, capability, agent: "manager", ...rest } satisfies BriefTool;
}
const schema = (properties: { readonly [name: string]: Json }): Json => ({
  type: "object",
  properties,
  required: Object.keys(properties),
});
const services: readonly BriefTool[] = [
  service("forecast_weather", "weather", {
    description: "Gives the weather now and for some days at a pair of coordinates: temperature, rain, snow.",
    examples: ["Will it snow at 60.2, 24.9 tomorrow?", "The weather at 38.7, -9.1"],
    input: schema({
      latitude: { type: "number", description: "Degrees, north positive" },
      longitude: { type: "number" },
    }),
  }),
  service("get_preprint", "paper-details", {
    description: "Gives title, authors and summary of a preprint.",
    examples: ["Who wrote 1706.03762?"],
    input: schema({ preprint: { type: "string", pattern: "^[A-Za-z0-9./,-]+$" } }),
  }),
  service("recommend_papers", "similar-papers", {
    description: "Recommends papers like one that is known.",
    examples: ["Recommend papers like ARXIV:1706.03762"],
    input: schema({ paper: { type: "string", description: "Id of the paper" } }),
  }),
  service("describe_countries", "country-facts", {
    description: "Gives capital, population and languages of a country.",
    examples: ["What is the capital of Peru?"],
    input: schema({ country: { type: "string" } }),
  }),
];
const asked = (request: string) =>
  understand({
    purpose: "understand",
    agent: { name: "manager", kind: "manager", description: "", examples: [], capabilities: [] },
    ...{ request, history: [], files: [], inputs: [], toolCalls: [], learned: [], delegates: [], missing: [] },
    tools: [...fixtureTools, ...services],
    now: Date.UTC(2026, 10, 21, 12),
    timeZone: "UTC",
  } satisfies Brief);

describe("beside tools of services", () => {
  it.each([
    "Write a poem about the first snow",
    "Who wrote The Count of Monte Cristo?",
    "Can you recommend a good book on statistics?",
    "What's the weather in Berlin?",
    "What is the capital of Mongolia?",
  ])("a language model is still needed for: %s", (request) =>
    expect(asked(request)).toMatchObject({ reason: "needs-language-model" }),
  );

  it.each([
    ["Who wrote the paper 1706.03762?", "paper-details"],
    ["What is the capital of the country Mongolia?", "country-facts"],
    ["Will it snow at 60.2, 24.9 tomorrow?", "weather"],
  ])("one is asked for what it can do: %s", (request, capability) => {
    expect(JSON.stringify(asked(request))).toContain(`"capability":"${capability}"`);
  });

  it("asks for what a service needs in the words of its description", () => {
    expect(JSON.stringify(asked("temperature, rain and snow at a pair of coordinates"))).toContain(
      "For “forecast weather”: which latitude? Degrees, north positive.",
    );
  });
});
