/** Sentences in other languages than English, with what is in them, written for this test. */

export const languages = ["de", "fr", "es", "it", "pt", "nl"] as const;
export type Language = (typeof languages)[number];

/** The kinds that rules are told in words for: forms are the same in every language. */
export const spokenCategories = ["weapons", "malware", "self-harm", "hate", "sexual-minors", "injection"] as const;

/** Sentences that hold exactly the category they stand under, and such that hold none. */
export interface LanguageSet {
  readonly holds: Readonly<Record<(typeof spokenCategories)[number], readonly string[]>>;
  readonly benign: readonly string[];
}

export type LanguageSets = Readonly<Record<Language, LanguageSet>>;
