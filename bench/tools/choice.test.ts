import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { FileNote } from "../../packages/thorp/src/models/brief.ts";
import { rankTools } from "../../packages/thorp/src/models/rank-tools.ts";
import { briefToolOf, offeredTools } from "./offered-tools.ts";

it("the right capability comes first for 85 % of the held-out requests, and among five for 95 %", async () => {
  const read = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8").trim();
  const rows = read("held-out.jsonl")
    .split("\n")
    .map((line) => JSON.parse(line) as { text: string; capabilities: string[]; files?: string[] });
  const notes = JSON.parse(read("../rules/files.json")) as readonly FileNote[];
  const tools = (await offeredTools()).map(briefToolOf);
  const ranked = rows.map(({ text, capabilities, files = [] }) => {
    const found = rankTools(text, tools, { files: notes.filter(({ path }) => files.includes(path)) });
    return found.findIndex(({ tool }) => capabilities.includes(tool.capability));
  });
  expect(rows.length).toBeGreaterThanOrEqual(300);
  expect(ranked.filter((at) => at === 0).length / rows.length).toBeGreaterThanOrEqual(0.85);
  expect(ranked.filter((at) => at >= 0 && at < 5).length / rows.length).toBeGreaterThanOrEqual(0.95);
});
