/** A question with what its parts have in common: tokens, text, and where columns are mentioned. */
import type { FileNote } from "../../brief.ts";
import { lex, type Token } from "../text/lex.ts";
import { mendSpelling } from "../text/spelling.ts";
import { stem } from "../text/stem.ts";
import type { Today } from "./date-filter.ts";
import { type Flag, flagsIn } from "./flags.ts";
import { type Mention, mentionsIn, type TableView, tableViewOf } from "./table-view.ts";

/** A question over one table. */
export interface Question {
  /** As it was written; token positions hold in it. */
  readonly sentence: string;
  /** Words without paths, in lower case, slips mended; numbers without separators. */
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Lower-case words by token, slips mended. */
  readonly words: readonly string[];
  readonly table: TableView;
  readonly mentions: readonly Mention[];
  /** Columns of yes and no that are conditions here, and no mentions. */
  readonly flags: readonly Flag[];
  readonly today: Today;
}

/** Paths and addresses are no part of it. */
export function questionOf(
  sentence: string,
  file: FileNote,
  options: { readonly files: readonly FileNote[]; readonly today: Today },
): Question {
  const tokens = lex(sentence, options.files).filter((token) => token.kind !== "path" && token.kind !== "url");
  const words = tokens.map((token) =>
    token.kind === "word" ? mendSpelling(token.lower) : token.kind === "number" ? token.value : token.lower,
  );
  const table = tableViewOf(file);
  const valueAt = new Set(words.flatMap((word, at) => (isValue(word, table) ? [at] : [])));
  // A value ("open") is no mention of its column, unless it is the column's very name.
  const mentions = mentionsIn(tokens, table).filter(
    (mention) => mention.strength >= 0.9 || !valueAt.has(mention.start),
  );
  // "orders" of orders.csv are its rows, not its column `ordered_at`.
  const isRow = ({ column, start, end }: Mention) =>
    column.type === "date" &&
    end === start + 1 &&
    column.name.toLowerCase() !== words[start] &&
    table.rowWords.has(stem(words[start] ?? ""));
  const flags = flagsIn(words, mentions);
  const named = mentions.filter((mention) => !isRow(mention) && !flags.some((flag) => flag.at === mention.start));
  return { sentence, text: words.join(" "), tokens, words, table, mentions: named, flags, today: options.today };
}

function isValue(word: string, { columns }: TableView): boolean {
  return columns.some(
    (column) => column.type === "text" && column.examples.some((example) => example.toLowerCase() === word),
  );
}

/** The mention that covers a token, if any. */
export function mentionAt({ mentions }: Question, at: number): Mention | undefined {
  return mentions.find((mention) => mention.start <= at && at < mention.end);
}

/** Index of the token that begins at the given place of the joined words, or -1. */
export function tokenIndexAt(words: readonly string[], character: number): number {
  let at = 0;
  for (let index = 0; index < words.length; index++) {
    if (at >= character) return index;
    at += (words[index] ?? "").length + 1;
  }
  return -1;
}
