/** How well the filter tells what is in a text. */
import { type ContentCategory, contentCategories } from "../../src/events/content-finding.ts";
import { findContent, rulesFor } from "../../src/guard/content/find-content.ts";
import type { LabelledSet } from "./labelled.ts";

/** Of one category: found and there, found and not there, there and not found. */
export interface Score {
  readonly category: ContentCategory;
  readonly right: number;
  readonly wrong: readonly string[];
  readonly missed: readonly string[];
}

/** Every category over every sentence: one that holds another category must not be found here. */
export function measure(set: LabelledSet): readonly Score[] {
  return contentCategories.map((category) => {
    const rules = rulesFor([category]);
    const finds = (text: string) => findContent(text, rules).length > 0;
    const others = contentCategories.filter((other) => other !== category).flatMap((other) => set.holds[other]);
    return {
      category,
      right: set.holds[category].filter(finds).length,
      wrong: [...set.benign, ...others].filter(finds),
      missed: set.holds[category].filter((text) => !finds(text)),
    };
  });
}

/** In [0, 1]; 1 where nothing was found. */
export function precisionOf(scores: readonly Score[]): number {
  const right = sum(scores.map((score) => score.right));
  const found = right + sum(scores.map((score) => score.wrong.length));
  return found === 0 ? 1 : right / found;
}

/** In [0, 1]. */
export function recallOf(scores: readonly Score[]): number {
  const right = sum(scores.map((score) => score.right));
  return right / (right + sum(scores.map((score) => score.missed.length)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
