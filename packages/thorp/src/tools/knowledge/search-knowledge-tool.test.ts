import { expect, it } from "vitest";
import type { ToolContext } from "../tool.ts";
import { createSearchKnowledgeTool } from "./search-knowledge-tool.ts";

it("gives the best passages, and none that fit much less well", async () => {
  const passage = (title: string, match: number) => ({
    title,
    match,
    text: `About ${title}.`,
    location: "handbook.md",
  });
  const context = {
    signal: new AbortController().signal,
    shelf: {
      searchKnowledge: async () => ({
        passages: [passage("returns", 0.9), passage("refunds", 0.6), passage("parking", 0.3)],
        documents: ["handbook.md"],
        problems: [],
      }),
    },
  } as unknown as ToolContext;
  const found = await createSearchKnowledgeTool().execute({ query: "returns" }, context);
  expect(found.text).toContain("About refunds.");
  expect(found.text).not.toContain("parking");
});
