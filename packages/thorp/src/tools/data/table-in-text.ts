/**
 * The table in a text that does not say by its name that it holds one: CSV, TSV, JSON or JSON lines that came in over
 * standard input or under a name like `export.txt`, also with a few words above or below.
 */
import { parseJson } from "../../base/json.ts";

/** A table and how it is written. */
export interface TableInText {
  readonly format: "delimited" | "json" | "json-lines";
  /** The table alone. */
  readonly text: string;
  /** Lines that stand around it and are no part of it; empty ones do not count. */
  readonly otherLines: number;
  /** For `delimited`. */
  readonly delimiter?: string;
}

/** A text with more words than this around its table is about more than the table. */
const MOST_OTHER_LINES = 12;
const FEWEST_TABLE_SHARE = 0.5;
const LONGEST_NAME = 60;
const MOST_WORDS_IN_NAME = 6;

/** Undefined for prose, logs and everything else without a header and rows. Never throws. */
export function tableInText(whole: string): TableInText | undefined {
  const text = whole.replace(/^\uFEFF/, "");
  const lines = text.split(/\r?\n/);
  return jsonIn(text, lines) ?? delimitedIn(lines);
}

/** A list or object from the line that opens it to the line that closes it; or one object to a line. */
function jsonIn(text: string, lines: readonly string[]): TableInText | undefined {
  const first = lines.findIndex((line) => /^\s*[[{]/.test(line));
  if (first < 0 || !isFew(lines.slice(0, first))) return undefined;
  const rest = lines.slice(first);
  const filled = rest.filter((line) => line.trim() !== "");
  if (
    filled.length >= 2 &&
    filled.every((line) => /^\s*\{.*\}\s*$/.test(line)) &&
    parseJson(filled[0] ?? "") !== undefined
  )
    return { format: "json-lines", text: filled.join("\n"), otherLines: filledLines(lines.slice(0, first)) };
  const last = rest.findLastIndex((line) => /[\]}]\s*$/.test(line));
  const candidates = [first === 0 ? text : undefined, last < 0 ? undefined : rest.slice(0, last + 1).join("\n")];
  for (const [at, candidate] of candidates.entries()) {
    const value = candidate === undefined ? undefined : parseJson(candidate);
    if (candidate === undefined || value === null || typeof value !== "object") continue;
    const others = at === 0 ? 0 : filledLines(lines.slice(0, first)) + filledLines(rest.slice(last + 1));
    if (others <= MOST_OTHER_LINES) return { format: "json", text: candidate, otherLines: others };
  }
  return undefined;
}

/** The longest run of lines that one separator cuts into equally many cells, the first of which can be names. */
function delimitedIn(lines: readonly string[]): TableInText | undefined {
  let best: { readonly from: number; readonly to: number; readonly delimiter: string } | undefined;
  for (const delimiter of ["\t", ";", ",", "|"]) {
    for (const run of runsOf(lines, delimiter)) {
      if (best !== undefined && run.to - run.from <= best.to - best.from) continue;
      if (isHeader(lines[run.from] ?? "", delimiter) && isTable(lines, run, delimiter)) best = { ...run, delimiter };
    }
  }
  if (best === undefined) return undefined;
  const others = [...lines.slice(0, best.from), ...lines.slice(best.to)];
  if (!isFew(others) || best.to - best.from < FEWEST_TABLE_SHARE * (best.to - best.from + filledLines(others)))
    return undefined;
  return {
    format: "delimited",
    text: lines.slice(best.from, best.to).join("\n"),
    otherLines: filledLines(others),
    delimiter: best.delimiter,
  };
}

function* runsOf(
  lines: readonly string[],
  delimiter: string,
): Generator<{ readonly from: number; readonly to: number }> {
  let from = 0;
  while (from < lines.length) {
    const cells = cellsOf(lines[from] ?? "", delimiter);
    let to = from + 1;
    while (to < lines.length && cells > 1 && cellsOf(lines[to] ?? "", delimiter) === cells) to++;
    if (cells > 1) yield { from, to };
    from = to;
  }
}

// What stands in quotes does not separate.
function cellsOf(line: string, delimiter: string): number {
  return line.replace(/"(?:[^"]|"")*"/g, "").split(delimiter).length;
}

function isHeader(line: string, delimiter: string): boolean {
  const names = line.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
  return (
    new Set(names).size === names.length &&
    names.every(
      (name) =>
        /\p{L}/u.test(name) &&
        name.length <= LONGEST_NAME &&
        name.split(/\s+/).length <= MOST_WORDS_IN_NAME &&
        !/[.!?:]$/.test(name),
    )
  );
}

/** Two rows are enough, one where nothing else is there and something in it is no word. */
function isTable(
  lines: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
  delimiter: string,
): boolean {
  if (to - from >= 3) return true;
  if (to - from < 2) return false;
  const cells = (lines[from + 1] ?? "").split(delimiter);
  return cells.some((cell) => /^\s*"?-?[\d.,]+"?\s*$/.test(cell) || /\d{4}-\d{2}-\d{2}/.test(cell));
}

function isFew(lines: readonly string[]): boolean {
  return filledLines(lines) <= MOST_OTHER_LINES;
}

function filledLines(lines: readonly string[]): number {
  return lines.filter((line) => line.trim() !== "").length;
}
