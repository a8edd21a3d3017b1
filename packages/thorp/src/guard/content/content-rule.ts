/** A rule of the content filter: what a piece of content looks like, and how far it may still grow. */
import type { ContentCategory } from "../../events/content-finding.ts";

/** A place in a text, from `start` up to and without `end`. */
export interface ContentMatch {
  readonly category: ContentCategory;
  readonly start: number;
  readonly end: number;
}

/** One rule; it holds no state. */
export interface ContentRule {
  readonly category: ContentCategory;
  /** Every match in the text. */
  find(text: string): readonly ContentMatch[];
  /** Where the end of the text begins that may still become a match, or a longer one; its length when nothing may. */
  openFrom(text: string): number;
}

/** What a match of one expression is made of. */
export interface FormOptions {
  readonly category: ContentCategory;
  /** Global. */
  readonly pattern: RegExp;
  /** Ends in `$`: the end of a text that may still become a match. */
  readonly open: RegExp;
  /** Check digits and the like; default: every match counts. */
  readonly isReal?: (text: string) => boolean;
}

/** For what is known by its form. */
export function formRule({ category, pattern, open, isReal = () => true }: FormOptions): ContentRule {
  return {
    category,
    find: (text) =>
      [...text.matchAll(pattern)].flatMap((found) =>
        isReal(found[0]) ? [{ category, start: found.index, end: found.index + found[0].length }] : [],
      ),
    openFrom: (text) => open.exec(text)?.index ?? text.length,
  };
}

/** For what is said: expressions that never reach over the end of a sentence. */
export function phraseRule(category: ContentCategory, patterns: readonly RegExp[]): ContentRule {
  return {
    category,
    find: (text) =>
      patterns.flatMap((pattern) =>
        [...text.matchAll(pattern)].map((found) => ({
          category,
          start: found.index,
          end: found.index + found[0].length,
        })),
      ),
    openFrom: (text) => text.length - (/[^.!?\n]*$/.exec(text)?.[0].length ?? 0),
  };
}

/**
 * One group of words and, at most `gap` words later in the same sentence, another. `first` and `second` are sources of
 * expressions; both count only as whole words, in either case.
 */
export function near(first: string, second: string, gap = 6): RegExp {
  return new RegExp(`\\b(?:${first})\\b(?:[^\\w.!?\\n]+[\\w'-]+){0,${gap}}?[^\\w.!?\\n]+(?:${second})\\b`, "gi");
}

/** Words as they stand, in either case. */
export function words(source: string): RegExp {
  return new RegExp(`\\b(?:${source})\\b`, "gi");
}
