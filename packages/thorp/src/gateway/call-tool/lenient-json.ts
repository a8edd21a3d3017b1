/**
 * JSON as small models write it: single quotes, bare keys, trailing commas, comments, Python words, quotes and line
 * breaks inside of texts, wrong escapes, a missing end. One pass, nothing is evaluated.
 *
 * A text ends at the quote after which its object or list can go on, so that quotes inside do not end it.
 */
import { ThorpError } from "../../base/errors.ts";
import { narrowAt } from "./wide-signs.ts";

/** Deeper than this nobody means it; it keeps the stack and everything that walks the value safe. */
export const DEEPEST = 64;

/**
 * How much of the text was missing at its end. `closed`: nothing. `brackets`: only closing brackets. `value`: it broke
 * off inside a value, of which the beginning was kept. `entry`: a key without its value was left out.
 */
export const cuts = ["closed", "brackets", "value", "entry"] as const;
export type Cut = (typeof cuts)[number];

/** A value, and how whole its text was. */
export interface LenientRead {
  readonly value: unknown;
  readonly cut: Cut;
  /** Where reading stopped: what follows is another value, or prose. */
  readonly end: number;
  /** A key stood twice in one object, with other values. The last one is kept. */
  readonly isDoubled: boolean;
}

/** The first object or list in the text; undefined when there is none, or it is nested too deeply. */
export function parseLenientJson(text: string): unknown {
  return readLenientJson(text)?.value;
}

/** The same, with what is known of its end. Reads from the first bracket at or behind `from`. */
export function readLenientJson(text: string, from = 0): LenientRead | undefined {
  const start = firstBracket(text, from);
  return start < 0 ? undefined : readJsonAt(text, start);
}

