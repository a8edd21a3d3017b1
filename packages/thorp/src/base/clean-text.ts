/**
 * Text of models, files and pages on its way to a terminal. Escape sequences could repaint the screen or forge an
 * approval prompt, and marks of writing direction could turn a file name around, so neither gets through.
 */

// C0 but tab and newline, DEL, C1, and the invisible marks that change direction or hide letters.
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Line breaks and tabs stay. */
export function cleanText(text: string): string {
  return text.replace(unsafe, "");
}

/** On one line, blanks run together. */
export function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ").trim();
}
