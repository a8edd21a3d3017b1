/**
 * The skeleton of a piece of text: its words in lower case with what is particular put into classes. "show lines 3-9 of
 * log.txt" is `show lines #n - #n of #txt`. Patterns and term matching work on skeletons, so an example about one file
 * speaks for all files of its kind.
 */
import type { FileNote } from "../../brief.ts";
import type { Token } from "../text/lex.ts";
import { numberFromWord } from "../text/numbers.ts";
import { mendSpelling } from "../text/spelling.ts";
import { type FileClass, fileClassOf, namedInWords } from "./mentions.ts";

const symbols: Readonly<Record<FileClass, string>> = {
  table: "#tbl",
  document: "#dcm",
  text: "#txt",
  folder: "#fld",
  pattern: "#glb",
  other: "#fil",
};

/** Joined by single spaces; quotations are one symbol, so their words never steer. */
export function skeletonOf(tokens: readonly Token[], files: readonly FileNote[] = []): string {
  const named = new Map(namedInWords(tokens, files).map(({ file, at }) => [at, fileClassOf(file.path, files)]));
  const words: string[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) continue;
    const kind = named.get(index);
    // A table's name is often a plain word too ("orders"): it stands for the file only in "the orders file".
    const asFile = /^(?:files?|data|dataset|csv|json|spreadsheet|sheet|document|pdf|doc|page)$/.test(
      tokens[index + 1]?.lower ?? "",
    );
    if (kind === undefined || (kind === "table" && !asFile)) words.push(symbolOf(token, files));
    else words.push(symbols[kind]);
    if (kind !== undefined && asFile) index++;
  }
  return words.join(" ");
}

/** The text with slips of the keyboard mended in its plain words, for the readers of dates and numbers. */
export function mendedText(tokens: readonly Token[], text: string): string {
  const start = tokens[0]?.start ?? 0;
  let mended = "";
  let at = 0;
  for (const token of tokens) {
    mended += text.slice(at, token.start - start);
    const right = token.kind === "word" ? mendSpelling(token.lower) : token.lower;
    mended += right === token.lower ? token.text : right;
    at = token.end - start;
  }
  return mended + text.slice(at);
}

function symbolOf(token: Token, files: readonly FileNote[]): string {
  switch (token.kind) {
    case "url":
      return "#url";
    case "path":
      return symbols[fileClassOf(token.value, files)];
    case "quoted":
      return "#qt";
    case "number":
      return "#n";
    case "date":
      return "#iso";
    case "word":
      return numberFromWord(token.lower) === undefined || token.lower === "one" ? mendSpelling(token.lower) : "#n";
    case "mark":
      return token.text === "\n" ? ";" : token.text;
  }
}
