/** The words that are to be found inside of files: what stands behind "every file that mentions". */
import type { Token } from "../text/lex.ts";

const WHICH = /^(?:every|all|any|each|which|what|list|find|show)$/;
const FILES = /^(?:files?|documents?|docs|texts?|notes|pages)$/;
const HOLDS =
  /^(?:mention(?:s|ing)?|contain(?:s|ing)?|includ(?:e|es|ing)|about|has|have|having|says?|with|where|uses?|using|references?)$/;
const ENDS = /^(?:and|then|in|within|inside|from|under|is|are|appears?|occurs?)$/;
/** Words between "every" and "file", and between "file" and "mentions": "every single text file that somewhere mentions". */
const FAR = 4;

/** Whether the token of an index belongs to what is looked for. */
export function soughtWords(tokens: readonly Token[]): (index: number) => boolean {
  const lower = tokens.map((token) => (token.kind === "word" ? token.lower : ""));
  const files = lower.findIndex(
    (word, index) =>
      FILES.test(word) && lower.slice(Math.max(0, index - FAR), index).some((before) => WHICH.test(before)),
  );
  const holds = files < 0 ? -1 : lower.findIndex((word, index) => index > files && HOLDS.test(word));
  if (holds < 0 || holds > files + FAR) return () => false;
  // "with" the word X in it; a comma or the next thing to do ends it.
  const end = tokens.findIndex(
    (token, index) => index > holds + 1 && (token.kind === "mark" || ENDS.test(token.lower)),
  );
  return (index) => index > holds && (end < 0 || index < end);
}
