/** Arguments that are no JSON at all: keywords as in Python, a line for each, or one value alone. */
import { parseJson } from "../../../base/json.ts";
import { pythonArguments } from "../python-arguments.ts";

/** Fields, or one value; undefined for anything that could be a sentence. */
export function looseArguments(text: string): unknown {
  const trimmed = text.trim();
  const keywords = keywordsOf(trimmed);
  if (keywords !== undefined) return keywords;
  if (MORE_KEYWORDS.test(trimmed)) return undefined;
  return linesOf(trimmed) ?? loneValue(trimmed);
}

/** A word that stood in quotation marks; alone and bare it could be anything. */
export function oneWord(text: string): string | undefined {
  return /^[A-Za-z][\w-]{1,63}$/.test(text) ? text : undefined;
}

/** `city="Oslo", days=3`, in brackets or not. */
function keywordsOf(text: string): unknown {
  const inner = /^\(([\s\S]*)\)$/.exec(text)?.[1]?.trim() ?? text;
  const json = /^[A-Za-z_]\w*\s*=(?!=)/.test(inner) ? pythonArguments(inner) : undefined;
  return json === undefined ? undefined : parseJson(json);
}

/** Several on one line without quotation marks: where one ends and the next begins is not certain. */
const MORE_KEYWORDS = /^\(?\s*\w+\s*=[^\n]*,\s*[A-Za-z_]\w*\s*=/;

const LINE = /^\s*["']?([A-Za-z_][\w-]{0,40})["']?\s*[:=]\s*(.+?)\s*,?\s*$/;

/** `value: 5` on a line each. An address has a colon too, but no space behind it. */
function linesOf(text: string): unknown {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const pairs = lines.map((line) => LINE.exec(line));
  if (pairs.length === 0 || pairs.some((pair) => pair === null || isDoubtful(pair[0], pair[2] ?? ""))) return undefined;
  return Object.fromEntries(
    pairs.map((pair) => {
      const raw = (pair?.[2] ?? "").replace(/^(["'])(.*)\1$/, "$2");
      return [pair?.[1] ?? "", raw];
    }),
  );
}

/** The rest of an address, a text that broke off, or words behind a comma that may be another argument. */
function isDoubtful(line: string, value: string): boolean {
  if (/^\/\//.test(value) || /^(?:"[^"]*|'[^']*)$/.test(value)) return true;
  return /^\s*[\w-]+\s*=/.test(line) && /^[^"'(]*,/.test(value);
}

/** One value instead of an object: a path, an address, a calculation. Never a sentence. */
function loneValue(text: string): string | undefined {
  const value = text.trim().replace(/^(["'`])([^"'`]*)\1$/, "$2");
  if (value === "" || value.length > 1000) return undefined;
  if (/^\S+$/.test(value) && /[./\\:\d]/.test(value) && !/[.:]$/.test(value)) return value;
  return /^[\d\s.,()+*/^%-]*\d[\d\s.,()+*/^%-]*$/.test(value) ? value : undefined;
}
