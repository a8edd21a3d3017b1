import { describe, expect, it } from "vitest";
import { toolOf } from "../orchestration/test-world.ts";
import { createToolSpecs } from "./tool-specs.ts";
import { toolInWordsFor } from "./tool-words.ts";

const description =
  "Gives names, not contents: use read_it, query_it or ask_it for those. Not for tables: use query_it. Names stay as they are.";
const names = ["list_it", "read_it", "query_it", "ask_it"];
const specs = createToolSpecs(names.map((name) => toolOf(name, name === "list_it" ? { description } : {})));

function words(...own: readonly string[]): string | undefined {
  const spec = specs.get("list_it");
  return spec === undefined ? undefined : toolInWordsFor(spec, new Set(["list_it", ...own])).description;
}

describe("a tool in the words for one agent", () => {
  it("stays as it is when the agent has all that it names", () => {
    const spec = specs.get("list_it");
    expect(spec?.mentions).toEqual(["read_it", "query_it", "ask_it"]);
    expect(spec && toolInWordsFor(spec, new Set(names))).toBe(spec?.functionTool);
    expect(words(...names)).toBe(description);
  });

  it("names of a list only those that are there", () => {
    expect(words("read_it", "ask_it")).toBe(
      "Gives names, not contents: use read_it or ask_it for those. Names stay as they are.",
    );
    expect(words("query_it")).toBe(
      "Gives names, not contents: use query_it for those. Not for tables: use query_it. Names stay as they are.",
    );
  });

  it("leaves out the sentence that leads nowhere", () => {
    expect(words()).toBe("Names stay as they are.");
  });
});
