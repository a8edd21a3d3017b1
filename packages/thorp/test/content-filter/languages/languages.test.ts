/**
 * How often the filter is right in other languages than English, on sentences of our own: a half that rules are mended
 * by, and a half that measures and that no rule was changed for. Both are small; they say that nothing broke rather than
 * how the filter does in the world.
 */
import { describe, expect, it } from "vitest";
import { precisionOf, recallOf } from "../measure.ts";
import { heldOutSentences } from "./held-out-sentences.ts";
import { type LanguageSets, languages } from "./language-sets.ts";
import { measureLanguage } from "./measure-languages.ts";
import { tuningSentences } from "./tuning-sentences.ts";

/** Below what was measured; what is measured is printed. Of the held-out half a fifth is said in roundabout words. */
const floors = { precision: 0.82, recall: 0.7 };

describe.each<[string, LanguageSets]>([
  ["tuning", tuningSentences],
  ["held-out", heldOutSentences],
])("the %s half", (name, sets) => {
  it.each(languages)("%s is told with few mistakes", (language) => {
    const scores = measureLanguage(sets[language]);
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
    const kinds = scores.map((score) => `${score.category} ${percent(recallOf([score]))}`);
    process.stdout.write(
      `content filter, ${language}, ${name}: precision ${percent(precisionOf(scores))}, recall ${percent(recallOf(scores))} (${kinds.join(", ")})\n`,
    );
    expect(precisionOf(scores)).toBeGreaterThanOrEqual(floors.precision);
    expect(recallOf(scores)).toBeGreaterThanOrEqual(floors.recall);
  });
});

it("the halves share no sentence", () => {
  const sentences = (sets: LanguageSets) =>
    languages.flatMap((language) => [...Object.values(sets[language].holds).flat(), ...sets[language].benign]);
  const tuning = new Set(sentences(tuningSentences));
  expect(sentences(heldOutSentences).filter((sentence) => tuning.has(sentence))).toEqual([]);
});
