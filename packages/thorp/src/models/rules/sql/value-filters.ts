/** Conditions in a question: values of text columns, and comparisons of numbers. */
import { likeness } from "../text/grams.ts";
import { stem } from "../text/stem.ts";
import { stopWords } from "../text/terms.ts";
import { mentionAt, type Question, tokenIndexAt } from "./question.ts";
import { equals } from "./query-spec.ts";
import { defaultMeasure, isIdentifier, literal, quoted, type TableColumn } from "./table-view.ts";

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
  for (const { column, value, used } of knownValues(question)) if (!used.some((at) => taken.has(at))) add(column, value, used);
  for (const { value, used, hint } of namedValues(question, taken)) {
    if (hint !== undefined) add(hint, value, used);
    else {
      const columns = question.table.columns.filter((column) => column.type === "text" && column.examples.every((example) => example.length < 40));
      const [only] = columns;
      if (columns.length === 1 && only !== undefined) add(only, value, used);
      else if (columns.length > 1) loose.push({ sql: `${literal(value.toLowerCase())} IN (${columns.map((column) => `lower(${quoted(column.name)})`).join(", ")})`, values: 1, used });
    }
  }
  return [...[...found].map(([column, { values, used, not }]) => ({ sql: `${not ? "NOT " : ""}${equals(column, values)}`, column, values: values.length, used })), ...loose];
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
      for (const at of /\d/.test(example) ? writtenAt(question, example) : []) values.push({ column, value: example, used: at });
      for (let at = 0; at + parts.length <= words.length; at++) {
        const same = parts.every((part, offset) => isSame(words[at + offset] ?? "", part, tokens[at + offset]?.kind === "quoted"));
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
      if (sentence.slice(token.start, end).toLowerCase() === value.toLowerCase()) return [Array.from({ length }, (_, offset) => at + offset)];
    }
    return [];
  });
}

function isSame(word: string, part: string, isQuoted: boolean): boolean {
  if (word === part) return true;
  if (isQuoted || word.length < 4 || stopWords.has(word)) return false;
  return stem(word) === stem(part) || (word.length >= 6 && likeness(word, part) >= 0.75 && word[0] === part[0]);
}

const before = /^(?:in|for|from|of|by|at|with|to|called|named|via|through|near|only|is|was|=|are|equals|about|concerning|excluding|except|not|and|or|vs|versus|whose|where)$/;

