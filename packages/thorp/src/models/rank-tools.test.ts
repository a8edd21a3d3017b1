import { expect, it } from "vitest";
import type { BriefTool } from "./brief.ts";
import { rankTools } from "./rank-tools.ts";

const tool = (name: string, description: string, examples: readonly string[]): BriefTool => ({
  name,
  capability: name,
  description,
  examples,
  input: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
  agent: "",
});
const tools = [
  tool("look_up_host", "Says to whom a name on the net belongs.", [
    "who registered quinces.example",
    "owner of figs.org",
  ]),
  tool("check_mailbox", "Says whether a mailbox exists.", ["does jo@figs.org exist", "check pat@pears.example"]),
  tool("tell_life", "Tells the life of a person.", ["Who was Mary Anning?", "life of Ada Lovelace"]),
  tool("find_spot", "Gives the position of a place.", ["where is Quito", "position of Lima"]),
];
const first = (request: string) => rankTools(request, tools)[0]?.tool.name;

it.each([
  ["is mia@kiwi.example any good", "check_mailbox"],
  ["whose is kiwi.example", "look_up_host"],
  ["Who is Wangari Maathai", "tell_life"],
  ["what is the position of Tartu", "find_spot"],
])("%s -> %s: shapes and forms of questions count beside words", (request, name) => {
  expect(first(request)).toBe(name);
});

it("gives every tool, the best first, and the same each time", () => {
  const ranked = rankTools("owner of plums.org", tools);
  expect(ranked).toHaveLength(tools.length);
  expect(ranked.map(({ score }) => score)).toEqual(ranked.map(({ score }) => score).toSorted((a, b) => b - a));
  expect(rankTools("owner of plums.org", tools)).toEqual(ranked);
  expect(rankTools("anything", [])).toEqual([]);
});
