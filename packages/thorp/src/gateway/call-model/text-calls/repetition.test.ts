import { describe, expect, it } from "vitest";
import { createRepetitionWatch } from "./repetition.ts";

function repeatsFrom(text: string, size = 40): number | undefined {
  const watch = createRepetitionWatch();
  for (let at = 0; at < text.length; at += size) {
    const found = watch.push(text.slice(at, at + size));
    if (found !== undefined) return found;
  }
  return undefined;
}

const paragraphs = Array.from({ length: 60 }, (_, i) => `Paragraph ${i} is about ${i * 7919} things and says so.`).join(
  "\n\n",
);

describe("createRepetitionWatch", () => {
  it.each([
    ["a word", "very "],
    ["a phrase", "I will now look at the file again. "],
    [
      "a paragraph",
      `${"Lorem ipsum dolor sit amet, consectetur. ".slice(0, 37)} and so on, in many words that are the same. `.repeat(
        2,
      ),
    ],
    ["one sign", "!"],
    ["line breaks and a word", "\n\nThank you!"],
  ])("sees %s without end, and where it began", (_what, phrase) => {
    const start = "The answer is 42. ";
    const found = repeatsFrom(start + phrase.repeat(20_000 / phrase.length));
    expect(found).toBeDefined();
    // The first time makes sense; the second no longer.
    expect(found).toBeGreaterThanOrEqual(start.length - 1);
    expect(found).toBeLessThanOrEqual(start.length + 2 * phrase.length);
  });

  it.each([
    ["prose", paragraphs],
    ["a rule of dashes", `${paragraphs.slice(0, 900)}\n${"-".repeat(200)}\n${paragraphs}`],
    ["a table of equal cells", Array.from({ length: 200 }, (_, i) => `| ${i} | no | no | no |`).join("\n")],
    [
      "a song with a refrain",
      Array.from({ length: 8 }, (_, i) => `Verse ${i} goes like this.\nLa la la la, la la la.\n`).join("\n"),
    ],
    ["counting", Array.from({ length: 2000 }, (_, i) => String(i)).join(", ")],
    ["ten equal lines", `${"I will not talk in class.\n".repeat(10)}${paragraphs}`],
  ])("takes %s for what it is", (_what, text) => {
    for (const size of [1, 40, 5000]) expect(repeatsFrom(text, size)).toBeUndefined();
  });
});
