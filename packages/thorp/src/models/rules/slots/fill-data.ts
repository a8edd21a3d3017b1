/** Slots of tools that work on tables: questions, tables, charts. */
import type { Json } from "../../../base/json.ts";
import type { FileNote } from "../../brief.ts";
import { renderQuery } from "../sql/query-spec.ts";
import { type SqlAnswer, sqlFor } from "../sql/question-to-sql.ts";
import { fileClassOf, tablesFor } from "../understand/mentions.ts";
import { headingOf, titleOf } from "./headings.ts";
import { inlineRows } from "./inline-rows.ts";
import { type Filled, filled, pathsIn, rowsOf, type SlotContext } from "./slot-context.ts";

type Row = { readonly [name: string]: Json };

/** The tables a goal is about, named ones first; all tables at hand when it names none. */
function tablesOf(context: SlotContext): readonly FileNote[] {
  const about = tablesFor(context.tokens, context.files);
  return about.length > 0 ? about : context.files.filter((file) => fileClassOf(file.path, context.files) === "table");
}

/** SQL over the table that the goal is about; every row where no question can be read. */
export function fillQuery(context: SlotContext): Filled {
  const [file] = tablesOf(context);
  const answer = file === undefined ? undefined : sqlFor(context.goal, file, context);
  // A file that nobody looked into can still be shown.
  const path = file?.path ?? pathsIn(context).find((each) => fileClassOf(each, context.files) === "table");
  const sql = answer?.sql ?? (path === undefined ? undefined : "SELECT * FROM data LIMIT 50");
  return filled({ file: path, sql }, ["file", "sql"]);
}

/** Rows of an earlier result, or of a file by a query. */
export function fillTable(context: SlotContext): Filled {
  const [input] = context.inputs;
  const title = titleOf(context.goal) ?? headingOf(input === undefined ? withoutTable(context.goal) : input.goal);
  const format = /\bhtml\b/i.test(context.goal)
    ? "html"
    : /\bcsv\b(?! (?:file|data))/i.test(context.goal.replace(/[\w/-]+\.csv/gi, ""))
      ? "csv"
      : undefined;
  const source = sourceOf(context, "table");
  return filled({ title, ...source?.slots, format }, source === undefined ? ["file"] : []);
}

// "make an html table of open orders" -> "open orders"
function withoutTable(goal: string): string {
  const plain = goal
    .replace(/\b(?:as|in|into|to) (?:an? )?(?:[a-z-]+ ){0,2}?tables?(?: form)?\b/gi, "")
    .replace(/^.*?\btables?\b(?: listing| showing| of| with| for|:)?\s*/i, "")
    .trim();
  return plain === "" ? "Table" : plain;
}

/** Kind and axes follow from the words, else from the columns. */
export function fillChart(context: SlotContext): Filled {
  const source = sourceOf(context, "chart");
  if (source === undefined) return filled({}, ["file", "x", "y"]);
  const { goal } = context;
  const axes = axesOf(source);
  const kind = kindOf(goal, axes);
  return filled({ kind, x: axes.x, y: axes.y, series: axes.series, title: titleOf(goal), ...source.slots }, [
    "kind",
    "x",
    "y",
  ]);
}

interface DataSource {
  readonly slots: { readonly [name: string]: Json };
  /** Columns of the rows that come out, with whether they are numbers. */
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean; readonly isTime: boolean }[];
  readonly answer?: SqlAnswer;
}

/** Exactly one source: an earlier result, rows in the words, or a file with its SQL. */
function sourceOf(context: SlotContext, making: "table" | "chart"): DataSource | undefined {
  const input = [...context.inputs].reverse().find((each) => rowsOf(each) !== undefined);
  if (input !== undefined) return { slots: { from: input.id }, columns: columnsOf(rowsOf(input) ?? []) };
  const tables = tablesOf(context);
  const rows = inlineRows(context.goal);
  if (rows.length > 0 && tables.length === 0) return { slots: { rows }, columns: columnsOf(rows) };
  const [file] = tables;
  const path = file?.path ?? pathsIn(context).find((each) => fileClassOf(each, context.files) === "table");
  if (path === undefined) return rows.length > 0 ? { slots: { rows }, columns: columnsOf(rows) } : undefined;
  const answer = file === undefined ? undefined : sqlFor(context.goal, file, { ...context, grouped: true });
  if (answer === undefined || file === undefined)
    return making === "chart" ? undefined : { slots: { file: path }, columns: [] };
  const histogram = making === "chart" ? (histogramOf(context.goal, answer) ?? sideBySide(answer)) : undefined;
  const sql = histogram?.sql ?? answer.sql;
  const columns = histogram?.columns ?? columnsOfAnswer(answer, file);
  return { slots: { file: file.path, ...(sql === "SELECT * FROM data" ? {} : { sql }) }, columns, answer };
}

