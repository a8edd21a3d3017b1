/** The tool `query_data`: SQL over files and earlier results. */

import { z } from "zod";
import { pathsRead } from "../paths-read.ts";
import { defineTool, type ToolContext, type ToolOutput } from "../tool.ts";
import { describeTables, explainQueryError } from "./explain-query-error.ts";
import { openTables } from "./open-table.ts";
import type { QueryReply } from "./query-protocol.ts";
import { runQuery } from "./run-query.ts";
import { countOf, markdownTable, recordsFrom, shownNumber } from "./table-text.ts";

const inputSchema = z.object({
  file: z
    .string()
    .min(1)
    .describe("Path of a CSV, TSV or JSON file, or attachment:NAME, or result:ID. Its table is called data."),
  sql: z.string().min(1).max(20_000).describe("One SELECT in SQLite's SQL over the table data."),
  moreFiles: z
    .array(z.string().min(1))
    .max(10)
    .optional()
    .describe("Further files to join; each table has the name of its file without the ending."),
});
type QueryInput = z.infer<typeof inputSchema>;

const SHOWN_ROWS = 50;
const MAX_CELL = 200;

/** Only reads. What the statement may not do is said in words that a model can act on. */
export const queryData = defineTool<QueryInput>({
  name: "query_data",
  capability: "data-query",
  description:
    "Counts, sums, averages, filters, sorts, groups or joins the rows of a CSV, TSV or JSON file with one SQLite SELECT over the table data, and gives the rows. Use it for every question whose answer is in a table.",
  examples: [
    "which region sold the most in 2025",
    "total revenue per month from sales.csv",
    "how many people work in each department",
    "what is the average salary",
    "the five biggest orders with customer and amount",
    "show all rows where the status is open",
    "is there a product that sold less this month than last month",
    "join the orders with the customers and list who has not paid",
    "how many different products are in the file",
  ],
  input: inputSchema,
  effect: "read",
  repeatable: true,
  // The files may change between two calls with the same words.
  cacheable: false,
  timeoutMs: 60_000,
  describe: ({ file, moreFiles = [] }, folders) => ({
    effect: "read",
    summary: `query ${[file, ...moreFiles].join(", ")}`,
    ...pathsRead(folders, file, ...moreFiles),
  }),
  execute: executeQuery,
});

async function executeQuery({ file, sql, moreFiles = [] }: QueryInput, context: ToolContext): Promise<ToolOutput> {
  const { tables, labels, sources } = await openTables([file, ...moreFiles], context);
  context.progress(`Querying ${sources.map(({ title }) => title).join(", ")}`);
  const reply = await runQuery({ tables, sql }, context);
  if (!reply.ok) return { ok: false, text: explainQueryError(reply, sql) };
  return { ok: true, text: resultText(reply), data: recordsFrom(reply), sources, labels };
}

/** The rows as a model reads them, the first fifty of many. */
export function resultText(reply: Extract<QueryReply, { ok: true }>): string {
  const notes = reply.tables.flatMap((table) => table.notes);
  const { columns, rows } = reply;
  const [first] = rows;
  if (first === undefined) return ["The query gave no rows.", describeTables(reply.tables), ...notes].join(" ");
  if (rows.length === 1 && !reply.cut) {
    const pairs = columns.map((name, index) => `${name} = ${shownValue(first[index] ?? null)}`);
    return [`The result is ${columns.length === 1 ? "one value" : "one row"}: ${pairs.join(", ")}.`, ...notes].join(
      " ",
    );
  }
  const shown = rows.slice(0, SHOWN_ROWS);
  const count = reply.cut
    ? `The query gave more than ${countOf(rows.length, "row")}; the first ${rows.length.toLocaleString("en-US")} were kept.`
    : `The query gave ${countOf(rows.length, "row")}.`;
  const rest = rows.length > shown.length ? [`The table above shows the first ${shown.length}.`] : [];
  return `${markdownTable({ columns, rows: shown }, { maxCell: MAX_CELL })}\n\n${[count, ...rest, ...notes].join(" ")}`;
}

function shownValue(value: string | number | null): string {
  if (value === null) return "nothing (NULL)";
  return typeof value === "number" ? shownNumber(value) : value;
}
