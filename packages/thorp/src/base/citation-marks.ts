/** `[1]`, `[2, 3]`: the numbers by which an answer cites the results that it was made from. */

/** In a task's result they point to nothing yet, in an answer of before to results that are not there any more. */
export function withoutMarks(text: string): string {
  return text.replace(/ ?\[\d{1,2}(?:, ?\d{1,2})*\](?!\()/g, "");
}
