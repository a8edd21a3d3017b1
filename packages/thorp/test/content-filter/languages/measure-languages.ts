/** How well the filter tells what is in a text, for each language. */
import { findContent, rulesFor } from "../../../src/guard/content/find-content.ts";
import type { Score } from "../measure.ts";
import { type LanguageSet, spokenCategories } from "./language-sets.ts";

/** One score for each kind; a sentence of another kind or of none must not be found there. */
export function measureLanguage({ holds, benign }: LanguageSet): readonly Score[] {
  return spokenCategories.map((category) => {
    const rules = rulesFor([category]);
    const finds = (text: string) => findContent(text, rules).length > 0;
    const others = spokenCategories.filter((other) => other !== category).flatMap((other) => holds[other]);
    return {
      category,
      right: holds[category].filter(finds).length,
      wrong: [...benign, ...others].filter(finds),
      missed: holds[category].filter((text) => !finds(text)),
    };
  });
}
