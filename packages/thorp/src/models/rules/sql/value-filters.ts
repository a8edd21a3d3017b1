/** Conditions on text columns: values that a question names. */
import { likeness } from "../text/grams.ts";
import { stem } from "../text/stem.ts";
import { stopWords } from "../text/terms.ts";
import { equals } from "./query-spec.ts";
import { mentionAt, type Question } from "./question.ts";
import { literal, quoted, type TableColumn } from "./table-view.ts";

export interface ValueFilter {
  readonly sql: string;
  readonly column?: TableColumn;
  /** How many values it lets through. */
  readonly values: number;
  /** Token positions that it used. */
  readonly used: readonly number[];
}

/** Filters by values that the question names: known examples, quotations, names behind "in", "for" and the like. */
export function textFilters(question: Question): readonly ValueFilter[] {
  const found = new Map<TableColumn, { values: string[]; used: number[]; not: boolean }>();
  const loose: ValueFilter[] = [];
  const taken = new Set<number>();
  const add = (column: TableColumn, value: string, used: readonly number[]) => {
    const entry = found.get(column) ?? { values: [], used: [], not: false };
    if (!entry.values.includes(value)) entry.values.push(value);
    entry.used.push(...used);
    entry.not ||= /^(?:not|except|excluding|without|but)$/.test(question.words[(used[0] ?? 0) - 1] ?? "");
    found.set(column, entry);
    for (const at of used) taken.add(at);
  };
  for (const { column, value, used } of knownValues(question))
    if (!used.some((at) => taken.has(at))) add(column, value, used);
  for (const { value, used, hint } of namedValues(question, taken)) {
    if (hint !== undefined) add(hint, value, used);
    else {
      const columns = question.table.columns.filter(
        (column) => column.type === "text" && column.examples.every((example) => example.length < 40),
      );
      const [only] = columns;
      if (columns.length === 1 && only !== undefined) add(only, value, used);
      else if (columns.length > 1)
        loose.push({
          sql: `${literal(value.toLowerCase())} IN (${columns.map((column) => `lower(${quoted(column.name)})`).join(", ")})`,
          values: 1,
          used,
        });
    }
  }
  return [
    ...[...found].map(([column, { values, used, not }]) => ({
      sql: `${not ? "NOT " : ""}${equals(column, values)}`,
      column,
      values: values.length,
      used,
    })),
    ...loose,
  ];
}

interface Value {
  readonly value: string;
  readonly used: readonly number[];
}

/** Words of the question that stand among a column's examples, whole or nearly ("canceled" for "cancelled"). */
function knownValues(question: Question): readonly (Value & { readonly column: TableColumn })[] {
  const { words, tokens, table } = question;
  const values: (Value & { readonly column: TableColumn })[] = [];
  for (const column of table.columns) {
    if (column.type !== "text") continue;
    for (const example of column.examples) {
      const parts = example.toLowerCase().split(/\s+/);
      for (const at of /\d/.test(example) ? writtenAt(question, example) : [])
        values.push({ column, value: example, used: at });
      for (let at = 0; at + parts.length <= words.length; at++) {
        const same = parts.every((part, offset) =>
          isSame(words[at + offset] ?? "", part, tokens[at + offset]?.kind === "quoted"),
        );
        const quotation = tokens[at]?.kind === "quoted" && words[at] === example.toLowerCase();
        if (!same && !quotation) continue;
        // A word that names a column in full means the column ("status"), not a value.
        if (parts.length === 1 && (mentionAt(question, at)?.strength ?? 0) >= 1) continue;
        values.push({ column, value: example, used: quotation ? [at] : parts.map((_, offset) => at + offset) });
      }
    }
  }
  return values;
}

/** Where a value with digits ("7a", "LMP-014") stands as it is, whatever tokens it falls into. */
function writtenAt({ sentence, tokens }: Question, value: string): readonly (readonly number[])[] {
  return tokens.flatMap((token, at) => {
    for (let length = 1; length <= 5 && at + length <= tokens.length; length++) {
      const end = tokens[at + length - 1]?.end ?? token.end;
      if (sentence.slice(token.start, end).toLowerCase() === value.toLowerCase())
        return [Array.from({ length }, (_, offset) => at + offset)];
    }
    return [];
  });
}

function isSame(word: string, part: string, isQuoted: boolean): boolean {
  if (word === part) return true;
  if (isQuoted || word.length < 4 || stopWords.has(word)) return false;
  return stem(word) === stem(part) || (word.length >= 6 && likeness(word, part) >= 0.75 && word[0] === part[0]);
}

const before =
  /^(?:in|for|from|of|by|at|with|to|called|named|via|through|near|only|is|was|=|are|equals|about|concerning|excluding|except|not|and|or|vs|versus|whose|where)$/;

/** Quotations, and names in capitals behind a preposition or a column. */
function namedValues(
  question: Question,
  taken: ReadonlySet<number>,
): readonly (Value & { readonly hint: TableColumn | undefined })[] {
  const { tokens, words } = question;
  const values: (Value & { readonly hint: TableColumn | undefined })[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined || taken.has(at) || mentionAt(question, at) !== undefined) continue;
    const previous = words[at - 1] ?? "";
    if (/^(?:title|titled|called)$/.test(previous)) continue;
    if (token.kind === "quoted") {
      values.push({ value: token.value, used: [at], hint: hintBefore(question, at) });
      continue;
    }
    const named =
      token.kind === "word" &&
      /^\p{Lu}/u.test(token.text) &&
      at > 0 &&
      !/^(?:i|q[1-4]|sql|csv|html|pdf)$/.test(token.lower) &&
      !/^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|^(?:mon|tues|wednes|thurs|fri|satur|sun)day/.test(
        token.lower,
      );
    const hint = named ? hintBefore(question, at) : undefined;
    if (!named || (hint === undefined && !before.test(previous))) continue;
    let end = at + 1;
    while (tokens[end]?.kind === "word" && /^\p{Lu}/u.test(tokens[end]?.text ?? "") && !taken.has(end)) end++;
    values.push({
      value: tokens
        .slice(at, end)
        .map((each) => each.text)
        .join(" "),
      used: Array.from({ length: end - at }, (_, offset) => at + offset),
      hint,
    });
    at = end - 1;
  }
  return values;
}

/** "region North", "region is North", "customer = Acme": the text column that stands before the value. */
function hintBefore(question: Question, at: number): TableColumn | undefined {
  let index = at - 1;
  while (/^(?:is|was|=|equals|equal|to|named|called|the|are)$/.test(question.words[index] ?? "")) index--;
  const mention = mentionAt(question, index);
  return mention !== undefined && mention.column.type === "text" && mention.strength > 0.5 ? mention.column : undefined;
}
