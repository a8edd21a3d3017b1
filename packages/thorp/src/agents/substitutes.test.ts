import { expect, it } from "vitest";
import { createRecordingTool } from "../testing/recording-tool.ts";
import { substitutesAmong, substituteWords } from "./substitutes.ts";

const tools = ["first", "second", "third"].map((name) => createRecordingTool({ name, capability: "search" }).tool);
const other = createRecordingTool({ name: "other", capability: "weather" }).tool;

it("a tool in trouble gives way to the first of its capability that has none", () => {
  const found = substitutesAmong([...tools, other], ({ name }) => (name === "third" ? undefined : `${name} is broken`));
  expect(found.map(({ tool, instead }) => [tool, instead])).toEqual([
    ["first", "third"],
    ["second", "third"],
  ]);
  expect(found.map(substituteWords)[0]).toBe("third is offered instead of first: first is broken");
});

it("nothing gives way where nothing stands in, or nobody knows of troubles", () => {
  expect(substitutesAmong(tools, () => "broken")).toEqual([]);
  expect(substitutesAmong(tools, undefined)).toEqual([]);
});
