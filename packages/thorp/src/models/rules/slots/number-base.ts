/** Numbers in other bases: "17 * 23 in hex", "255 in binary", "0xff + 1", "binary 1010 to decimal". */

const bases = { binary: 2, octal: 8, hexadecimal: 16, hex: 16 } as const;
const names = Object.keys(bases).join("|");
const asked = new RegExp(`\\b(?:in|into|to|as)(?: an?)? (${names})\\b(?! ?\\d)`, "i");
const decimal = /\b(?:in|into|to|as)(?: an?)? decimal\b(?! places?)/i;
/** "0xff", and "hex ff" where more follows that says what to do with it. */
const marked = /(?<![\w.])0(?:x[0-9a-f]+|b[01]+|o[0-7]+)\b/gi;
const named = new RegExp(`\\b(${names})(?: number| value)? ([0-9a-f]+)\\b`, "gi");

type NumberBase = (typeof bases)[keyof typeof bases];

/** The base that the result is asked in; 10 where decimals are asked for by name. */
export function baseAsked(sentence: string): NumberBase | 10 | undefined {
  const name = asked.exec(sentence)?.[1]?.toLowerCase();
  if (name !== undefined) return bases[name as keyof typeof bases];
  return decimal.test(sentence) ? 10 : undefined;
}

/** The sentence with numbers of other bases written with decimal digits, and without the base that is asked for. */
export function withDecimalNumbers(sentence: string): string {
  return sentence
    .replace(asked, " ")
    .replace(decimal, " ")
    .replace(marked, (literal) => String(Number(literal)))
    .replace(named, (whole, name: string, digits: string) => {
      const value = Number.parseInt(digits, bases[name.toLowerCase() as keyof typeof bases]);
      const isWhole = value.toString(bases[name.toLowerCase() as keyof typeof bases]) === digits.toLowerCase();
      return isWhole ? String(value) : whole;
    });
}
