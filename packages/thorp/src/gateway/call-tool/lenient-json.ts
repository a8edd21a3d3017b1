/**
 * JSON as small models write it: single quotes, bare keys, trailing commas, comments, Python words, quotes and line
 * breaks inside of texts, wrong escapes, a missing end. One pass, nothing is evaluated.
 *
 * A text ends at the quote after which its object or list can go on, so that quotes inside do not end it.
 */
import { ThorpError } from "../../base/errors.ts";

/** Deeper than this nobody means it; it keeps the stack and everything that walks the value safe. */
export const DEEPEST = 64;

/** The first object or list in the text; undefined when there is none, or it is nested too deeply. */
export function parseLenientJson(text: string): unknown {
  const start = text.includes("{") ? text.indexOf("{") : text.indexOf("[");
  if (start < 0) return undefined;
  try {
    return readValue({ text, at: start }, 0);
  } catch (thrown) {
    if (thrown instanceof ThorpError) return undefined;
    throw thrown;
  }
}

interface Cursor {
  readonly text: string;
  at: number;
}

function readValue(cursor: Cursor, depth: number): unknown {
  if (depth > DEEPEST) throw new ThorpError("tool-input", `The arguments are nested more than ${DEEPEST} levels deep.`);
  skipSpace(cursor);
  const sign = cursor.text[cursor.at];
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
    const colon = match(cursor, /:|=>?/y);
    if (colon !== undefined) cursor.at += colon.length;
    skipSpace(cursor);
    const isEmpty = colon === undefined || /[,}]/.test(cursor.text[cursor.at] ?? ",");
    if (key !== "" || colon !== undefined) entries.push([key, isEmpty ? null : readValue(cursor, depth + 1)]);
  }
  return Object.fromEntries(entries);
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
  while (cursor.text[cursor.at] === ",") {
    cursor.at++;
    skipSpace(cursor);
  }
  const sign = cursor.text[cursor.at];
  if (sign === undefined) return true;
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

function match({ text, at }: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const QUOTE = /"""|'''|["'`“”‘]/y;

function quoteAt(cursor: Cursor): string | undefined {
  return match(cursor, QUOTE);
}

const CLOSING: Readonly<Record<string, string>> = { "“": "”", "‘": "’" };
const NEXT_KEY = /["'`“‘][^"'`“”\n]{1,80}["'`”’]\s{0,9}:/y;
const AFTER_COMMA = /["'`“‘{}[\],]|-?[\d.]|\/[/*]|#\s|(?:true|false|null|none)\b|[\w$-]+\s{0,9}[:=]|$/iy;

/** Whether a key that ends here could: its value follows. */
function endsKey({ text, at }: Cursor): boolean {
  return /[:=,}]/.test(text[spaceFrom(text, at)] ?? "}");
}

/** Whether a text that ends here could: its object or list closes or goes on, or the next key follows without a comma. */
function endsValue({ text, at }: Cursor): boolean {
  const next = spaceFrom(text, at);
  const sign = text[next];
  if (sign === undefined || sign === "}" || sign === "]") return true;
  if (sign === ",") return match({ text, at: spaceFrom(text, next + 1) }, AFTER_COMMA) !== undefined;
  if (/^(?:\/\/|\/\*|#\s)/.test(text.slice(next, next + 2))) return true;
  if (text.slice(at, next).includes("\n") && /["'`{[]/.test(sign)) return true;
  return match({ text, at: next }, NEXT_KEY) !== undefined;
}

function spaceFrom(text: string, from: number): number {
  return from + (match({ text, at: from }, /\s*/y)?.length ?? 0);
}

function readText(cursor: Cursor, endsHere: (after: Cursor) => boolean): string {
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
  return out;
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

const KEY = /[^\s:=,{}[\]"'`]+/y;

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

/** A word, a number, or a text that nobody quoted: it ends with the line or the next comma. */
function readBare(cursor: Cursor): unknown {
  const line = match(cursor, /[^,{}[\]\n]*/y) ?? "";
  const comment = line.search(/\/\/\s|\/\*/);
  const raw = comment < 0 ? line : line.slice(0, comment);
  // A sign that begins no value is stepped over, so that every turn moves on.
  cursor.at += Math.max(1, raw.length);
  const word = raw.trim();
  if (WORDS.has(word.toLowerCase())) return WORDS.get(word.toLowerCase());
  // A leading zero is part of an id or a date.
  return /^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(word) ? Number(word) : word;
}
