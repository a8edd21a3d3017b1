/** Several tables as one: rows that agree in the columns they share stand beside one another. */
import type { Json } from "../../base/json.ts";
import type { TaskEnd } from "../schedule-plan.ts";

/** A row by the names of its columns. */
export type TableRow = Readonly<Record<string, Json>>;

/** The rows of all tables, put together. */
export interface JoinedTables {
  readonly rows: readonly TableRow[];
  /** The columns that the rows were matched by. */
  readonly by: readonly string[];
}

/** More rows than this are a mistake in the columns, not a result. */
const MOST_ROWS = 10_000;

/**
 * A full outer join, in the order of the first table; what a table lacks is null. The rows match by the text columns
 * that all tables have, or, when there are none, by a shared column whose values name each row of every table but one.
 * Other shared columns keep their values apart under `column (task id)`. Undefined when a result is no table, nothing
 * is shared, or the rows would multiply beyond all use.
 */
export function joinTables(ends: readonly TaskEnd[]): JoinedTables | undefined {
  const tables = ends.flatMap((end) => {
    const rows = rowsOf(end.result?.data);
    return rows === undefined ? [] : [{ id: end.task.id, rows }];
  });
  const [first, ...others] = tables;
  if (first === undefined || others.length === 0 || tables.length < ends.length) return undefined;
  const shared = columnsOf(first.rows).filter((column) => others.every(({ rows }) => columnsOf(rows).includes(column)));
  const by = keyColumns(shared, tables);
  if (by.length === 0) return undefined;
  const apart = new Set(shared.filter((column) => !by.includes(column)));
  let joined: readonly TableRow[] | undefined;
  for (const { id, rows } of tables) {
    const own = rows.map((row) => renamed(row, (column) => (apart.has(column) ? `${column} (${id})` : column)));
    joined = joined === undefined ? own : outerJoin(joined, own, by);
    if (joined === undefined) return undefined;
  }
  return { rows: filledUp(joined ?? []), by };
}

/** As Markdown, cut after so many rows. */
export function tableText({ rows }: JoinedTables, mostRows: number): string {
  const columns = columnsOf(rows);
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const shown = rows.slice(0, mostRows).map((row) => line(columns.map((column) => cellText(row[column]))));
  const more = rows.length > mostRows ? [`${rows.length - mostRows} more rows`] : [];
  return [line(columns), line(columns.map(() => "---")), ...shown, ...more].join("\n");
}

interface Table {
  readonly id: string;
  readonly rows: readonly TableRow[];
}

function keyColumns(shared: readonly string[], tables: readonly Table[]): readonly string[] {
  const texts = shared.filter((column) =>
    tables.every(({ rows }) => rows.some((row) => typeof row[column] === "string")),
  );
  if (texts.length > 0) return texts;
  const names = shared.filter((column) => tables.filter(({ rows }) => !isUnique(rows, column)).length <= 1);
  return names.slice(0, 1);
}

function isUnique(rows: readonly TableRow[], column: string): boolean {
  return new Set(rows.map((row) => JSON.stringify(row[column] ?? null))).size === rows.length;
}

function outerJoin(
  left: readonly TableRow[],
  right: readonly TableRow[],
  by: readonly string[],
): TableRow[] | undefined {
  const keyOf = (row: TableRow): string => JSON.stringify(by.map((column) => keyPart(row[column])));
  const rightByKey = new Map<string, TableRow[]>();
  for (const row of right) rightByKey.set(keyOf(row), [...(rightByKey.get(keyOf(row)) ?? []), row]);
  const used = new Set<string>();
  const joined: TableRow[] = [];
  for (const row of left) {
    const key = keyOf(row);
    used.add(key);
    // The left side spells the key.
    for (const match of rightByKey.get(key) ?? [{}]) joined.push({ ...row, ...match, ...row });
    if (joined.length > MOST_ROWS) return undefined;
  }
  joined.push(...[...rightByKey].flatMap(([key, rows]) => (used.has(key) ? [] : rows)));
  return joined.length > MOST_ROWS ? undefined : joined;
}

/** "North" and "north " are the same region. */
function keyPart(value: Json | undefined): Json {
  return typeof value === "string" ? value.trim().toLowerCase() : (value ?? null);
}

function rowsOf(data: Json | undefined): readonly TableRow[] | undefined {
  if (!Array.isArray(data) || data.length === 0) return undefined;
  const isRow = (row: Json): row is { [key: string]: Json } =>
    typeof row === "object" && row !== null && !Array.isArray(row);
  return data.every(isRow) ? data : undefined;
}

function columnsOf(rows: readonly TableRow[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function renamed(row: TableRow, nameOf: (column: string) => string): TableRow {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [nameOf(column), value]));
}

/** Key columns first, every row with every column. */
function filledUp(rows: readonly TableRow[]): readonly TableRow[] {
  const columns = columnsOf(rows);
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? null])));
}

function cellText(value: Json | undefined): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