function columnsOfAnswer({ spec, groups, measures }: SqlAnswer, file: FileNote): DataSource["columns"] {
  if (spec.measures.length > 0) {
    const grouped = groups.map((name, index) => ({
      name,
      isNumber: false,
      isTime: spec.groups[index]?.bucket !== undefined || spec.groups[index]?.column.type === "date",
    }));
    return [...grouped, ...measures.map((name) => ({ name, isNumber: true, isTime: false }))];
  }
  const shown = spec.select.length > 0 ? spec.select : (file.columns ?? []);
  return shown.map(({ name, type }) => ({ name, isNumber: type === "number", isTime: type === "date" }));
}

/** A histogram of a number column counts its values. */
function histogramOf(
  goal: string,
  { spec, sql }: SqlAnswer,
): { readonly sql: string; readonly columns: DataSource["columns"] } | undefined {
  const column = spec.select.find(({ type }) => type === "number");
  if (!/\b(?:histogram|distribution)\b/i.test(goal) || column === undefined) return undefined;
  const name = `"${column.name.replaceAll('"', '""')}"`;
  const where = / WHERE .+?(?= ORDER BY| LIMIT|$)/.exec(sql)?.[0] ?? "";
  return {
    sql: `SELECT ${name}, COUNT(*) AS "count" FROM data${where} GROUP BY 1 ORDER BY 1`,
    columns: [
      { name: column.name, isNumber: false, isTime: false },
      { name: "count", isNumber: true, isTime: false },
    ],
  };
}

/** Several measures of one grouping become one long column with a series: a chart has one y. */
function sideBySide({
  spec,
}: SqlAnswer): { readonly sql: string; readonly columns: DataSource["columns"] } | undefined {
  const [group] = spec.groups;
  if (spec.measures.length < 2 || spec.groups.length !== 1 || group === undefined) return undefined;
  const parts = spec.measures.map((measure) =>
    renderQuery({ ...spec, measures: [measure], order: { by: "group", down: false } }),
  );
  const name = parts[0]?.groups[0] ?? "group";
  const column = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const sql = parts
    .map(
      (part) =>
        `SELECT ${column(name)}, '${(part.measures[0] ?? "").replaceAll("'", "''")}' AS "measure", ${column(part.measures[0] ?? "")} AS "value" FROM (${part.sql})`,
    )
    .join(" UNION ALL ");
  return {
    sql,
    columns: [
      { name, isNumber: false, isTime: group.bucket !== undefined || group.column.type === "date" },
      { name: "measure", isNumber: false, isTime: false },
      { name: "value", isNumber: true, isTime: false },
    ],
  };
}

function columnsOf(rows: readonly Row[]): DataSource["columns"] {
  const names = [...new Set(rows.slice(0, 20).flatMap((row) => Object.keys(row)))];
  return names.map((name) => {
    const values = rows.map((row) => row[name]).filter((value) => value !== null && value !== undefined);
    return {
      name,
      isNumber: values.length > 0 && values.every((value) => typeof value === "number"),
      isTime:
        values.length > 0 &&
        values.every((value) => /^\d{4}-(?:\d{2}|Q\d|W\d{2})(?:-\d{2})?/.test(typeof value === "string" ? value : "")),
    };
  });
}

interface Axes {
  readonly x: string | undefined;
  readonly y: string | undefined;
  readonly series: string | undefined;
  readonly isTime: boolean;
  readonly twoNumbers: boolean;
  readonly isGrouped: boolean;
}

function axesOf({ columns, answer }: DataSource): Axes {
  const numbers = columns.filter((column) => column.isNumber);
  const others = columns.filter((column) => !column.isNumber);
  const time = others.find((column) => column.isTime);
  const twoNumbers = others.length === 0 && numbers.length >= 2;
  const x = twoNumbers ? numbers[0] : (time ?? others[0]);
  const y = twoNumbers ? numbers[1] : numbers[0];
  const series = others.find((column) => column !== x);
  return {
    x: x?.name,
    y: y?.name,
    series: series?.name,
    isTime: time !== undefined,
    twoNumbers,
    isGrouped: (answer?.spec.groups.length ?? 0) > 0,
  };
}

function kindOf(goal: string, axes: Axes): string {
  const text = goal.toLowerCase();
  if (/\bpie\b|\bdoughnut\b|\bdonut\b/.test(text)) return "pie";
  if (/\bscatter|\bpoint\b|\bdots?\b/.test(text)) return "point";
  if (/\barea\b/.test(text)) return "area";
  if (
    /\b(?:bars?|column|columns|histogram)\b(?= ?(?:chart|graph|plot|diagram|$|\b))/.test(text) &&
    !/\bcolumns? (?:called|named)\b/.test(text)
  )
    return "bar";
  if (/\b(?:line|curve|trend|over time|time series|course)\b/.test(text)) return "line";
  if (axes.twoNumbers || (!axes.isGrouped && /\b(?:vs|versus|against|relation\w*|correlat\w+)\b/.test(text)))
    return "point";
  return axes.isTime ? "line" : "bar";
}
