import { expect, it } from "vitest";
import { toolOf } from "../orchestration/test-world.ts";
import type { SourceFacts } from "../tools/tool-set.ts";
import { patternProblem, toolsFor } from "./tool-patterns.ts";
import { toolSpecsOf } from "./tool-specs.ts";

const source = (id: string): SourceFacts => ({ id, kind: id.split(":")[0] as SourceFacts["kind"], title: id });
const entry = (id: string, name: string, more: { readonly capability?: string; readonly ownName?: string } = {}) => {
  const { capability = name, ownName = name } = more;
  return { source: source(id), ownName, tool: toolOf(name, { capability }) };
};
const specs = toolSpecsOf([
  entry("built-in", "calculate"),
  entry("team:desk", "desk_lookup", { ownName: "lookup" }),
  entry("api:open_meteo", "forecast", { capability: "weather" }),
  entry("api:open_meteo", "air_quality", { capability: "weather.air" }),
  entry("api:arxiv", "arxiv_search", { capability: "papers", ownName: "search" }),
  entry("mcp:files", "read_note"),
]);

it.each([
  [["calculate"], ["calculate"]],
  [["built-in:*"], ["calculate"]],
  [["api:open_meteo"], ["forecast", "air_quality"]],
  [["api:open*"], ["forecast", "air_quality"]],
  [
    ["mcp:*", "api:*"],
    ["read_note", "forecast", "air_quality", "arxiv_search"],
  ],
  [["api:arxiv/search"], ["arxiv_search"]],
  [["api:arxiv/arxiv_search"], ["arxiv_search"]],
  [["api:*/air*"], ["air_quality"]],
  [["capability:weather"], ["forecast"]],
  [["capability:weather*"], ["forecast", "air_quality"]],
  [["capability:weathe."], []],
  [["lookup"], ["desk_lookup"]],
  [["search", "no_such_tool", "mcp:other"], []],
  [
    ["forecast", "capability:weather", "api:*"],
    ["forecast", "air_quality", "arxiv_search"],
  ],
])("%j means %j", (references, names) => {
  expect(toolsFor(references, specs).map(({ name }) => name)).toEqual(names);
});

it("says what can never be a pattern", () => {
  expect(patternProblem("api:anything")).toBeUndefined();
  expect(patternProblem("ap:open_meteo")).toBe("there are no sources of the kind `ap`; did you mean `api:`?");
  expect(patternProblem("search_*")).toContain("needs what it is about in front");
});
