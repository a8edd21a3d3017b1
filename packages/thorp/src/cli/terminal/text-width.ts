/**
 * How wide text is on a terminal: wide letters and emoji take two columns, marks above letters none. What makes one
 * letter to a reader (a family of emoji, a flag, a letter with its accents) is measured as one.
 */

const escapes = /\u001b\[[0-9;]*m/g;
const isZero = /^(?:\p{Mn}|\p{Me}|[\u200b-\u200d])+$/u;
const isWide =
  /^[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
/** Shown as a picture: by itself, by the selector behind it, or as a flag of two letters. */
const isPicture = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Regional_Indicator}{2}/u;
const plainAscii = /^[\u0020-\u007e]*$/;

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Columns; colours count for nothing. */
export function textWidth(text: string): number {
  const plain = text.replace(escapes, "");
  if (plainAscii.test(plain)) return plain.length;
  let width = 0;
  for (const letter of lettersOf(plain)) width += letterWidth(letter);
  return width;
}

/** Plain text (no colours) cut to `width` columns, the cut marked by an ellipsis. */
export function fitText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let used = 0;
  let kept = "";
  for (const letter of lettersOf(text)) {
    used += letterWidth(letter);
    if (used > width - 1) break;
    kept += letter;
  }
  return width < 1 ? "" : `${kept.trimEnd()}…`;
}

/** The same from the end: what is left out is left out at the beginning. */
export function endOfText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let used = 0;
  let kept = "";
  for (const letter of lettersOf(text).toReversed()) {
    used += letterWidth(letter);
    if (used > width - 1) break;
    kept = letter + kept;
  }
  return width < 1 ? "" : `…${kept.trimStart()}`;
}

/** Rows that text takes when the terminal wraps it; at least one a line. */
export function rowsOf(text: string, width: number): number {
  return text
    .split("\n")
    .map((line) => Math.max(1, Math.ceil(textWidth(line.replaceAll("\t", "        ")) / Math.max(1, width))))
    .reduce((sum, rows) => sum + rows, 0);
}

/** What a reader takes for one letter each. */
export function lettersOf(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function letterWidth(letter: string): number {
  if (isZero.test(letter)) return 0;
  return isWide.test(letter) || isPicture.test(letter) ? 2 : 1;
}
