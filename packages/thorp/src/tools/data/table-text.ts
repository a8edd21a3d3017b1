/** A table as Markdown, CSV or HTML. Cells are data, whatever they look like: no cell becomes markup or a formula. */
import type { QueryCell } from "./query-protocol.ts";

/** Rows as a query gives them. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly QueryCell[])[];
}

/** How wide cells may be. */
export interface MarkdownOptions {
  /** Longer cells are cut. Default: not at all. */
  readonly maxCell?: number;
}

/** Columns of numbers are aligned to the right. */
export function markdownTable(
  { columns, rows }: Table,
  { maxCell = Number.POSITIVE_INFINITY }: MarkdownOptions = {},
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const numeric = numericColumns({ columns, rows });
  return [
    line(columns.map((name) => markdownCell(name, maxCell))),
    line(numeric.map((isNumber) => (isNumber ? "---:" : "---"))),
    ...rows.map((row) => line(columns.map((_, index) => markdownCell(shownCell(row[index]), maxCell)))),
  ].join("\n");
}

function markdownCell(text: string, maxCell: number): string {
  const short = text.length > maxCell ? `${text.slice(0, maxCell - 1)}…` : text;
  return short
    .replace(/[\\|<]/g, "\\$&")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * RFC 4180 with full precision. A text that a spreadsheet would run as a formula (it begins with = + - @ or a tab or
 * return) gets an apostrophe in front; see OWASP, "CSV Injection".
 */
export function csvText({ columns, rows }: Table): string {
  const line = (cells: readonly (QueryCell | undefined)[]) => `${cells.map(csvCell).join(",")}\r\n`;
  return line(columns) + rows.map((row) => line(columns.map((_, index) => row[index]))).join("");
}

function csvCell(cell: QueryCell | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A `<table>`; the page around it is `htmlPage`. */
export function htmlTable({ columns, rows }: Table): string {
  const numeric = numericColumns({ columns, rows });
  const attribute = (index: number) => (numeric[index] ? ' class="number"' : "");
  const head = columns.map((name, index) => `<th scope="col"${attribute(index)}>${escapeHtml(name)}</th>`).join("");
  const body = rows.map(
    (row) =>
      `<tr>${columns.map((_, index) => `<td${attribute(index)}>${escapeHtml(shownCell(row[index]))}</td>`).join("")}</tr>`,
  );
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>`;
}

/** For text and for attributes in either kind of quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** For people: at most two decimals from 100 on, five significant digits below. CSV and `data` keep them all. */
export function shownNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return String(Number(Math.abs(value) >= 100 ? value.toFixed(2) : value.toPrecision(5)));
}

function shownCell(cell: QueryCell | undefined): string {
  if (cell === null || cell === undefined) return "";
  return typeof cell === "number" ? shownNumber(cell) : cell;
}

function numericColumns({ columns, rows }: Table): boolean[] {
  return columns.map((_, index) => {
    const present = rows.map((row) => row[index]).filter((cell) => cell !== null && cell !== undefined);
    return present.length > 0 && present.every((cell) => typeof cell === "number");
  });
}

/** The rows as objects, which is how results hand tables on. */
export function recordsFrom({ columns, rows }: Table): Record<string, QueryCell>[] {
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null])));
}

/** `1 row`, `1,200 rows`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
