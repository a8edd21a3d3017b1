/**
 * Characters that nobody sees and a model reads all the same.
 *
 * Tag characters and rows of variation selectors or joiners can spell a whole text, direction marks can turn a file
 * name around, controls can repaint a terminal, and a hundred accents on one letter fill a window. What people really
 * write stays: emoji of families and hearts, the joiners of Persian, the marks of Hebrew and Thai, the three flags that
 * are spelled with tags.
 */

/** Tab and line breaks stay; so do single joiners and selectors. */
const HIDDEN =
  /(\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f})|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u180e\u200b\u2060-\u2065\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\u{1d173}|[\u{1d174}-\u{1d17a}]/gu;
const ROWS =
  /(?:\u034f|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]|[\u115f\u1160\u200c-\u200f\u3164\uffa0]){3,}|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{2}/gu;
/** No script sets more marks on one letter. */
const MANY_MARKS = /(\p{M}{8})\p{M}+/gu;
const PLAIN = /^[\t\n\r\u0020-\u007e]*$/;
/** What is removed may bring together what is then to be removed; nobody writes that by accident. */
const MOST_ROUNDS = 3;

/** The text without them; plain text comes back as it is. */
export function withoutHidden(text: string): string {
  if (PLAIN.test(text)) return text;
  let clean = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = clean;
    clean = clean
      .replace(HIDDEN, (_, flag: string | undefined) => flag ?? "")
      .replace(ROWS, "")
      .replace(MANY_MARKS, "$1");
    if (clean === before) break;
  }
  return clean;
}
