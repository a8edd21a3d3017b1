/** What is meant as harm, or as words to an assistant, in other languages than English: one rule for each kind. */
import type { ContentCategory } from "../../../events/content-finding.ts";
import { type ContentRule, phraseRule } from "../content-rule.ts";
import { dutch } from "./dutch.ts";
import { foldAccents } from "./fold-accents.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import { italian } from "./italian.ts";
import { phrasesOf } from "./language-words.ts";
import { portuguese } from "./portuguese.ts";
import { spanish } from "./spanish.ts";

const phrases = [german, french, spanish, italian, portuguese, dutch].map(phrasesOf);
const categories: readonly ContentCategory[] = [
  "weapons",
  "malware",
  "self-harm",
  "hate",
  "sexual-minors",
  "injection",
];

/** In the order of the categories. A text is looked at in all of these languages: people mix them. */
export const otherLanguages: readonly ContentRule[] = categories.map((category) => {
  const rule = phraseRule(
    category,
    phrases.flatMap((language) => language[category] ?? []),
  );
  return { ...rule, find: (text) => rule.find(foldAccents(text)) };
});
