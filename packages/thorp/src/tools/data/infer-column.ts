/**
 * The type of a column from all its values.
 *
 * Every reading (number, date in one notation, yes/no) that fits each value stays in the race; the first that is left
 * wins, and text takes what no reading fits. One value that does not fit is enough: a column is never half converted.
 */
import { monthFromName } from "../../base/month-names.ts";

export const columnTypes = ["integer", "real", "boolean", "date", "datetime", "text"] as const;
/** `boolean` is stored as 0 and 1, `date` as `YYYY-MM-DD`, `datetime` as the ISO text that it was. */
export type ColumnType = (typeof columnTypes)[number];

/** A value as SQLite stores it. */
export type Cell = string | number | null;

/** The column as its type; cells in the order of the values. */
export interface ColumnReading {
  readonly type: ColumnType;
  readonly cells: readonly Cell[];
}

/** How the file that the values come from writes numbers. */
export interface ReadingOptions {
  /** True where a comma separates the cents: files whose columns are separated by semicolons. */
  readonly decimalComma?: boolean;
}

interface Reading {
  readonly type: ColumnType;
  /** Undefined when the value cannot be read this way. */
  read(value: unknown): Cell | undefined;
}

/** Reads the values of one column; `values` is what a parser gave: texts, numbers, booleans, null, nested JSON. */
export function readColumn(values: readonly unknown[], options: ReadingOptions = {}): ColumnReading {
  let readings = options.decimalComma ? [...plain, decimalComma, ...dates] : [...plain, ...decimalPoint, ...dates];
  let present = 0;
  for (const value of values) {
    if (isMissing(value)) continue;
    present++;
    readings = readings.filter((reading) => reading.read(value) !== undefined);
    if (readings.length === 0) break;
  }
  const [first] = readings;
  // 03/04/2025 is two different days: with nothing to decide it, it stays the text that it was.
  const isAmbiguous = first === monthFirst && readings.includes(dayFirst);
  if (present === 0 || first === undefined || isAmbiguous) return { type: "text", cells: values.map(textCell) };
  return { type: first.type, cells: values.map((value) => (isMissing(value) ? null : (first.read(value) ?? null))) };
}

const missing = new Set(["", "na", "n/a", "null", "nan", "none", "-", "–"]);

function isMissing(value: unknown): boolean {
  return (
    value === null || value === undefined || (typeof value === "string" && missing.has(value.trim().toLowerCase()))
  );
}

function textCell(value: unknown): Cell {
  if (value === null || value === undefined || value === "") return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function fromText(type: ColumnType, pattern: RegExp, convert: (match: RegExpExecArray) => Cell | undefined): Reading {
  return {
    type,
    read(value) {
      if (typeof value !== "string") return undefined;
      const match = pattern.exec(value.trim());
      return match === null ? undefined : convert(match);
    },
  };
}

const truths: Readonly<Record<string, number>> = { true: 1, yes: 1, false: 0, no: 0 };

const boolean: Reading = {
  type: "boolean",
  read: (value) =>
    typeof value === "boolean"
      ? Number(value)
      : typeof value === "string"
        ? truths[value.trim().toLowerCase()]
        : undefined,
};

// A leading zero or plus means a code or a telephone number, and digits beyond 2^53 an identifier: all stay text.
const integerText = fromText("integer", /^-?(?:0|[1-9]\d*)$/, ([text]) => safeInteger(Number(text)));
const realText = fromText("real", /^-?(?:0|[1-9]\d*)?(?:\.\d*)?(?:[eE][+-]?\d+)?$/, ([text]) => {
  if (!/\d/.test(text)) return undefined;
  return /[.eE]/.test(text) ? finite(Number(text)) : safeInteger(Number(text));
});

const integer: Reading = {
  type: "integer",
  read: (value) => (typeof value === "number" ? safeInteger(value) : integerText.read(value)),
};
const real: Reading = {
  type: "real",
  read: (value) => (typeof value === "number" ? finite(value) : realText.read(value)),
};

/** `$1,234.50`, `1,234`, `12.5 %`, `950 €`. */
const money = fromText(
  "real",
  /^(-)?[$€£¥]?\s?([1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.(\d+))?\s?[€$£¥%]?$/,
  ([, sign, whole, cents]) => groupedNumber(sign, whole?.replaceAll(",", ""), cents),
);
const decimalPoint: readonly Reading[] = [money];

/** `1.234,50`, `12,5 %`, `950 €`. */
const decimalComma = fromText(
  "real",
  /^(-)?[$€£¥]?\s?([1-9]\d{0,2}(?:\.\d{3})+|0|[1-9]\d*)(?:,(\d+))?\s?[€$£¥%]?$/,
  ([, sign, whole, cents]) => groupedNumber(sign, whole?.replaceAll(".", ""), cents),
);

function groupedNumber(sign = "", whole = "", cents?: string): number | undefined {
  return cents === undefined ? safeInteger(Number(sign + whole)) : finite(Number(`${sign}${whole}.${cents}`));
}

const isoDay = fromText("date", /^(\d{4})-(\d{2})-(\d{2})$/, ([, year, month, day]) => isoFrom(year, month, day));
const slashedIso = fromText("date", /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, ([, year, month, day]) =>
  isoFrom(year, month, day),
);
const dotted = fromText("date", /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, ([, day, month, year]) => isoFrom(year, month, day));
const monthFirst = fromText("date", /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/, ([, month, day, year]) =>
  isoFrom(year, month, day),
);
const dayFirst = fromText("date", /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/, ([, day, month, year]) =>
  isoFrom(year, month, day),
);
const dayNamed = fromText("date", /^(\d{1,2})\.?[ -]([A-Za-z]{3,9})\.?[ -](\d{4})$/, ([, day, name, year]) =>
  isoFrom(year, monthOf(name), day),
);
const monthNamed = fromText("date", /^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})$/, ([, name, day, year]) =>
  isoFrom(year, monthOf(name), day),
);
const isoTime = fromText(
  "datetime",
  /^(\d{4})-(\d{2})-(\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/,
  ([text, year, month, day]) => (isoFrom(year, month, day) === undefined ? undefined : text),
);

const plain: readonly Reading[] = [boolean, integer, real];
const dates: readonly Reading[] = [isoDay, slashedIso, dotted, monthFirst, dayFirst, dayNamed, monthNamed, isoTime];

/** The number of an English month, in full or with three letters or more. */
function monthOf(name: string | undefined): string | undefined {
  const month = name === undefined ? undefined : monthFromName(name);
  return month === undefined ? undefined : String(month);
}

/** Undefined when the calendar has no such day. */
function isoFrom(year: string | undefined, month: string | undefined, day: string | undefined): string | undefined {
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso ? undefined : iso;
}

function safeInteger(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
