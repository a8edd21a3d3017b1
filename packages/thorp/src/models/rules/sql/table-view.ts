/** A table as questions see it: columns with the words that mean them, and where a question mentions them. */
import type { FileNote } from "../../brief.ts";
import type { Token } from "../text/lex.ts";
import { mendSpelling } from "../text/spelling.ts";
import { stem } from "../text/stem.ts";
import { columnWords, likenessOf, wordsOfName } from "./column-words.ts";

/** A column as it was seen in the file. */
export interface TableColumn {
  readonly name: string;
  readonly type: "number" | "text" | "date";
  readonly examples: readonly string[];
  /** Stems of its name in order. */
  readonly stems: readonly string[];
}

/** A place in the question that means a column. */
export interface Mention {
  readonly column: TableColumn;
  /** First token and the one behind the last. */
  readonly start: number;
  readonly end: number;
  /** 1 for the name itself, less for words of like meaning. */
  readonly strength: number;
}

/** A table as words can mean it. */
export interface TableView {
  readonly columns: readonly TableColumn[];
  /** Words of the file's name: "orders" of orders.json means its rows. */
  readonly rowWords: ReadonlySet<string>;
}

/** Knows only what the look at the file brought. */
export function tableViewOf(note: FileNote): TableView {
  const name = note.path
    .replace(/^.*\//, "")
    .replace(/^attachment:/, "")
    .replace(/\.\w+$/, "");
  return {
    columns: (note.columns ?? []).map(({ name: columnName, type, examples }) => ({
      name: columnName,
      type,
      // Notes made elsewhere may carry numbers as numbers.
      examples: examples.map(String),
      stems: wordsOfName(columnName).map(stem),
    })),
    rowWords: new Set(wordsOfName(name).map(stem)),
  };
}

/** An identifier counts rows, it is never added up. */
export function isIdentifier(column: TableColumn): boolean {
  return (
    /(?:^|[_ ])(?:id|no|nr|number|code|sku|key|uuid|respondent)$/i.test(column.name) || /(?:Id|ID)$/.test(column.name)
  );
}

/** Every mention of a column, longest names first; a token belongs to one mention. */
export function mentionsIn(tokens: readonly Token[], table: TableView): readonly Mention[] {
  const stems = tokens.map((token) =>
    token.kind === "word" || token.kind === "quoted" ? stem(mendSpelling(token.lower)) : "",
  );
  const mentions: Mention[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (stems[at] === "" || tokens[at]?.kind === "path") continue;
    const found = mentionAt(stems, at, table);
    if (found === undefined) continue;
    mentions.push(found);
    at = found.end - 1;
  }
  return mentions;
}

function mentionAt(stems: readonly string[], at: number, { columns }: TableView): Mention | undefined {
  let best: Mention | undefined;
  for (const column of columns) {
    const whole = column.stems.length > 0 && column.stems.every((part, offset) => stems[at + offset] === part);
    const strength = whole ? 1 + column.stems.length * 0.1 : wordStrength(column, stems[at] ?? "");
    if (strength > (best?.strength ?? 0))
      best = { column, start: at, end: at + (whole ? column.stems.length : 1), strength };
  }
  return best;
}

function wordStrength(column: TableColumn, word: string): number {
  if (word.length < 3) return 0;
  const { names } = columnWords(column.name);
  if (names.has(word)) return 0.9;
  return likenessOf(column.name, word);
}

/** The column that is meant where only "sales" or "the most" is said: money first, then pieces, then any number. */
export function defaultMeasure({ columns }: TableView): TableColumn | undefined {
  const numbers = columns.filter((column) => column.type === "number" && !isIdentifier(column));
  const rank = [
    /revenue|sales|turnover|income/i,
    /^(?:grand_?)?total$|amount|value/i,
    /profit|earnings/i,
    /salary|wage|pay/i,
    /units|quantity|qty|count|volume/i,
    /score|rating|points|satisfaction/i,
    /actual|cost|price|expense/i,
  ];
  for (const form of rank) {
    const found = numbers.find((column) => form.test(column.name));
    if (found !== undefined) return found;
  }
  return numbers.at(-1);
}

/** The first one, when there are several. */
export function dateColumn({ columns }: TableView): TableColumn | undefined {
  return columns.find((column) => column.type === "date");
}

/** The column that says what a row is: a name, a product, else the first text. */
export function labelColumn({ columns }: TableView): TableColumn | undefined {
  const texts = columns.filter((column) => column.type === "text");
  return (
    texts.find((column) => /^(?:full_?)?name$|title|student|employee|customer|product|item/i.test(column.name)) ??
    texts[0]
  );
}

/** Prices, ages and grades are averaged; money and pieces are added up. */
export function isAveraged({ name }: TableColumn): boolean {
  return /price|rate|ratio|percent|pct|share|salary|wage|score|rating|satisf|temp|age$|^age|grade|speed|wind|height|weight|cost_per|unit_cost/i.test(
    name,
  );
}

/** As SQL quotes a name. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** As SQL quotes a text. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
