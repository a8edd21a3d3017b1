/** Values of results as people read them. */
import type { Json } from "../../../base/json.ts";

const money =
  /revenue|sales|turnover|amount|price|cost|salary|wage|pay|spend|expense|budget|planned|actual|profit|income|total(?!_?(?:units|quantity|count|rows|days))/i;
const pieces = /count|units|quantity|qty|different|number|days|rows|stock/i;

/** Thousands with commas; two decimals for money, no more than needed for the rest. */
export function showNumber(value: number, column = ""): string {
  const isMoney = money.test(column) && !pieces.test(column);
  if (isMoney) return value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  return value.toLocaleString("en-US", { maximumFractionDigits: Math.abs(value) >= 100 ? 2 : 4 });
}

/** Years and ids get no separators between thousands. */
export function showValue(value: Json | undefined, column = ""): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "number")
    return /(?:^|_)(?:id|year|no|nr|month_of_year)$/i.test(column)
      ? String(value)
      : showNumber(value, column) + (column === "percent" ? " %" : "");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** `total_revenue` -> total revenue. */
export function showName(column: string): string {
  return column.replace(/_/g, " ").trim();
}

/** Rows as a Markdown table. */
export function showTable(rows: readonly { readonly [name: string]: Json }[], most: number): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, 10);
  const cell = (text: string) => text.replace(/[\\|]/g, "\\$&").replace(/\s+/g, " ").slice(0, 80);
  const numeric = columns.map((name) => rows.every((row) => row[name] === null || typeof row[name] === "number"));
  const lines = rows
    .slice(0, most)
    .map(
      (row) =>
        `| ${columns.map((name) => cell(row[name] === null || row[name] === undefined ? "" : showValue(row[name], name))).join(" | ")} |`,
    );
  const rest = rows.length > most ? [`\n${rows.length - most} more rows are not shown.`] : [];
  return [
    `| ${columns.map((name) => cell(showName(name))).join(" | ")} |`,
    `| ${numeric.map((isNumber) => (isNumber ? "---:" : "---")).join(" | ")} |`,
    ...lines,
    ...rest,
  ].join("\n");
}
