/** The one table that make_table and make_chart work on: from an earlier result, a file (with SQL) or rows in the call. */
import { z } from "zod";
import type { Labels } from "../../base/label.ts";
import type { Source } from "../../events/task-result.ts";
import type { ToolContext } from "../tool.ts";
import { explainQueryError } from "./explain-query-error.ts";
import { readColumn } from "./infer-column.ts";
import { openTables } from "./open-table.ts";
import { tableFromJson } from "./parse-table.ts";
import { runQuery } from "./run-query.ts";
import type { Table } from "./table-text.ts";

/** The keys of the input that say where the table comes from; one of them is needed. */
export const sourceShape = {
  from: z.string().optional().describe("Id of an earlier result whose rows are used."),
  file: z.string().optional().describe("Path of a CSV, TSV or JSON file, or attachment:NAME."),
  sql: z.string().max(20_000).optional().describe("One SQLite SELECT over the file's table, which is called data."),
  rows: z
    .array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])))
    .max(10_000)
    .optional()
    .describe("The rows themselves, as objects with the same keys."),
};

/** Where the table comes from. */
export interface TableSource {
  readonly from?: string | undefined;
  readonly file?: string | undefined;
  readonly sql?: string | undefined;
  readonly rows?: readonly Record<string, string | number | boolean | null>[] | undefined;
}

/** The table with its labels, or what is wrong in words that a model can act on. */
export type SourcedTable =
  | {
      readonly ok: true;
      readonly table: Table;
      readonly labels: Labels;
      readonly sources: readonly Source[];
      /** What the reader should know: rows that were cut, the list that was taken. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly text: string };

/** Throws only what opening a file or a result throws. Values come typed: numbers, ISO dates, 0 and 1 for yes and no. */
export async function readTable(
  source: TableSource,
  context: ToolContext,
  { maxRows }: { readonly maxRows: number },
): Promise<SourcedTable> {
  // Small models fill what they do not need with an empty text.
  const from = source.from?.trim() || undefined;
  const file = source.file?.trim() || undefined;
  const sql = source.sql?.trim() || undefined;
  const rows = source.rows && source.rows.length > 0 ? source.rows : undefined;
  const given = [from, file, rows].filter((one) => one !== undefined).length;
  if (given === 0) {
    return {
      ok: false,
      text: source.rows
        ? "There are no rows: nothing to show."
        : "Give one source of data: from (the id of an earlier result), file, or rows.",
    };
  }
  if (given > 1) return { ok: false, text: "Give only one source of data: either from, or file (with sql), or rows." };
  if (rows !== undefined && sql === undefined) return tableOfRows(rows);

  const opened =
    rows === undefined
      ? await openTables([file ?? `result:${from?.replace(/^result:/, "")}`], context)
      : {
          labels: [],
          sources: [],
          tables: [
            { name: "data", aliases: [], fileName: "rows.json", bytes: new TextEncoder().encode(JSON.stringify(rows)) },
          ],
        };
  const statement = sql ?? "SELECT * FROM data";
  const reply = await runQuery({ tables: opened.tables, sql: statement, maxRows }, context);
  if (!reply.ok) return { ok: false, text: explainQueryError(reply, statement) };
  const cut = reply.cut ? [`Only the first ${maxRows.toLocaleString("en-US")} rows were taken.`] : [];
  const notes = [...reply.tables.flatMap((table) => table.notes), ...cut];
  return {
    ok: true,
    table: { columns: reply.columns, rows: reply.rows },
    labels: opened.labels,
    sources: opened.sources,
    notes,
  };
}

function tableOfRows(rows: NonNullable<TableSource["rows"]>): SourcedTable {
  const raw = tableFromJson(rows);
  if (raw === undefined || raw.columns.length === 0)
    return { ok: false, text: "The rows are empty: each needs at least one named value." };
  const cells = raw.columns.map((_, index) => readColumn(raw.rows.map((row) => row[index])).cells);
  const table = { columns: raw.columns, rows: raw.rows.map((_, row) => cells.map((column) => column[row] ?? null)) };
  return { ok: true, table, labels: [], sources: [], notes: [] };
}
