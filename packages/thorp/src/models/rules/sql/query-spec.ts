/** A question to a table as parts, before they are written as SQL. */
import { literal, quoted, type TableColumn } from "./table-view.ts";

/** How values become one. */
export type Aggregate = "sum" | "avg" | "min" | "max" | "count" | "distinct" | "median";
/** How dates become groups. */
export type Bucket = "day" | "week" | "month" | "quarter" | "year" | "weekday" | "month-of-year";

/** A figure that is asked for. */
export type Measure =
  | { readonly kind: "aggregate"; readonly aggregate: Aggregate; readonly column?: TableColumn }
  /** `SUM(a) / SUM(b)`, or `SUM(a * b)`. */
  | {
      readonly kind: "pair";
      readonly operator: "/" | "*" | "-";
      readonly left: TableColumn;
      readonly right: TableColumn;
    }
  /** Days from the first date to the last. */
  | { readonly kind: "span"; readonly column: TableColumn }
  /** Percent of the whole; with `of` percent of the rows or the sum that match. */
  | { readonly kind: "share"; readonly column?: TableColumn; readonly where?: string };

/** What figures are asked for by. */
export interface Group {
  readonly column: TableColumn;
  readonly bucket?: Bucket;
}

/** A query over one table called `data`. */
export interface QuerySpec {
  readonly measures: readonly Measure[];
  readonly groups: readonly Group[];
  /** SQL conditions, all of which must hold. */
  readonly filters: readonly string[];
  /** Columns of single rows, where nothing is aggregated; empty for all. */
  readonly select: readonly TableColumn[];
  readonly distinct: boolean;
  readonly order?: { readonly by: "measure" | "group" | TableColumn; readonly down: boolean };
  readonly limit?: number;
}

/** The query as SQL for SQLite. */
export interface RenderedQuery {
  readonly sql: string;
  /** Names of the result's columns: first the groups, then the measures. */
  readonly groups: readonly string[];
  readonly measures: readonly string[];
}

/** SQLite; the table is `data`. */
export function renderQuery(spec: QuerySpec): RenderedQuery {
  const where = spec.filters.length === 0 ? "" : ` WHERE ${spec.filters.join(" AND ")}`;
  if (spec.measures.length === 0) return renderRows(spec, where);
  const groups = spec.groups.map((group) => ({ sql: groupSql(group), name: groupName(group) }));
  const measures = spec.measures.map((measure) => ({
    sql: measureSql(measure, where, groups.length > 0),
    name: measureName(measure),
  }));
  const [first] = spec.measures;
  if (first?.kind === "aggregate" && first.aggregate === "median" && first.column !== undefined)
    return renderMedian(spec, first.column, groups);
  const selected = [...groups, ...measures].map(({ sql, name }) => `${sql} AS ${quoted(name)}`).join(", ");
  const grouping = groups.length === 0 ? "" : ` GROUP BY ${groups.map((_, index) => index + 1).join(", ")}`;
  return {
    sql: `SELECT ${selected} FROM data${where}${grouping}${orderSql(spec, measures[0]?.name, groups[0]?.name)}${limitSql(spec)}`,
    groups: groups.map(({ name }) => name),
    measures: measures.map(({ name }) => name),
  };
}

function renderRows(spec: QuerySpec, where: string): RenderedQuery {
  const columns = spec.select.length === 0 ? "*" : spec.select.map((column) => quoted(column.name)).join(", ");
  const order =
    typeof spec.order?.by === "object"
      ? ` ORDER BY ${quoted(spec.order.by.name)} ${spec.order.down ? "DESC" : "ASC"}`
      : spec.distinct && spec.select[0] !== undefined
        ? ` ORDER BY ${quoted(spec.select[0].name)}`
        : "";
  return {
    sql: `SELECT ${spec.distinct ? "DISTINCT " : ""}${columns} FROM data${where}${order}${limitSql(spec)}`,
    groups: spec.select.filter((column) => column.type !== "number").map(({ name }) => name),
    measures: spec.select.filter((column) => column.type === "number").map(({ name }) => name),
  };
}

/** SQLite has no median: the middle row, or the mean of the two in the middle, by position. */
function renderMedian(
  spec: QuerySpec,
  column: TableColumn,
  groups: readonly { readonly sql: string; readonly name: string }[],
): RenderedQuery {
  const value = quoted(column.name);
  const conditions = [...spec.filters, `${value} IS NOT NULL`].join(" AND ");
  const keys = groups.map(({ sql, name }) => `${sql} AS ${quoted(name)}`);
  const partition = groups.length === 0 ? "" : `PARTITION BY ${groups.map(({ sql }) => sql).join(", ")}`;
  const inner = `SELECT ${[...keys, `${value} AS v`, `ROW_NUMBER() OVER (${partition} ORDER BY ${value}) AS place`, `COUNT(*) OVER (${partition}) AS n`].join(", ")} FROM data WHERE ${conditions}`;
  const name = `median_${column.name}`;
  const outer = [...groups.map((group) => quoted(group.name)), `ROUND(AVG(v), 2) AS ${quoted(name)}`].join(", ");
  const grouping = groups.length === 0 ? "" : ` GROUP BY ${groups.map((_, index) => index + 1).join(", ")}`;
  return {
    sql: `SELECT ${outer} FROM (${inner}) WHERE place IN ((n + 1) / 2, (n + 2) / 2)${grouping}${orderSql(spec, name, groups[0]?.name)}${limitSql(spec)}`,
    groups: groups.map((group) => group.name),
    measures: [name],
  };
}

