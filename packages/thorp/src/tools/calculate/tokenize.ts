/** From the text of a calculation to its tokens, each with the place where it stands. */
import { CalculationError } from "./calculation-error.ts";

/** The smallest piece of a calculation. */
export type Token =
  | { readonly kind: "number"; readonly value: number; readonly at: number }
  | { readonly kind: "name"; readonly name: string; readonly at: number }
  | { readonly kind: "sign"; readonly sign: Sign; readonly at: number }
  | { readonly kind: "end"; readonly at: number };

const signs = ["+", "-", "*", "/", "^", "%", "(", ")", ",", "mod", "of", "√", "°"] as const;
/** Everything that is neither a number nor a name. */
export type Sign = (typeof signs)[number];

const sameAs: Readonly<Record<string, Sign>> = {
  "×": "*",
  "·": "*",
  "⋅": "*",
  "∗": "*",
  "÷": "/",
  "∕": "/",
  "−": "-",
  "–": "-",
  "—": "-",
  "[": "(",
  "]": ")",
  "{": "(",
  "}": ")",
};
const words: Readonly<Record<string, Sign>> = {
  plus: "+",
  minus: "-",
  times: "*",
  x: "*",
  over: "/",
  mod: "mod",
  of: "of",
  percent: "%",
  deg: "°",
  degrees: "°",
};
const powers: Readonly<Record<string, number>> = { "²": 2, "³": 3 };
const ignored = /[\s$€£¥₹=?]/;

const numberPattern = /(?:\d+(?:_\d+)*)(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?/y;
const namePattern = /\p{L}[\p{L}\d_]*/uy;
/** Whole numbers of other bases: 0xff, 0b1010, 0o17. */
const basedPattern = /0(?:x[0-9a-f]+|b[01]+|o[0-7]+)(?![\w.])/iy;
// "1,234,567" and "1'234": one to three digits, then groups of exactly three.
const groupedPattern = /\d{1,3}(?:([,'’\u00a0\u202f])\d{3})(?:\1\d{3})*(?!\d)(?:\.\d+)?/y;
const deepest = 100;

/** Tokens in order, `end` last. Throws `CalculationError` with the position of what it cannot read. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  // For each open parenthesis: whether a comma may group digits inside it.
  const grouping: boolean[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    const sign = sameAs[character] ?? (signs as readonly string[]).find((each) => each === character);
    if (ignored.test(character)) {
      at++;
    } else if (/[\d.]/.test(character)) {
      const token = numberAt(text, at, grouping.at(-1) ?? true);
      tokens.push({ kind: "number", value: token.value, at });
      at = token.end;
    } else if (character in powers) {
      tokens.push({ kind: "sign", sign: "^", at }, { kind: "number", value: powers[character] as number, at });
      at++;
    } else if (text.startsWith("**", at)) {
      tokens.push({ kind: "sign", sign: "^", at });
      at += 2;
    } else if (sign !== undefined) {
      if (sign === "(") grouping.push(groupsDigits(text, at, tokens.at(-1)));
      if (sign === ")") grouping.pop();
      if (grouping.length > deepest)
        throw new CalculationError(`more than ${deepest} parentheses inside one another`, at);
      tokens.push({ kind: "sign", sign: sign as Sign, at });
      at++;
    } else {
      at = pushWord(tokens, text, at);
    }
  }
  tokens.push({ kind: "end", at: text.length });
  return tokens;
}

function numberAt(text: string, at: number, mayGroup: boolean): { readonly value: number; readonly end: number } {
  basedPattern.lastIndex = at;
  const based = basedPattern.exec(text)?.[0];
  if (based !== undefined) return { value: Number(based), end: at + based.length };
  groupedPattern.lastIndex = at;
  const grouped = groupedPattern.exec(text)?.[0];
  if (grouped !== undefined && (mayGroup || !grouped.includes(","))) {
    return { value: Number(grouped.replace(/[,'’\u00a0\u202f]/g, "")), end: at + grouped.length };
  }
  numberPattern.lastIndex = at;
  const plain = numberPattern.exec(text)?.[0];
  if (plain === undefined) throw new CalculationError("a point without digits", at);
  const end = at + plain.length;
  const value = Number(plain.replaceAll("_", ""));
  if (!Number.isFinite(value)) throw new CalculationError("a number that is too large", at);
  if (text[end] === "." && /\d/.test(text[end + 1] ?? "")) {
    throw new CalculationError(
      "a number with two points; use a point for decimals and nothing or a comma between thousands",
      end,
    );
  }
  if (mayGroup && text[end] === "," && /\d/.test(text[end + 1] ?? "")) {
    throw new CalculationError("a comma that does not stand between thousands; use a point for decimals", end);
  }
  return { value, end };
}

/**
 * Inside a function a comma parts the arguments: max(1,200) has two. Only where the arguments are visibly parted by
 * comma and blank, as in sum(1,200, 3,400), is a tight comma between three digits a thousands separator.
 */
function groupsDigits(text: string, open: number, before: Token | undefined): boolean {
  if (before?.kind !== "name") return true;
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const character = text[at] as string;
    if ("([{".includes(character)) depth++;
    if (")]}".includes(character) && --depth === 0) return false;
    if (depth === 1 && character === "," && /\s/.test(text[at + 1] ?? "")) return true;
  }
  return false;
}

function pushWord(tokens: Token[], text: string, at: number): number {
  namePattern.lastIndex = at;
  const word = namePattern.exec(text)?.[0];
  if (word === undefined) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    throw new CalculationError(`"${character}", which is no part of a calculation`, at);
  }
  const name = word.toLowerCase();
  const divided = /divided\s+by\b/iy;
  divided.lastIndex = at;
  const phrase = divided.exec(text)?.[0];
  if (phrase !== undefined) {
    tokens.push({ kind: "sign", sign: "/", at });
    return at + phrase.length;
  }
  const sign = Object.hasOwn(words, name) ? words[name] : undefined;
  tokens.push(sign === undefined ? { kind: "name", name, at } : { kind: "sign", sign, at });
  return at + word.length;
}
