/**
 * Text of models, files and pages on its way to a terminal. Escape sequences could repaint the screen or forge an
 * approval prompt, and marks of writing direction could turn a file name around, so neither gets through.
 */

import { withoutHidden } from "./hidden-text.ts";

/** Beside what is hidden everywhere: a carriage return overwrites a line, and a mark of direction turns it around. */
const unsafe = /[\r\u061c\u200e\u200f]/g;

/** Line breaks and tabs stay. */
export function cleanText(text: string): string {
  return withoutHidden(text).replace(unsafe, "");
}

/** On one line, blanks run together. */
export function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ").trim();
}
