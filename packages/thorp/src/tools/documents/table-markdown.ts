/** Tables as Markdown. */
import type { HtmlNode } from "@mixmark-io/domino";

const MOST_ROWS = 500;
const MOST_COLUMNS = 30;
/** Cells longer than this mean a page laid out with a table, not a table. */
const LONGEST_CELL = 600;

/** Undefined for a table that only arranges other things: one with tables inside, one column, or very long cells. */
export function tableMarkdown(table: HtmlNode): string | undefined {
  if (table.querySelectorAll("table").length > 0) return undefined;
  const rows = Array.from(table.querySelectorAll("tr")).map((row) =>
    Array.from(row.querySelectorAll("th,td")).map((cell) => cell.textContent.replace(/\s+/g, " ").trim()),
  );
  const filled = rows.filter((row) => row.some((cell) => cell !== ""));
  const width = filled.reduce((widest, row) => Math.max(widest, row.length), 0);
  if (width < 2 || filled.some((row) => row.some((cell) => cell.length > LONGEST_CELL))) return undefined;
  return `\n\n${rowsAsMarkdown(filled)}\n\n`;
}

/** The first row is the head. Long tables are cut, and say so. */
export function rowsAsMarkdown(rows: readonly (readonly string[])[]): string {
  const width = Math.min(
    MOST_COLUMNS,
    rows.reduce((widest, row) => Math.max(widest, row.length), 0),
  );
  const line = (row: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, index) => (row[index] ?? "").replaceAll("|", "\\|").replace(/\s+/g, " ")).join(" | ")} |`;
  const [head = [], ...body] = rows;
  const cut = body.length > MOST_ROWS ? [`(${body.length - MOST_ROWS} further rows)`] : [];
  return [line(head), `|${" --- |".repeat(width)}`, ...body.slice(0, MOST_ROWS).map(line), ...cut].join("\n");
}
