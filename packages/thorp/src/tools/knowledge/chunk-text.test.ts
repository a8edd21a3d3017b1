import fc from "fast-check";
import { expect, it } from "vitest";
import { chunkText } from "./chunk-text.ts";

it("keeps what stands under one heading together, with the headings above it", () => {
  const text =
    "Before.\n\n# Guide\n\nIntro.\n\n## Setup `now`\n\nOne.\n\nTwo.\n\n### Deep\nThree.\n\n## Other\n\nFour.";
  expect(chunkText(text)).toEqual([
    { headings: [], text: "Before." },
    { headings: ["Guide"], text: "Intro." },
    { headings: ["Guide", "Setup now"], text: "One.\n\nTwo." },
    { headings: ["Guide", "Setup now", "Deep"], text: "Three." },
    { headings: ["Guide", "Other"], text: "Four." },
  ]);
});

it("takes no line of a code block for a heading, and cuts no code at its empty lines", () => {
  const code = "```sh\n# a comment\n\nrun\n```";
  expect(chunkText(`# Guide\n\nDo:\n\n${code}`)).toEqual([{ headings: ["Guide"], text: `Do:\n\n${code}` }]);
});

it("cuts a long table by rows, each part under the table's head", () => {
  const rows = Array.from({ length: 200 }, (_, at) => `| row ${at} | ${"x".repeat(20)} |`);
  const parts = chunkText(["| a | b |", "| --- | --- |", ...rows].join("\n"));
  expect(parts.length).toBeGreaterThan(3);
  for (const { text } of parts) expect(text.startsWith("| a | b |\n| --- | --- |\n| row")).toBe(true);
  expect(parts.flatMap(({ text }) => text.split("\n").slice(2))).toEqual(rows);
});

it("loses no word of any text, and no passage is long", () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom("# A", "### B", "", "```", "| a |", "word ".repeat(400), "😀".repeat(900)),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const chunks = chunkText(lines.join("\n"), 7);
      for (const { text, page } of chunks) {
        expect(text.length).toBeLessThanOrEqual(2500);
        expect(page).toBe(7);
        expect(text.isWellFormed()).toBe(true);
      }
      const words = lines.join("\n").match(/\bword\b/g)?.length ?? 0;
      expect(chunks.flatMap(({ text }) => text.match(/\bword\b/g) ?? [])).toHaveLength(words);
    }),
    { numRuns: 200 },
  );
});
