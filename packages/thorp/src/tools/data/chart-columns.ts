/** The columns of a chart: found by name, read as numbers, dates, ordered steps or categories. */
import { monthNames } from "../../base/month-names.ts";
import { nearest } from "../../base/nearest.ts";
import { plainName } from "./column-names.ts";
import { readColumn } from "./infer-column.ts";
import type { Table } from "./table-text.ts";

/** Milliseconds since 1970 for `time`, numbers for `number`, else texts. */
export type XValue = string | number;

/** `time` and `number` have distances, `ordered` has only an order (months of a year, quarters, years), `category` none. */
export type XKind = "time" | "number" | "ordered" | "category";

/** The column along x, one value per row; null where the row has none. */
export interface XColumn {
  readonly kind: XKind;
  /** Of `time`: the finest unit that the values tell. */
  readonly unit?: "day" | "month";
  readonly values: readonly (XValue | null)[];
  /** Compares two values of an `ordered` column. */
  readonly compare: (left: XValue, right: XValue) => number;
}

/** The index of a column, whatever the case and whether spaces were written as underscores. */
export function findColumn(table: Table, name: string): number {
  const wanted = plainName(name).toLowerCase();
  const exact = table.columns.indexOf(name);
  return exact >= 0 ? exact : table.columns.findIndex((column) => plainName(column).toLowerCase() === wanted);
}

/** For a column that does not exist: what does, and which one was probably meant. */
export function missingColumn(table: Table, role: string, name: string): string {
  const close = nearest(name, table.columns);
  return `There is no column "${name}" for ${role}.${close === undefined ? "" : ` Did you mean "${close}"?`} The columns are: ${table.columns.join(", ")}. With a file, sql can make others.`;
}

/** The cells of a column as numbers, or undefined when it holds anything else. */
export function numbersOf(table: Table, index: number): readonly (number | null)[] | undefined {
  const { type, cells } = readColumn(table.rows.map((row) => row[index]));
  const isNumeric = type === "integer" || type === "real" || type === "boolean";
  return isNumeric ? cells.map((cell) => (typeof cell === "number" ? cell : null)) : undefined;
}

/** Names of the columns in which every value is a number or missing. */
export function numericColumns(table: Table): string[] {
  return table.columns.filter((_, index) => numbersOf(table, index) !== undefined);
}

/**
 * Years, months and the like become steps, dates become time, other numbers keep their distances, the rest is
 * categories.
 */
export function readX(table: Table, index: number): XColumn {
  const { type, cells } = readColumn(table.rows.map((row) => row[index]));
  if (type === "date" || type === "datetime") {
    return { kind: "time", unit: "day", values: cells.map((cell) => timeOf(cell)), compare: byNumber };
  }
  if (type === "integer" || type === "real") {
    const present = cells.filter((cell) => cell !== null) as number[];
    // Years are steps: an axis from 2,020.5 on helps nobody.
    if (type === "integer" && present.every((year) => year >= 1900 && year <= 2100)) {
      return { kind: "ordered", values: cells.map((cell) => (cell === null ? null : String(cell))), compare: byNumber };
    }
    return { kind: "number", values: cells, compare: byNumber };
  }
  const texts = table.rows.map((row) => textOf(row[index]));
  const present = texts.filter((text) => text !== null);
  if (present.length > 0 && present.every((text) => /^\d{4}-(0[1-9]|1[0-2])$/.test(text))) {
    return {
      kind: "time",
      unit: "month",
      values: texts.map((text) => (text === null ? null : Date.parse(`${text}-01T00:00:00Z`))),
      compare: byNumber,
    };
  }
  const rank = ranks.find((candidate) => present.length > 0 && present.every((text) => candidate(text) !== undefined));
  if (rank !== undefined) {
    return {
      kind: "ordered",
      values: texts,
      compare: (left, right) => (rank(String(left)) ?? 0) - (rank(String(right)) ?? 0),
    };
  }
  return { kind: "category", values: texts, compare: () => 0 };
}

/** Texts that have an order of their own: each rank gives a number, or undefined when the text is not of its kind. */
const ranks: readonly ((text: string) => number | undefined)[] = [
  nameRank(
    monthNames.map((name) => name.slice(0, 3).toLowerCase()),
    /^(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(uary|ruary|ch|il|ust|tember|ober|ember)?\.?$/i,
  ),
  nameRank(
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    /^(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?\.?$/i,
  ),
  // 2025-Q3, 2025 Q3, Q3 2025, Q3, 2025-W07.
  (text) => {
    const quarter = /^(?:(\d{4})[- ]?)?Q([1-4])(?:[- /](\d{4}))?$/i.exec(text);
    if (quarter) return Number(quarter[1] ?? quarter[3] ?? 0) * 4 + Number(quarter[2]);
    const week = /^(\d{4})-?W(\d{1,2})$/i.exec(text);
    return week ? Number(week[1]) * 54 + Number(week[2]) : undefined;
  },
];

function nameRank(names: readonly string[], pattern: RegExp): (text: string) => number | undefined {
  return (text) => (pattern.test(text) ? names.indexOf(text.slice(0, 3).toLowerCase()) : undefined);
}

/** Values without a zone count as UTC, so that the same file gives the same chart on every machine. */
function timeOf(cell: string | number | null): number | null {
  if (cell === null) return null;
  const text = String(cell).replace(" ", "T");
  const time = Date.parse(/T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes("T") ? text : `${text}Z`);
  return Number.isNaN(time) ? null : time;
}

/** The texts of a column that splits a chart into series. */
export function textOf(cell: string | number | null | undefined): string | null {
  return cell === null || cell === undefined || cell === "" ? null : String(cell);
}

function byNumber(left: XValue, right: XValue): number {
  return Number(left) - Number(right);
}