function orderSql({ order, groups }: QuerySpec, measure: string | undefined, group: string | undefined): string {
  if (order === undefined) {
    const first = groups[0];
    if (first === undefined || group === undefined) return "";
    // Time runs forward; other groups come largest first.
    return first.bucket !== undefined || first.column.type === "date"
      ? ` ORDER BY ${quoted(group)}`
      : measure === undefined
        ? ""
        : ` ORDER BY ${quoted(measure)} DESC`;
  }
  const by = order.by === "measure" ? measure : order.by === "group" ? group : order.by.name;
  return by === undefined ? "" : ` ORDER BY ${quoted(by)} ${order.down ? "DESC" : "ASC"}`;
}

function limitSql({ limit }: QuerySpec): string {
  return limit === undefined ? "" : ` LIMIT ${limit}`;
}

function groupSql({ column, bucket }: Group): string {
  const date = quoted(column.name);
  switch (bucket) {
    case "week":
      return `strftime('%Y-W%W', ${date})`;
    case "month":
      return `strftime('%Y-%m', ${date})`;
    case "quarter":
      return `strftime('%Y', ${date}) || '-Q' || ((CAST(strftime('%m', ${date}) AS INTEGER) + 2) / 3)`;
    case "year":
      return `strftime('%Y', ${date})`;
    case "weekday":
      return `strftime('%w', ${date})`;
    case "month-of-year":
      return `strftime('%m', ${date})`;
    default:
      return date;
  }
}

function groupName({ column, bucket }: Group): string {
  return bucket === undefined || bucket === "day" ? column.name : bucket.replaceAll("-", "_");
}

function measureSql(measure: Measure, where: string, grouped: boolean): string {
  switch (measure.kind) {
    case "aggregate":
      return aggregateSql(measure.aggregate, measure.column);
    case "pair": {
      const [left, right] = [quoted(measure.left.name), quoted(measure.right.name)];
      return measure.operator === "*"
        ? `ROUND(SUM(${left} * ${right}), 2)`
        : measure.operator === "-"
          ? `ROUND(SUM(${left} - ${right}), 2)`
          : `ROUND(1.0 * SUM(${left}) / SUM(${right}), 2)`;
    }
    case "span":
      return `CAST(julianday(MAX(${quoted(measure.column.name)})) - julianday(MIN(${quoted(measure.column.name)})) AS INTEGER)`;
    case "share": {
      const value = measure.column === undefined ? "1" : quoted(measure.column.name);
      const part =
        measure.where === undefined ? `SUM(${value})` : `SUM(CASE WHEN ${measure.where} THEN ${value} ELSE 0 END)`;
      const whole = grouped ? `(SELECT SUM(${value}) FROM data${where})` : `SUM(${value})`;
      return `ROUND(100.0 * ${part} / ${whole}, 2)`;
    }
  }
}

function aggregateSql(aggregate: Aggregate, column: TableColumn | undefined): string {
  if (aggregate === "count" || column === undefined) return "COUNT(*)";
  const value = quoted(column.name);
  switch (aggregate) {
    case "distinct":
      return `COUNT(DISTINCT ${value})`;
    case "min":
    case "max":
      return `${aggregate.toUpperCase()}(${value})`;
    case "sum":
    case "avg":
      return `ROUND(${aggregate.toUpperCase()}(${value}), 2)`;
    case "median":
      return value;
  }
}

function measureName(measure: Measure): string {
  switch (measure.kind) {
    case "aggregate": {
      if (measure.column === undefined) return "count";
      const prefix = {
        sum: "total",
        avg: "average",
        min: "lowest",
        max: "highest",
        count: "count",
        distinct: "different",
        median: "median",
      }[measure.aggregate];
      return measure.column.name.toLowerCase().startsWith(prefix)
        ? measure.column.name
        : `${prefix}_${measure.column.name}`;
    }
    case "pair":
      return `${measure.left.name}_${{ "/": "per", "*": "times", "-": "minus" }[measure.operator]}_${measure.right.name}`;
    case "span":
      return "days";
    case "share":
      return "percent";
  }
}

/** A condition on a text column without regard to case. */
export function equals(column: TableColumn, values: readonly string[]): string {
  const name = quoted(column.name);
  const [only] = values;
  return values.length === 1 && only !== undefined
    ? `${name} = ${literal(only)} COLLATE NOCASE`
    : `lower(${name}) IN (${values.map((value) => literal(value.toLowerCase())).join(", ")})`;
}

/** A condition that leaves values out; rows without a value stay. */
export function differs(column: TableColumn, values: readonly string[]): string {
  return values.map((value) => `${quoted(column.name)} IS NOT ${literal(value)} COLLATE NOCASE`).join(" AND ");
}
