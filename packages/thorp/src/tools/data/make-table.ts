/** The tool `make_table`: rows as a Markdown, CSV or HTML file. */
import { basename, join } from "node:path";
import { z } from "zod";
import { defineTool, type ToolContext, type ToolOutput } from "../tool.ts";
import { fileNameFrom } from "./file-name.ts";
import { htmlPage } from "./html-page.ts";
import { readTable, sourceShape } from "./table-source.ts";
import { countOf, csvText, escapeHtml, htmlTable, markdownTable, recordsFrom, type Table } from "./table-text.ts";

const formats = ["markdown", "csv", "html"] as const;
type Format = (typeof formats)[number];

const inputSchema = z.object({
  title: z.string().max(200).optional(),
  ...sourceShape,
  format: z.enum(formats).optional().describe("Default: markdown. csv opens in a spreadsheet, html in a browser."),
});
type TableToolInput = z.infer<typeof inputSchema>;

const MAX_ROWS = 50_000;
/** Rows in `data`: what a later task can work on without reading the file. */
const DATA_ROWS = 1000;
const SHOWN_ROWS = 50;
const SHOWN_WHEN_LONG = 10;

const endings: Readonly<Record<Format, string>> = { markdown: "md", csv: "csv", html: "html" };
const mediaTypes: Readonly<Record<Format, string>> = { markdown: "text/markdown", csv: "text/csv", html: "text/html" };

/** Saves one file in the out folder. */
export const makeTable = defineTool<TableToolInput>({
  name: "make_table",
  capability: "tables",
  description:
    "Makes a table file (Markdown, CSV or HTML) from exactly one source: the rows of an earlier result (from), a file with an optional SQL SELECT over the table data (file, sql), or rows given in the call.",
  examples: [
    "make a table of the revenue per region",
    "save that as a CSV file",
    "put the result into a table",
    "export the open orders for Excel",
    "give me an HTML table of the staff by department",
    "list the ten best products as a table",
    "turn these numbers into a Markdown table",
  ],
  input: inputSchema,
  effect: "create",
  repeatable: true,
  cacheable: false,
  timeoutMs: 60_000,
  describe: (input, { out }) => ({
    effect: "create",
    summary: `make the table ${nameOf(input)}`,
    paths: [join(out, nameOf(input))],
  }),
  execute: executeTable,
});

function nameOf({ title, format = "markdown" }: TableToolInput): string {
  return `${fileNameFrom(title, "table")}.${endings[format]}`;
}

async function executeTable(input: TableToolInput, context: ToolContext): Promise<ToolOutput> {
  const read = await readTable(input, context, { maxRows: MAX_ROWS });
  if (!read.ok) return read;
  const { table, labels, sources } = read;
  if (table.rows.length === 0)
    return { ok: false, text: "The source has no rows, so no table was made. Check the filter of the query." };
  const { title = "Table", format = "markdown" } = input;
  const artifact = await context.createFile({
    name: nameOf(input),
    title,
    mediaType: mediaTypes[format],
    bytes: fileText(table, title, format),
  });

  const isLong = table.rows.length > SHOWN_ROWS;
  const shown = isLong ? table.rows.slice(0, SHOWN_WHEN_LONG) : table.rows;
  const made = `Made the table "${title}" with ${countOf(table.rows.length, "row")} and ${countOf(table.columns.length, "column")}, saved as ${basename(artifact.file ?? nameOf(input))}.`;
  const about = [made, ...(isLong ? [`Its first ${SHOWN_WHEN_LONG} rows are above.`] : []), ...read.notes].join(" ");
  return {
    ok: true,
    text: `${markdownTable({ columns: table.columns, rows: shown }, { maxCell: 200 })}\n\n${about}`,
    data: recordsFrom({ columns: table.columns, rows: table.rows.slice(0, DATA_ROWS) }),
    artifacts: [artifact],
    labels,
    sources,
  };
}

function fileText(table: Table, title: string, format: Format): string {
  switch (format) {
    case "markdown":
      return `# ${title.replace(/\s+/g, " ").replace(/[\\<]/g, "\\$&")}\n\n${markdownTable(table)}\n`;
    case "csv":
      return csvText(table);
    case "html":
      return htmlPage(title, `<h1>${escapeHtml(title)}</h1>\n${htmlTable(table)}`);
  }
}
