/**
 * How often the content filter is right, on sentences of our own: a half that rules may be mended by, and a half that
 * measures. Both are small and written by the same people as the rules, so the figures say that nothing broke rather
 * than how the filter does in the world.
 */
import { describe, expect, it } from "vitest";
import { contentCategories } from "../../src/events/content-finding.ts";
import { devSet } from "./dev-set.ts";
import { heldOutSet } from "./held-out-set.ts";
import type { LabelledSet } from "./labelled.ts";
import { measure, precisionOf, recallOf } from "./measure.ts";

/** A floor below what was measured; what is measured is printed. */
const floors = { precision: 0.93, recall: 0.9 };

describe.each<[string, LabelledSet]>([
  ["dev", devSet],
  ["held-out", heldOutSet],
])("the %s half", (name, set) => {
  it("is told with few mistakes", () => {
    const scores = measure(set);
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
    const rows = scores.map(
      (score) =>
        `  ${score.category.padEnd(14)} precision ${percent(precisionOf([score]))}, recall ${percent(recallOf([score]))}`,
    );
    process.stdout.write(
      `content filter, ${name}: precision ${percent(precisionOf(scores))}, recall ${percent(recallOf(scores))}\n${rows.join("\n")}\n`,
    );
    expect(precisionOf(scores)).toBeGreaterThanOrEqual(floors.precision);
    expect(recallOf(scores)).toBeGreaterThanOrEqual(floors.recall);
    for (const score of scores) expect(recallOf([score]), score.category).toBeGreaterThanOrEqual(0.7);
  });

  it("no sentence stands in both, and no category is empty", () => {
    const all = [...Object.values(set.holds).flat(), ...set.benign];
    expect(new Set(all).size).toBe(all.length);
    for (const category of contentCategories) expect(set.holds[category].length).toBeGreaterThanOrEqual(4);
  });
});

it("the halves share no sentence", () => {
  const sentences = ({ holds, benign }: LabelledSet) => [...Object.values(holds).flat(), ...benign];
  const dev = new Set(sentences(devSet));
  expect(sentences(heldOutSet).filter((sentence) => dev.has(sentence))).toEqual([]);
});
