/** Which of the known files a piece of a request means: by path, by name in plain words ("the handbook"), by columns. */
import type { FileNote } from "../../brief.ts";
import { columnWords } from "../sql/column-words.ts";
import type { Token } from "../text/lex.ts";
import { stem } from "../text/stem.ts";
import { soughtWords } from "./sought-words.ts";

/** What can be done with a file, by its name. */
export type FileClass = "table" | "document" | "text" | "folder" | "pattern" | "other";

const tableEnding = /\.(?:csv|tsv|xlsx?|parquet|jsonl|ndjson)$/i;
const documentEnding = /\.(?:pdf|docx?|odt|rtf|html?|pptx?|tex|eml)$/i;
const textEnding =
  /\.(?:mdx?|markdown|txt|text|log|ya?ml|toml|xml|ini|cfg|conf|env|sql|json|[cm]?[jt]sx?|py|rb|go|rs|java|sh|css|scss|lock|ics|bib|rst|c|h|cpp|cs|php)$/i;

/** What a path is by its ending, or by its note where there is one: a JSON file with columns is a table. */
export function fileClassOf(path: string, files: readonly FileNote[]): FileClass {
  const note = files.find((file) => file.path === path);
  if (note?.columns !== undefined && note.columns.length > 0) return "table";
  if (/[*?]/.test(path)) return "pattern";
  if (path.endsWith("/")) return "folder";
  if (tableEnding.test(path) || path.startsWith("result:")) return "table";
  if (documentEnding.test(path) || /pdf|wordprocessing|html/.test(note?.mediaType ?? "")) return "document";
  if (textEnding.test(path) || (note?.mediaType ?? "").startsWith("text/")) return "text";
  return note === undefined && !/\.\w+$/.test(path) ? "folder" : "other";
}

/** The words of a file's name that people may use for it: `docs/Q3-report.pdf` is "q3" and "report". */
function nameWords(path: string): readonly string[] {
  const name = path
    .replace(/^attachment:/, "")
    .replace(/^.*\//, "")
    .replace(/\.\w+$/, "");
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2);
}

interface FileWords {
  readonly name: readonly string[];
  readonly columns: readonly {
    readonly names: ReadonlySet<string>;
    readonly alike: ReadonlySet<string>;
    readonly values: ReadonlySet<string>;
  }[];
}

const remembered = new WeakMap<FileNote, FileWords>();

function fileWordsOf(file: FileNote): FileWords {
  const found = remembered.get(file);
  if (found !== undefined) return found;
  const columns = (file.columns ?? []).map((column) => ({
    ...columnWords(column.name),
    values: new Set(column.type === "text" ? column.examples.map((example) => String(example).toLowerCase()) : []),
  }));
  const made = { name: nameWords(file.path).map(stem), columns };
  remembered.set(file, made);
  return made;
}

/**
 * Known files whose whole name is said in words, with the indexes of the tokens that begin and end the name. Words that
 * are looked for inside of files name none: "every file that mentions invoice" does not mean `invoice.pdf`.
 */
export function namedInWords(
  tokens: readonly Token[],
  files: readonly FileNote[],
): readonly { readonly file: FileNote; readonly from: number; readonly at: number }[] {
  if (files.length === 0) return [];
  const stems = tokens.map((token) => (token.kind === "word" ? stem(token.lower) : ""));
  const isSought = soughtWords(tokens);
  return files.flatMap((file) => {
    const { name } = fileWordsOf(file);
    if (name.length === 0) return [];
    const from = stems.findIndex(
      (_, index) => !isSought(index) && name.every((word, offset) => stems[index + offset] === word),
    );
    return from < 0 ? [] : [{ file, from, at: from + name.length - 1 }];
  });
}

/** The tables that a piece is about, best first: named ones, else those whose columns and values it uses. */
export function tablesFor(tokens: readonly Token[], files: readonly FileNote[]): readonly FileNote[] {
  const tables = files.filter((file) => fileClassOf(file.path, files) === "table");
  const paths = new Set(tokens.filter((token) => token.kind === "path").map((token) => token.value));
  const named = tables.filter((table) => paths.has(table.path));
  if (named.length > 0) return named;
  const inWords = namedInWords(tokens, tables).map(({ file }) => file);
  if (inWords.length > 0) return inWords;
  const scored = tables
    .map((table) => ({ table, score: columnOverlap(tokens, table) }))
    .sort((a, b) => b.score - a.score);
  return scored.filter(({ score }) => score > 0).map(({ table }) => table);
}

/** How many of a table's columns and values the words name; meaning-alike words ("salesperson", "spend") count half. */
export function columnOverlap(tokens: readonly Token[], table: FileNote): number {
  const words = tokens.flatMap((token) =>
    token.kind === "word" || token.kind === "quoted" ? [{ lower: token.lower, stemmed: stem(token.lower) }] : [],
  );
  let score = 0;
  for (const { names, alike, values } of fileWordsOf(table).columns) {
    let best = 0;
    for (const { lower, stemmed } of words) {
      if (names.has(stemmed) || values.has(lower) || values.has(stemmed)) best = 1;
      else if (best < 0.5 && alike.has(stemmed)) best = 0.5;
    }
    score += best;
  }
  return score;
}
