/** Words of prose as they are compared: without the small ones, without endings. */

const stopWords = new Set(
  (
    "a an and are as at be been but by can could did do does for from had has have how i if in into is it its me my of on or our shall should so some such " +
    "than that the their them then there these they this to us was we were what when where which who whom whose why will with would you your about say says said tell find give show document file page text according"
  ).split(" "),
);

/** The words of a text that tell something, in a common form: lower case, without marks, plural and verb endings cut. */
export function termsOf(text: string): readonly string[] {
  const words =
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !stopWords.has(word)).map(stem);
}

function stem(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word;
  return word
    .replace(/ies$/, "y")
    .replace(/(?:sses|shes|ches|xes)$/, (end) => end.slice(0, -2))
    .replace(/(?<![su])s$/, "")
    .replace(/(?<=.{3})(?:ing|ed)$/, "")
    .replace(/(?<=.{3})e$/, "");
}