/** Where the first object begins, or the first list where there is no object; -1 without either. */
export function firstBracket(text: string, from = 0): number {
  const rest = from === 0 ? text : text.slice(from);
  const brace = rest.search(/[{｛]/);
  const at = brace >= 0 ? brace : rest.search(/[[［]/);
  return at < 0 ? -1 : from + at;
}

/** What begins with the bracket at `start`. */
export function readJsonAt(text: string, start: number): LenientRead | undefined {
  const cursor: Cursor = { text, at: start, cut: "closed", isDoubled: false };
  try {
    const value = readValue(cursor, 0);
    return { value, cut: cursor.cut, end: cursor.at, isDoubled: cursor.isDoubled };
  } catch (thrown) {
    if (thrown instanceof ThorpError) return undefined;
    throw thrown;
  }
}

interface Cursor {
  readonly text: string;
  at: number;
  cut: Cut;
  isDoubled: boolean;
}

function noteCut(cursor: Cursor, cut: Cut): void {
  if (cuts.indexOf(cut) > cuts.indexOf(cursor.cut)) cursor.cut = cut;
}

function readValue(cursor: Cursor, depth: number): unknown {
  if (depth > DEEPEST) throw new ThorpError("tool-input", `The arguments are nested more than ${DEEPEST} levels deep.`);
  skipSpace(cursor);
  const sign = narrowAt(cursor.text, cursor.at);
  if (sign === "{") return readObject(cursor, depth);
  if (sign === "[") return readList(cursor, depth);
  return quoteAt(cursor) === undefined ? readBare(cursor) : readText(cursor, endsValue);
}

function readObject(cursor: Cursor, depth: number): unknown {
  const entries: [string, unknown][] = [];
  cursor.at++;
  while (!atEnd(cursor, "}")) {
    const key = quoteAt(cursor) === undefined ? readKey(cursor) : readText(cursor, endsKey);
    skipSpace(cursor);
    // `=` and `=>` are what other languages write.
    const colon = match(cursor, /[:：]|=>?/y);
    if (colon !== undefined) cursor.at += colon.length;
    skipSpace(cursor);
    const isEmpty = colon === undefined || /[,}]/.test(narrowAt(cursor.text, cursor.at) ?? ",");
    // Dots stand for what was not written.
    if ((isEmpty && cursor.at >= cursor.text.length) || /^(?:\.{3}|…)/.test(key)) noteCut(cursor, "entry");
    if (key !== "" || colon !== undefined) entries.push([key, isEmpty ? null : readValue(cursor, depth + 1)]);
  }
  const fields = Object.fromEntries(entries);
  cursor.isDoubled ||=
    entries.length > Object.keys(fields).length && entries.some(([key, value]) => differ(fields[key], value));
  return fields;
}

function differ(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

function readList(cursor: Cursor, depth: number): unknown {
  const items: unknown[] = [];
  cursor.at++;
  // A key in a list: the list was not closed.
  while (!atEnd(cursor, "]") && match(cursor, NEXT_KEY) === undefined) items.push(readValue(cursor, depth + 1));
  return items;
}

/** Steps over commas and what closes here; the end of the text closes everything. */
function atEnd(cursor: Cursor, closer: "}" | "]"): boolean {
  skipSpace(cursor);
  let commas = 0;
  while (/^[,;]$/.test(narrowAt(cursor.text, cursor.at) ?? "")) {
    cursor.at++;
    commas++;
    skipSpace(cursor);
  }
  const sign = narrowAt(cursor.text, cursor.at);
  if (sign === undefined) {
    noteCut(cursor, commas > 0 ? "entry" : "brackets");
    return true;
  }
  if (sign === closer) {
    cursor.at++;
    return true;
  }
  // The other closer: this one was forgotten.
  return sign === "}" || sign === "]";
}

const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|#\s[^\n]*)*/y;

function skipSpace(cursor: Cursor): void {
  cursor.at += match(cursor, SPACE)?.length ?? 0;
}

type Place = Pick<Cursor, "text" | "at">;

function match({ text, at }: Place, pattern: RegExp): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const QUOTE = /"""|'''|["'`“”‘＂]/y;

function quoteAt(cursor: Cursor): string | undefined {
  return match(cursor, QUOTE);
}

const CLOSING: Readonly<Record<string, string>> = { "“": "”", "‘": "’" };
const NEXT_KEY = /["'`“‘＂][^"'`“”＂\n]{1,80}["'`”’＂]\s{0,9}[:：]/y;
const AFTER_COMMA = /["'`“‘＂{}[\]｛｝［］,]|-?[\d.]|\/[/*]|#\s|(?:true|false|null|none)\b|[\w$-]+\s{0,9}[:=]|$/iy;

/** Whether a key that ends here could: its value follows. */
function endsKey({ text, at }: Place): boolean {
  return /[:=,}]/.test(narrowAt(text, spaceFrom(text, at)) ?? "}");
}

/** Whether a text that ends here could: its object or list closes or goes on, or the next key follows without a comma. */
function endsValue({ text, at }: Place): boolean {
  const next = spaceFrom(text, at);
  const sign = narrowAt(text, next);
  if (sign === undefined || sign === "}" || sign === "]") return true;
  if (sign === ",") return match({ text, at: spaceFrom(text, next + 1) }, AFTER_COMMA) !== undefined;
  if (sign === ";") return match({ text, at: spaceFrom(text, next + 1) }, NEXT_KEY) !== undefined;
  if (/^(?:\/\/|\/\*|#\s)/.test(text.slice(next, next + 2))) return true;
  if (text.slice(at, next).includes("\n") && /["'`{[]/.test(sign)) return true;
  return match({ text, at: next }, NEXT_KEY) !== undefined;
}

function spaceFrom(text: string, from: number): number {
  return from + (match({ text, at: from }, /\s*/y)?.length ?? 0);
}

function readText(cursor: Cursor, endsHere: (after: Place) => boolean): string {
  const quote = quoteAt(cursor) ?? "";
  const closing = CLOSING[quote] ?? quote;
  let out = "";
  cursor.at += quote.length;
  while (cursor.at < cursor.text.length) {
    const sign = cursor.text[cursor.at] ?? "";
    if (sign === "\\") {
      out += readEscape(cursor);
      continue;
    }
    if (cursor.text.startsWith(closing, cursor.at)) {
      const after = { text: cursor.text, at: cursor.at + closing.length };
      if (quote.length > 1 || endsHere(after)) {
        cursor.at = after.at;
        return out;
      }
    }
    out += sign;
    cursor.at++;
  }
  noteCut(cursor, "value");
  return withoutCloser(out);
}

/** The closing quote was forgotten, not the bracket behind it: `{"path": "a.md}`. */
function withoutCloser(text: string): string {
  const closer = /\s*[}\]]+\s*$/.exec(text.slice(-40));
  if (closer === null) return text;
  const kept = text.slice(0, text.length - closer[0].length);
  return /[{[]/.test(kept) ? text : kept;
}

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", "\n": "" };

/** An escape that JSON does not know is a backslash that was meant: `C:\Users`, `\d+`. */
function readEscape(cursor: Cursor): string {
  const letter = cursor.text[cursor.at + 1];
  cursor.at += 2;
  if (letter === undefined) return "";
  if (letter === "u") {
    const code = match(cursor, /[0-9a-fA-F]{4}/y);
    if (code === undefined) return "\\u";
    cursor.at += 4;
    return String.fromCharCode(Number.parseInt(code, 16));
  }
  return ESCAPES[letter] ?? (/["'`\\/]/.test(letter) ? letter : `\\${letter}`);
}

const KEY = /[^\s:=,{}[\]"'`：，｛｝［］]+/y;

function readKey(cursor: Cursor): string {
  const key = match(cursor, KEY);
  // A sign that no key can begin with is stepped over, so that every turn moves on.
  cursor.at += key?.length ?? 1;
  return key ?? "";
}

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["none", null],
  ["undefined", null],
  ["nan", null],
  ["infinity", null],
]);

/** What is no text ends at a full-width sign too; in a text that nobody quoted it may be part of it. */
const BEFORE_WIDE = /(?:[+-]?\d+(?:\.\d+)?|true|false|null|none)(?=\s*[，；｝］])/iy;

/** A word, a number, or a text that nobody quoted: it ends with the line or the next comma. */
function readBare(cursor: Cursor): unknown {
  const beforeWide = match(cursor, BEFORE_WIDE);
  const line = beforeWide ?? match(cursor, /(?:[^,;{}[\]\n]|;(?!\s*(?:["'}]|$)))*/y) ?? "";
  const comment = line.search(/\/\/\s|\/\*/);
  const raw = comment < 0 ? line : line.slice(0, comment);
  // A sign that begins no value is stepped over, so that every turn moves on.
  cursor.at += Math.max(1, raw.length);
  if (cursor.at >= cursor.text.length) noteCut(cursor, "value");
  const word = raw.trim();
  if (WORDS.has(word.toLowerCase())) return WORDS.get(word.toLowerCase());
  // A leading zero is part of an id or a date.
  return /^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(word) ? Number(word) : word;
}
