/** A look at a table file as a document: its columns, its size and its first rows. */
import { ThorpError } from "../../base/errors.ts";
import { parseTable } from "../data/parse-table.ts";
import { cellText, peekFile } from "../peek-file.ts";
import { choosePages, type DocumentReading, type PageWish } from "./document-text.ts";
import { rowsAsMarkdown } from "./table-markdown.ts";

const MOST_ROWS = 2000;
const FIRST_BYTES = 1 << 20;

/** Columns with their types, the number of rows, then rows by page; rows beyond the first 2000 are left to queries. */
export async function readTableFile(bytes: Uint8Array, name: string, wish: PageWish): Promise<DocumentReading> {
  const { columns = [], rows } = await peekFile(name, bytes);
  const end = bytes.length <= FIRST_BYTES ? bytes.length : Math.max(1, bytes.lastIndexOf(0x0a, FIRST_BYTES));
  let first: Awaited<ReturnType<typeof parseTable>>;
  try {
    first = await parseTable(bytes.subarray(0, end), name, { maxRows: MOST_ROWS });
  } catch (error) {
    if (error instanceof ThorpError) return { problem: `it cannot be read as a table: ${error.message}` };
    throw error;
  }
  const heads = columns.map(
    (column) => `- ${column.name} (${column.type}), for example ${column.examples.join("; ") || "nothing"}`,
  );
  const cells = first.rows.map((row) => row.map(cellText));
  const pages = chunked(cells, 40).map((part) => rowsAsMarkdown([first.columns, ...part]));
  const text = [
    `A table of ${rows ?? first.rows.length} rows and ${first.columns.length} columns:`,
    ...heads,
    "",
    pages[0] ?? "",
  ].join("\n");
  const note =
    rows !== undefined && rows > cells.length
      ? `Only the first ${cells.length} rows are shown; use query_data for questions about all of them.`
      : undefined;
  return { ...choosePages([text, ...pages.slice(1)], wish), ...(note === undefined ? {} : { note }) };
}

function chunked<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