/** Quotations, and names in capitals behind a preposition or a column. */
function namedValues(question: Question, taken: ReadonlySet<number>): readonly (Value & { readonly hint: TableColumn | undefined })[] {
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
    const named = token.kind === "word" && /^\p{Lu}/u.test(token.text) && at > 0 && !/^(?:i|q[1-4]|sql|csv|html|pdf)$/.test(token.lower) && !/^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|^(?:mon|tues|wednes|thurs|fri|satur|sun)day/.test(token.lower);
    const hint = named ? hintBefore(question, at) : undefined;
    if (!named || (hint === undefined && !before.test(previous))) continue;
    let end = at + 1;
    while (tokens[end]?.kind === "word" && /^\p{Lu}/u.test(tokens[end]?.text ?? "") && !taken.has(end)) end++;
    values.push({ value: tokens.slice(at, end).map((each) => each.text).join(" "), used: Array.from({ length: end - at }, (_, offset) => at + offset), hint });
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

const comparisons: readonly (readonly [RegExp, string])[] = [
  [/\b(?:at least|no less than|minimum of|from|>=|not under|not below)$/, ">="],
  [/\b(?:at most|no more than|maximum of|up to|<=|not over|not above)$/, "<="],
  [/(?:\b(?:more than|over|above|greater than|larger than|higher than|bigger than|exceeding|exceeds?|exceeded|beyond|older than|longer than|better than)|>)$/, ">"],
  [/(?:\b(?:less than|under|below|fewer than|lower than|smaller than|younger than|shorter than|cheaper than|worse than)|<)$/, "<"],
  [/\b(?:exactly|equal to|equals|=|is)$/, "="],
];

/** "over 500", "between 10 and 20", "below reorder level". */
export function numberFilters(question: Question, ignore: ReadonlySet<number> = new Set()): readonly ValueFilter[] {
  const filters: ValueFilter[] = [];
  const { tokens, words } = question;
  for (let at = 1; at < tokens.length; at++) {
    if (ignore.has(at)) continue;
    const head = words.slice(Math.max(0, at - 4), at).filter((word) => !/^[$€£]$/.test(word)).join(" ");
    const operator = comparisons.find(([form]) => form.test(head))?.[1];
    const other = mentionAt(question, at);
    if (tokens[at]?.kind === "number") {
      const range = /\bbetween$/.test(head) && words[at + 1] === "and" && tokens[at + 2]?.kind === "number";
      if (operator === undefined && !range) continue;
      const column = comparedColumn(question, at, operator === "=");
      if (column === undefined) continue;
      const name = quoted(column.name);
      const sql = range ? `${name} BETWEEN ${words[at]} AND ${words[at + 2]}` : `${name} ${operator} ${words[at]}`;
      filters.push({ sql, column, values: 2, used: range ? [at, at + 1, at + 2] : [at] });
    } else if (operator !== undefined && operator !== "=" && other?.column.type === "number" && other.strength >= 0.9) {
      // A column against a column: "items below reorder level".
      const left = question.mentions.filter((mention) => mention.end <= at && mention.column.type === "number").at(-1)?.column ?? question.table.columns.find((column) => column.type === "number" && column !== other.column && !isIdentifier(column));
      if (left !== undefined && left !== other.column) filters.push({ sql: `${quoted(left.name)} ${operator} ${quoted(other.column.name)}`, column: left, values: 2, used: [at] });
    }
  }
  return filters;
}

const people = /^(?:respondents?|people|persons?|employees|customers|students|those|anyone|adults|everyone|members|staff|users|participants|men|women|aged)$/;

// The number column named last before the comparison, else right behind the number, else the usual measure.
function comparedColumn(question: Question, at: number, strict: boolean): TableColumn | undefined {
  const numeric = question.mentions.filter((mention) => mention.column.type === "number" && !isIdentifier(mention.column));
  const age = question.table.columns.find((column) => column.type === "number" && column.stems.includes("age"));
  const head = question.words.slice(Math.max(0, at - 5), at);
  if (age !== undefined && (head.some((word) => people.test(word)) || /\b(?:older|younger) than$/.test(head.join(" ")))) return age;
  const behind = numeric.find((mention) => mention.start >= at && mention.start <= at + 2);
  if (behind !== undefined && behind.strength >= 0.5) return behind.column;
  const ahead = numeric.filter((mention) => mention.end <= at).at(-1);
  if (ahead !== undefined) return ahead.column;
  if (strict) return undefined;
  return numeric[0]?.column ?? (tokenIndexAt(question.words, 0) === 0 ? defaultMeasure(question.table) : undefined);
}

/** "out of stock", "without a comment": states that are no value of any column. */
export function stockFilters(question: Question): readonly ValueFilter[] {
  const { text, table } = question;
  const pieces = table.columns.find((column) => column.type === "number" && /^(?:quantity|qty|stock|units?)/i.test(column.name));
  if (pieces !== undefined && /\b(?:out of stock|sold out|not in stock|none left)\b/.test(text)) return [{ sql: `${quoted(pieces.name)} = 0`, column: pieces, values: 1, used: [] }];
  if (pieces !== undefined && /\b(?:in stock|available)\b/.test(text)) return [{ sql: `${quoted(pieces.name)} > 0`, column: pieces, values: 2, used: [] }];
  const empty = /\b(?:missing|empty|blank|without (?:an? )?|no )\s?$/;
  return question.mentions.flatMap((mention) => {
    const head = question.words.slice(Math.max(0, mention.start - 2), mention.start).join(" ");
    return mention.strength >= 0.9 && empty.test(`${head} `.trimEnd()) ? [{ sql: `(${quoted(mention.column.name)} IS NULL OR ${quoted(mention.column.name)} = '')`, column: mention.column, values: 1, used: [] }] : [];
  });
}
