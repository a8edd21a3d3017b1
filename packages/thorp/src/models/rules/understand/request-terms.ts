/**
 * The terms by which a request and the examples of tools are compared: its words, and classes for what words do not
 * tell: the form of the question, names of persons and places, and things that are known by their shape.
 */
import { identifiersIn } from "../text/identifiers.ts";
import type { Token } from "../text/lex.ts";
import { termOf } from "../text/terms.ts";

/** A class counts only where some tool knows it. */
export const CLASS_MARK = "~";
/** Before the term of a word that looks like a name: it counts as a word where a tool knows it, as a name otherwise. */
export const NAME_MARK = "^";
/** The class of names that nobody knows. */
export const NAME_CLASS = `${CLASS_MARK}name`;

const questions: readonly (readonly [string, RegExp])[] = [
  ["who", /^who (?:is|was|are|were)\b/],
  ["whatis", /^(?:(?:in one \w+|briefly|short(?:ly)?|quick \w+) [,:] )?what(?:'s| is| are| was| were) (?:an? )?[^?]*$/],
  ["about", /\b(?:tell me about|overview of|introduce|summary of|explain)\b/],
  ["where", /^where\b|^in which (?:country|town|city)\b/],
  ["when", /^when\b/],
  ["alike", /\b(?:like|similar|close|related|resembl\w+|comparable|recommend\w*|next after|based on)\b/],
  [
    "onday",
    /\b(?:on|this|of) (?:(?:the )?#n(?:st|nd|rd|th)? )?(?:this day|day|january|february|march|april|may|june|july|august|september|october|november|december)\b(?! #n)/,
  ],
];

/** Terms of a skeleton: classes as they are, words as their stems. */
function termsOfSkeleton(skeleton: string): readonly string[] {
  return skeleton.split(" ").flatMap((word) => {
    if (word.startsWith("#")) return word === "#n" ? [] : [word];
    return /[\p{L}]/u.test(word) ? (termOf(word) ?? []) : word === "%" ? (termOf("percent") ?? []) : [];
  });
}

/** With the classes; names come marked. */
export function requestTerms(
  tokens: readonly Token[],
  { text, skeleton }: { readonly text: string; readonly skeleton: string },
): readonly string[] {
  const names = new Set(
    tokens.filter((token, at) => looksLikeName(token, at, tokens)).flatMap(({ lower }) => termOf(lower) ?? []),
  );
  const words = termsOfSkeleton(skeleton).map((term) => (names.has(term) ? `${NAME_MARK}${term}` : term));
  const classes = [...identifiersIn(text), ...questions.flatMap(([kind, form]) => (form.test(skeleton) ? [kind] : []))];
  return [...words, ...classes.map((kind) => `${CLASS_MARK}${kind}`)];
}

/** A capital letter says nothing at the beginning of a sentence, and nothing where all are capitals. */
function looksLikeName({ kind, text }: Token, at: number, tokens: readonly Token[]): boolean {
  if (kind !== "word" || !/^\p{Lu}/u.test(text) || (text.length > 1 && text === text.toUpperCase())) return false;
  const before = tokens[at - 1];
  return before !== undefined && !/^[.:!?\n]$/.test(before.text);
}
