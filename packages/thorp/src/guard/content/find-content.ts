/** All content of some categories in a text. */
import type { ContentCategory } from "../../events/content-finding.ts";
import type { ContentMatch, ContentRule } from "./content-rule.ts";
import { harmfulPhrases } from "./harmful-phrases.ts";
import { injectionPhrases } from "./injection-phrases.ts";
import { otherLanguages } from "./languages/other-languages.ts";
import { personalData } from "./personal-data.ts";

const allRules: readonly ContentRule[] = [...personalData, ...harmfulPhrases, ...injectionPhrases, ...otherLanguages];

/** The rules of the categories, in a fixed order. */
export function rulesFor(categories: readonly ContentCategory[]): readonly ContentRule[] {
  return allRules.filter((rule) => categories.includes(rule.category));
}

/** In the order of the text; where matches overlap, the one that begins first stands, of two that begin alike the longer. */
export function findContent(text: string, rules: readonly ContentRule[]): readonly ContentMatch[] {
  const found = rules.flatMap((rule) => rule.find(text)).sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return found.filter((match) => {
    if (match.start < end) return false;
    end = match.end;
    return true;
  });
}
