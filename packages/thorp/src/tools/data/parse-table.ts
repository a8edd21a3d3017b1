/** The text of a file as a table: CSV, TSV, JSON (records, or an object with a list of records) and JSON lines. */
import { ThorpError } from "../../base/errors.ts";
import { parseJson } from "../../base/json.ts";
import { uniqueNames } from "./column-names.ts";
import { type TableInText, tableInText } from "./table-in-text.ts";

/** A file as rows, before columns have types. */
export interface RawTable {
  readonly columns: readonly string[];
  /** One array per row, in the order of `columns`; values as the file had them. */
  readonly rows: readonly (readonly unknown[])[];
  /** True where a comma separates the cents. */
  readonly decimalComma: boolean;
  /** What the reader should know: which list of a JSON file was taken, what was left out. */
  readonly notes: readonly string[];
}

/** How much of a file is read. */
export interface ParseOptions {
  /** Rows beyond this number are left out, with a note. */
  readonly maxRows: number;
}

/** Throws `input-invalid` when the file holds no table; `fileName` decides how it is read. */
export async function parseTable(bytes: Uint8Array, fileName: string, options: ParseOptions): Promise<RawTable> {
  const extension = /\.([A-Za-z0-9]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
  if (unreadable.has(extension) || isZip(bytes)) {
    throw new ThorpError("input-invalid", `${fileName} is not a text table.`, {
      hint: "Save it as CSV and use that file.",
    });
  }
  const text = decode(bytes);
  const inside = delimited.has(extension) && !startsWithWords(text) ? undefined : namesNoTable(extension, text);
  if (inside !== undefined) return parseInside(inside, fileName, options);
  const looksLikeJson = /^\s*[[{]/.test(text);
  if (["jsonl", "ndjson"].includes(extension)) return parseJsonLines(text, fileName, options);
  if (extension === "json" || (looksLikeJson && !delimited.has(extension)))
    return parseJsonTable(text, fileName, options);
  return parseDelimited(text, fileName, {
    ...options,
    ...(extension === "tsv" || extension === "tab" ? { delimiter: "\t" } : {}),
  });
}

const unreadable = new Set([
  "xlsx",
  "xls",
  "ods",
  "numbers",
  "parquet",
  "pdf",
  "docx",
  "png",
  "jpg",
  "jpeg",
  "zip",
  "gz",
]);
const delimited = new Set(["csv", "tsv", "tab"]);

/** Names that say what is in the file are believed, unless a CSV begins with words. */
function namesNoTable(extension: string, text: string): TableInText | undefined {
  return ["json", "jsonl", "ndjson"].includes(extension) ? undefined : tableInText(text);
}

function startsWithWords(text: string): boolean {
  const [first = ""] = text.split(/\r?\n/, 1);
  return !/[,;\t|]/.test(first) || /[.:!?]$/.test(first.trim());
}

async function parseInside(inside: TableInText, fileName: string, options: ParseOptions): Promise<RawTable> {
  const { format, text, otherLines, delimiter } = inside;
  const table =
    format === "json"
      ? parseJsonTable(text, fileName, options)
      : format === "json-lines"
        ? parseJsonLines(text, fileName, options)
        : await parseDelimited(text, fileName, { ...options, ...(delimiter === undefined ? {} : { delimiter }) });
  if (otherLines === 0) return table;
  const lines = otherLines === 1 ? "1 line of text that stands" : `${otherLines} lines of text that stand`;
  return {
    ...table,
    notes: [...table.notes, `Of ${fileName}, ${lines} around the table ${otherLines === 1 ? "was" : "were"} left out.`],
  };
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03;
}

/** UTF-8; UTF-16 by its mark; what is neither was most likely written by an older Windows program. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

async function parseDelimited(
  text: string,
  fileName: string,
  options: ParseOptions & { readonly delimiter?: string },
): Promise<RawTable> {
  const { parse } = await import("csv-parse/sync");
  const delimiter = options.delimiter ?? findDelimiter(text);
  let records: string[][];
  try {
    records = parse(text, {
      bom: true,
      delimiter,
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: true,
      // One for the header, and one more that shows that there was more.
      to: options.maxRows + 2,
    });
  } catch (error) {
    throw new ThorpError("input-invalid", `${fileName} cannot be read as a table: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const [header, ...rows] = records;
  if (header === undefined) throw new ThorpError("input-invalid", `${fileName} is empty.`);
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), header.length);
  const columns = uniqueNames(Array.from({ length: width }, (_, index) => header[index]));
  return limited({ columns, rows, decimalComma: delimiter === ";", notes: [] }, fileName, options);
}

/** The separator that splits most of the first lines into the same number of parts. */
function findDelimiter(text: string): string {
  const lines = text.slice(0, 20_000).split(/\r?\n/).filter(Boolean).slice(0, 10);
  let best = ",";
  let bestScore = 0;
  for (const candidate of [",", ";", "\t", "|"]) {
    // What stands in quotes does not separate.
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, "").split(candidate).length - 1);
    const wanted = counts[0] ?? 0;
    const score = wanted === 0 ? 0 : counts.filter((count) => count === wanted).length / lines.length + wanted / 1000;
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

function parseJsonTable(text: string, fileName: string, options: ParseOptions): RawTable {
  const value = parseJson(text.replace(/^\uFEFF/, ""));
  if (value === undefined) throw new ThorpError("input-invalid", `${fileName} is not valid JSON.`);
  const table = tableFromJson(value);
  if (table === undefined) {
    throw new ThorpError("input-invalid", `${fileName} holds no records.`, {
      hint: "It needs a list of objects, or an object with such a list.",
    });
  }
  return limited(table, fileName, options);
}

function parseJsonLines(text: string, fileName: string, options: ParseOptions): RawTable {
  const values = text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const records = values.map((line, index) => {
    const value = parseJson(line);
    if (value === undefined)
      throw new ThorpError("input-invalid", `Line ${index + 1} of ${fileName} is not valid JSON.`);
    return value;
  });
  const table = tableFromJson(records);
  if (table === undefined) throw new ThorpError("input-invalid", `${fileName} holds no records.`);
  return limited(table, fileName, options);
}

/** Records, a list of lists with a header, a list of plain values, one record, or the longest list in an object. */
export function tableFromJson(value: unknown): RawTable | undefined {
  if (Array.isArray(value)) return tableFromList(value);
  if (!isRecord(value)) return undefined;
  const lists = Object.entries(value).filter(([, inner]) => Array.isArray(inner) && inner.some(isRecord));
  lists.sort(([, left], [, right]) => (right as unknown[]).length - (left as unknown[]).length);
  const [longest] = lists;
  if (longest === undefined) return Object.keys(value).length === 0 ? undefined : tableFromList([value]);
  const table = tableFromList(longest[1] as unknown[]);
  if (table === undefined || lists.length === 1) return table;
  return { ...table, notes: [`Of its ${lists.length} lists, "${longest[0]}" was taken.`] };
}

function tableFromList(list: readonly unknown[]): RawTable | undefined {
  const base = { decimalComma: false, notes: [] };
  if (list.length === 0) return undefined;
  if (list.every(isRecord)) {
    const keys = [...new Set(list.flatMap((record) => Object.keys(record)))];
    return { ...base, columns: uniqueNames(keys), rows: list.map((record) => keys.map((key) => record[key])) };
  }
  if (list.every(Array.isArray)) {
    const [header, ...rows] = list as unknown[][];
    return header?.every((cell) => typeof cell === "string")
      ? { ...base, columns: uniqueNames(header), rows }
      : undefined;
  }
  if (list.some((entry) => typeof entry === "object" && entry !== null)) return undefined;
  return { ...base, columns: ["value"], rows: list.map((entry) => [entry]) };
}

function limited(table: RawTable, fileName: string, { maxRows }: ParseOptions): RawTable {
  if (table.rows.length <= maxRows) return table;
  const note = `${fileName} has more than ${maxRows.toLocaleString("en-US")} rows; only the first ones were read.`;
  return { ...table, rows: table.rows.slice(0, maxRows), notes: [...table.notes, note] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
