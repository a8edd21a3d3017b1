/** What a chart is asked for, and the columns that this means in a table. */
import { findColumn, missingColumn, numbersOf, numericColumns, readX, textOf, type XColumn } from "./chart-columns.ts";
import type { Table } from "./table-text.ts";

export const chartKinds = ["bar", "line", "area", "point", "pie"] as const;
/** The forms that can be drawn. */
export type ChartKind = (typeof chartKinds)[number];

/** Column names as somebody wrote them. */
export interface ChartRequest {
  readonly kind: ChartKind;
  readonly x: string;
  readonly y: string;
  readonly series?: string | undefined;
}

/** What a request names, found in the table. */
export interface ChartColumns {
  readonly xName: string;
  readonly yName: string;
  readonly seriesName?: string;
  readonly column: XColumn;
  readonly yValues: readonly (number | null)[];
  readonly seriesValues?: readonly (string | null)[];
}

/** A failure names the columns that there are. */
export function readChartColumns(
  table: Table,
  { kind, x, y, series }: ChartRequest,
): ({ readonly ok: true } & ChartColumns) | { readonly ok: false; readonly text: string } {
  const xIndex = findColumn(table, x);
  if (xIndex < 0) return failed(missingColumn(table, "x", x));
  const yIndex = findColumn(table, y);
  // "how many per x" needs no column of numbers.
  const isCount = yIndex < 0 && /^(count(\(\*\))?|number|rows|\*)$/i.test(y.trim());
  if (yIndex < 0 && !isCount) return failed(`${missingColumn(table, "y", y)} To count rows, let y be "count".`);
  const yValues = isCount ? table.rows.map(() => 1) : numbersOf(table, yIndex);
  if (yValues === undefined) {
    const numeric = numericColumns(table);
    const choice = numeric.length > 0 ? `Columns with numbers are: ${numeric.join(", ")}.` : "No column holds numbers.";
    return failed(
      `The column "${table.columns[yIndex]}" for y does not hold numbers. ${choice} To count rows, let y be "count".`,
    );
  }
  const base = {
    ok: true,
    xName: table.columns[xIndex] ?? x,
    yName: isCount ? "count" : (table.columns[yIndex] ?? y),
    column: readX(table, xIndex),
    yValues,
  } as const;
  // A pie has no room for series, and a series that repeats x only colours what is already told apart.
  const wanted = kind === "pie" ? "" : (series?.trim() ?? "");
  if (wanted === "") return base;
  const seriesIndex = findColumn(table, wanted);
  if (seriesIndex < 0) return failed(missingColumn(table, "series", wanted));
  if (seriesIndex === xIndex) return base;
  return {
    ...base,
    seriesName: table.columns[seriesIndex] ?? wanted,
    seriesValues: table.rows.map((row) => textOf(row[seriesIndex])),
  };
}

function failed(text: string): { readonly ok: false; readonly text: string } {
  return { ok: false, text };
}
