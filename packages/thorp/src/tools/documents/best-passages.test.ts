import { describe, expect, it } from "vitest";
import { bestPassages } from "./best-passages.ts";
import { choosePages, splitIntoPages } from "./document-text.ts";
import { parsePageRanges } from "./page-ranges.ts";

const pages = [
  {
    number: 1,
    text: "# Costs\n\nThe annual costs were 300 euros for heating and 200 euros for water in the whole house.\n\nNothing else was paid by anybody in that time.",
  },
  {
    number: 2,
    text: "The parties agreed on a notice period of three months to the end of a quarter.\n\nPets are not allowed without permission in writing.",
  },
];

describe("bestPassages", () => {
  it.each([
    ["What is the notice period?", 2, "notice period"],
    ["how much is heating", 1, "# Costs"],
    ["Are pet allowed?", 2, "Pets are"],
    ["What was paid?", 1, "Nothing else"],
    ["costing", 1, "annual costs"],
  ])("%s", (question, page, words) => {
    const [best] = bestPassages(pages, question);
    expect(best).toMatchObject({ page, text: expect.stringContaining(words) });
  });

  it("finds nothing where nothing fits, and never more than asked for", () => {
    expect(bestPassages(pages, "zebra")).toEqual([]);
    expect(bestPassages(pages, "what is the")).toEqual([]);
    expect(bestPassages([], "notice")).toEqual([]);
    expect(bestPassages(pages, "euros notice pets paid", 2)).toHaveLength(2);
  });

  it("puts the passage with more of the words first, and quotes word for word", () => {
    const text = `${"Water is wet. ".repeat(20)}\n\nWater costs money in the city.`;
    const [best] = bestPassages([{ number: 1, text }], "water costs city");
    expect(best?.text).toBe("Water costs money in the city.");
    for (const { text: passage } of bestPassages([{ number: 1, text }], "water")) expect(text).toContain(passage);
  });

  it("cuts long paragraphs between sentences", () => {
    const text = Array.from({ length: 100 }, (_, i) => `Sentence number ${i} speaks of many things.`)
      .join(" ")
      .replace("number 57", "zebra 57");
    const [best] = bestPassages([{ number: 1, text }], "zebra");
    expect(best?.text).toMatch(/^Sentence .*zebra 57.*\.$/);
    expect(best?.text.length).toBeLessThanOrEqual(700);
  });

  it("loses nothing of a long paragraph, whose points may stand in numbers", () => {
    const text = Array.from(
      { length: 40 },
      (_, i) => `Item ${i}.1 rises by 2.5 percent a year, as agreed at that time.`,
    )
      .join(" ")
      .replace("Item 37.1", "The zebra");
    const [best] = bestPassages([{ number: 1, text }], "zebra");
    expect(best?.text).toMatch(/^Item .*The zebra rises by 2\.5 percent.*\.$/);
    expect(best?.text.length).toBeLessThanOrEqual(700);
    const endless = `${"many words without an end ".repeat(200)}zebra`;
    expect(bestPassages([{ number: 1, text: endless }], "zebra")).toHaveLength(1);
  });

  it("has an end on a text without sentences or words", () => {
    expect(bestPassages([{ number: 1, text: "x".repeat(100_000) }], "x")).toEqual([]);
    expect(bestPassages([{ number: 1, text: "!.?\n".repeat(20_000) }], "x")).toEqual([]);
  });
});

describe("pages", () => {
  it.each([
    ["3", [3]],
    ["1-3", [1, 2, 3]],
    ["1-2, 5", [1, 2, 5]],
    ["pages 2 to 4", [2, 3, 4]],
    ["5,1,5", [1, 5]],
    ["page 1 and 3", [1, 3]],
    ["2–3", [2, 3]],
  ])("%s", (text, numbers) => expect(parsePageRanges(text)).toEqual(numbers));

  it.each(["0", "3-1", "a", "1-", "-1", "1.5", "1-9999999", "1,,2", "99999999"])("%s is no list", (text) => {
    expect(() => parsePageRanges(text)).toThrow();
  });

  it("splitIntoPages loses nothing and breaks between paragraphs", () => {
    const text = Array.from({ length: 100 }, (_, i) => `Paragraph ${i}. ${"word ".repeat(20).trim()}`).join("\n\n");
    const parts = splitIntoPages(text);
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.join("\n\n")).toBe(text);
    for (const part of parts) expect(part.startsWith("Paragraph")).toBe(true);
    expect(splitIntoPages("x".repeat(10_000)).join("")).toHaveLength(10_000);
    expect(splitIntoPages("\u{1F600}".repeat(5000)).every((part) => part.isWellFormed())).toBe(true);
    expect(splitIntoPages("  ")).toEqual([]);
  });

  it("choosePages stops when there is enough", () => {
    const wish = { characters: 5 };
    expect(choosePages(["abc", "def", "ghi"], wish)).toEqual({
      pages: [
        { number: 1, text: "abc" },
        { number: 2, text: "def" },
      ],
      totalPages: 3,
    });
    expect(choosePages(["abc", "def"], { ...wish, pages: [2, 9] })).toEqual({
      pages: [{ number: 2, text: "def" }],
      totalPages: 2,
    });
  });
});
