/** Which lines of a text hold what is searched for. */

/** A line that matches. */
export interface LineMatch {
  /** From 1. */
  readonly line: number;
  /** The line, or the part around the match of a long one. */
  readonly text: string;
}

/** What is searched for. */
export interface TextSearch {
  readonly kind: "literal" | "expression";
  readonly text: string;
  /** For expressions. */
  readonly flags: string;
}

const LONGEST = 240;

/** `/total: \d+/` is an expression, anything else is meant literally. Case never counts. */
export function searchFromText(text: string): TextSearch {
  const [, source, flags = ""] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? [];
  if (source === undefined) return { kind: "literal", text, flags: "" };
  // g and y carry state from line to line.
  return { kind: "expression", text: source, flags: [...new Set(`${flags.replace(/[gyd]/g, "")}i`)].join("") };
}

/** How a line is tested: the place of the first match, or -1. Throws `SyntaxError` for a broken expression. */
export function createLineTest({ kind, text, flags }: TextSearch): (line: string) => number {
  if (kind === "literal") {
    const wanted = text.toLowerCase();
    return (line) => line.toLowerCase().indexOf(wanted);
  }
  const expression = new RegExp(text, flags);
  return (line) => line.search(expression);
}

/** Matching lines in order, at most `most`. */
export function searchLines(text: string, test: (line: string) => number, most: number): readonly LineMatch[] {
  const found: LineMatch[] = [];
  const lines = text.split("\n");
  for (let index = 0; index < lines.length && found.length < most; index++) {
    const line = lines[index] as string;
    const at = test(line);
    if (at >= 0) found.push({ line: index + 1, text: around(line, at) });
  }
  return found;
}

function around(line: string, at: number): string {
  const trimmed = line.trim();
  if (trimmed.length <= LONGEST) return trimmed;
  const start = Math.max(0, at - LONGEST / 3);
  return `${start > 0 ? "…" : ""}${line.slice(start, start + LONGEST).trim()}${start + LONGEST < line.length ? "…" : ""}`;
}
