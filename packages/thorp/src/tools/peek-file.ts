/** A look at a file without reading it: its kind, and for tables the columns with a few values. */
import type { FileNote } from "../models/brief.ts";
import { readColumn } from "./data/infer-column.ts";
import { parseTable, type RawTable } from "./data/parse-table.ts";
import { tableInText } from "./data/table-in-text.ts";
import { mediaTypeOf } from "./media-type.ts";
import { pictureFacts } from "./picture-facts.ts";
import { decodeText } from "./text-content.ts";

/** The part of a large table that is looked at for its columns. */
const PEEKED_BYTES = 256 << 10;
/** JSON can only be read whole; beyond this the note has no columns. */
const LARGEST_JSON = 16 << 20;
const MOST_ROWS = 2000;
const MOST_COLUMNS = 60;
const EXAMPLES = 3;
const LONGEST_EXAMPLE = 60;
/** A column of so few and so short texts is a list of kinds, and all of them are told: a request may name any. */
const MOST_KINDS = 8;
const LONGEST_KIND = 24;

/**
 * The note that a brief carries for a file. `path` is kept as given; `bytes` is the whole file. For CSV, TSV and JSON
 * records, also under a name like `stdin.txt`, it holds the columns with up to three different values, or all where a
 * text column has only a few, and the number of rows. A file that is broken gets a note without columns; it never throws.
 */
export async function peekFile(path: string, bytes: Uint8Array): Promise<FileNote> {
  const mediaType = mediaTypeOf(path, bytes);
  const note: FileNote = { path, mediaType, bytes: bytes.length };
  try {
    switch (mediaType) {
      case "text/csv":
      case "text/tab-separated-values":
        return { ...note, ...(await peekDelimited(path, bytes)) };
      case "application/x-ndjson":
        return { ...note, ...(await peekDelimited(path, bytes)), rows: countRows(bytes, { isQuoted: false }) };
      case "application/json":
        return bytes.length > LARGEST_JSON ? note : { ...note, ...(await peekJson(path, bytes)) };
      case "text/plain":
        return saysNothing.test(path) ? { ...note, ...(await peekText(path, bytes)) } : note;
      default:
        return mediaType.startsWith("image/") ? { ...note, ...pictureFacts(bytes) } : note;
    }
  } catch {
    return note;
  }
}

/** Names that leave open what kind of text a file is. */
const saysNothing = /(?:^|[/:])[^/.]+$|\.(?:txt|text|dat|data|out)$/i;

/** A table under such a name, with a few words around it at most; rows are counted where it was seen whole. */
async function peekText(path: string, bytes: Uint8Array): Promise<TableNote> {
  const end = bytes.length <= PEEKED_BYTES ? bytes.length : bytes.lastIndexOf(0x0a, PEEKED_BYTES);
  const isWhole = end === bytes.length || bytes.length <= LARGEST_JSON;
  const looksLikeJson = /^\s*[[{]/.test(new TextDecoder().decode(bytes.subarray(0, 64)));
  const seen = looksLikeJson && isWhole ? bytes : bytes.subarray(0, Math.max(0, end));
  const found = tableInText(decodeText(seen));
  if (found === undefined) return {};
  const table = await parseTable(seen, path, { maxRows: looksLikeJson ? Number.MAX_SAFE_INTEGER : MOST_ROWS });
  const isCut = seen.length < bytes.length || table.rows.length === MOST_ROWS;
  const counted = found.otherLines === 0 ? countRows(bytes, { isQuoted: true }) - 1 : undefined;
  const rows = isCut ? counted : table.rows.length;
  return {
    columns: columnsOf({ ...table, rows: table.rows.slice(0, MOST_ROWS) }),
    ...(rows === undefined ? {} : { rows: Math.max(0, rows) }),
  };
}

type TableNote = Pick<FileNote, "columns" | "rows">;

async function peekDelimited(path: string, bytes: Uint8Array): Promise<TableNote> {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const end = bytes.length <= PEEKED_BYTES ? bytes.length : bytes.lastIndexOf(0x0a, PEEKED_BYTES);
  const peeked = isUtf16 || end <= 0 ? bytes.subarray(0, PEEKED_BYTES) : bytes.subarray(0, end);
  const table = await parseTable(peeked, path, { maxRows: MOST_ROWS });
  // The header is no row; the bytes of UTF-16 cannot be counted this way, and the table itself says when it is whole.
  const rows =
    peeked.length === bytes.length && table.notes.length === 0
      ? table.rows.length
      : isUtf16
        ? undefined
        : countRows(bytes, { isQuoted: true }) - 1;
  return { columns: columnsOf(table), ...(rows === undefined ? {} : { rows: Math.max(0, rows) }) };
}

async function peekJson(path: string, bytes: Uint8Array): Promise<TableNote> {
  const table = await parseTable(bytes, path, { maxRows: Number.MAX_SAFE_INTEGER });
  return { columns: columnsOf({ ...table, rows: table.rows.slice(0, MOST_ROWS) }), rows: table.rows.length };
}

function columnsOf({ columns, rows, decimalComma }: RawTable): NonNullable<FileNote["columns"]> {
  return columns.slice(0, MOST_COLUMNS).map((name, index) => {
    const { type } = readColumn(
      rows.map((row) => row[index]),
      { decimalComma },
    );
    return {
      name: name.slice(0, 200),
      type: noteTypes[type],
      examples: examplesOf(rows, index, noteTypes[type] === "text"),
    };
  });
}

const noteTypes = {
  integer: "number",
  real: "number",
  boolean: "text",
  date: "date",
  datetime: "date",
  text: "text",
} as const;

function examplesOf(rows: RawTable["rows"], index: number, isText: boolean): readonly string[] {
  const found = new Set<string>();
  for (const row of rows) {
    const value = row[index];
    if (value === null || value === undefined || value === "") continue;
    const text = cellText(value).replace(/\s+/g, " ").trim();
    found.add(text.length > LONGEST_EXAMPLE ? `${text.slice(0, LONGEST_EXAMPLE)}…` : text);
    if (found.size > (isText ? MOST_KINDS : EXAMPLES)) break;
  }
  const values = [...found];
  const areKinds =
    isText &&
    values.length <= MOST_KINDS &&
    values.length * 2 <= rows.length &&
    values.every((value) => value.length <= LONGEST_KIND);
  return areKinds ? values : values.slice(0, EXAMPLES);
}

/** A cell as people read it; what is nested stays JSON. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** Lines that are not empty; line breaks inside quotes do not count. One pass over the bytes, nothing is decoded. */
function countRows(bytes: Uint8Array, { isQuoted }: { readonly isQuoted: boolean }): number {
  let rows = 0;
  let isInQuotes = false;
  let isEmpty = true;
  for (const byte of bytes) {
    if (byte === 0x22 && isQuoted) isInQuotes = !isInQuotes;
    if (byte === 0x0a && !isInQuotes) {
      if (!isEmpty) rows++;
      isEmpty = true;
    } else if (byte !== 0x0d && byte !== 0x20) {
      isEmpty = false;
    }
  }
  return isEmpty ? rows : rows + 1;
}
