/** Numbers written as words. */

const small: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  dozen: 12,
};
const large: Readonly<Record<string, number>> = { hundred: 100, thousand: 1000, million: 1e6, billion: 1e9 };
const numberWord = [...Object.keys(small), ...Object.keys(large)].join("|");
const runForm = new RegExp(
  `\\b(?:\\d[\\d.]*\\s+(?=(?:hundred|thousand|million|billion)\\b))?(?:${numberWord})(?:(?:[ -]|\\s+and\\s+)(?:${numberWord}))*\\b`,
  "gi",
);

/** The value of one number word, or undefined. */
export function numberFromWord(word: string): number | undefined {
  return small[word] ?? large[word];
}

/** "twelve hundred and five" becomes "1205"; digits stay as they are, separators inside them go. */
export function withDigits(text: string): string {
  return text
    .replace(/\d{1,3}(?:,\d{3})+(?!\d)/g, (digits) => digits.replaceAll(",", ""))
    .replace(runForm, (run) => valuesOfRun(run.toLowerCase()));
}

/** "three and five" are two numbers, "three hundred and five" is one. */
function valuesOfRun(run: string): string {
  const words = run.split(/[\s-]+/);
  let total = 0;
  let part = 0;
  let open = false;
  const written: string[] = [];
  const close = () => {
    if (open) written.push(String(total + part));
    total = 0;
    part = 0;
    open = false;
  };
  words.forEach((word, index) => {
    if (word === "and") {
      if (part < 100 && total === 0) {
        close();
        written.push("and");
      }
      return;
    }
    const scale = large[word];
    const value = scale === undefined ? (small[word] ?? Number(word)) : undefined;
    if (scale !== undefined) {
      part = (open ? part : 1) * scale;
      if (scale >= 1000) {
        total += part;
        part = 0;
      }
    } else if (value !== undefined) {
      const fits = !open || part % 100 === 0 || (part % 10 === 0 && value < 10 && words[index - 1] !== "ten");
      if (!fits) close();
      part += value;
    }
    open = true;
  });
  close();
  return written.join(" ");
}
