/** Conditions on text columns: values that a question names. */
import { likeness } from "../text/grams.ts";
import { stem } from "../text/stem.ts";
import { stopWords } from "../text/terms.ts";
import { flagSql, isFlag } from "./flags.ts";
import { negationAt } from "./negation.ts";
import { differs, equals } from "./query-spec.ts";
import { mentionAt, type Question } from "./question.ts";
import type { TableColumn } from "./table-view.ts";

/** A condition on one column. */
export interface ValueFilter {
  readonly sql: string;
  readonly column?: TableColumn;
  /** How many values it lets through. */
  readonly values: number;
  /** Token positions that it used. */
  readonly used: readonly number[];
  /** True where it takes rows off the whole ("ignoring X"). */
  readonly excludes?: boolean;
  /** True for "North and South", which are two figures; "North or South" is one. */
  readonly apart?: boolean;
}

interface Placed extends Value {
  /** Undefined where any text column may hold it. */
  readonly column: TableColumn | undefined;
}

/** Filters by values that the question names: known examples, quotations, names behind "in", "for" and the like. */
export function textFilters(question: Question): readonly ValueFilter[] {
  const placed = placedValues(question);
  const listed = new Set(placed.flatMap(({ used }) => used));
  const groups = new Map<string, Placed[]>();
  for (const value of placed) {
    const negation = negationAt(question, value.used[0] ?? 0, listed);
    const sign = negation === undefined ? "in" : negation.excludes ? "excluded" : "not";
    const key = `${sign} ${value.column?.name ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  const columns = shortTexts(question);
  const filters = [...groups].map(([key, values]): ValueFilter => {
    const negated = !key.startsWith("in ");
    const texts = [...new Set(values.map(({ value }) => value))];
    const used = values.flatMap((value) => value.used);
    const [{ column } = { column: undefined }] = values;
    const excludes = key.startsWith("excluded ");
    const apart = !negated && texts.length > 1 && !isAlternative(question, used);
    if (column !== undefined && isFlag(column) && texts.length === 1)
      return { sql: flagSql(column, isYes(texts[0] ?? "") !== negated), column, values: 1, used, excludes };
    if (column !== undefined) {
      const sql = negated ? differs(column, texts) : equals(column, texts);
      return { sql, column, values: texts.length, used, excludes, apart };
    }
    const any = columns.map((each) => (negated ? differs(each, texts) : equals(each, texts)));
    return { sql: negated ? any.join(" AND ") : `(${any.join(" OR ")})`, values: texts.length, used, excludes, apart };
  });
  return [...filters, ...flagFilters(question, listed)];
}

/** "North or South", "North and South together": one figure for both. */
function isAlternative({ words, text }: Question, used: readonly number[]): boolean {
  const between = words.slice(Math.min(...used), Math.max(...used));
  return between.includes("or") || /\b(?:combined|together|altogether|jointly|in total)\b/.test(text);
}

function isYes(value: string): boolean {
  return /^(?:1|true|yes|y)$/i.test(value);
}

function flagFilters(question: Question, listed: ReadonlySet<number>): readonly ValueFilter[] {
  return question.flags.map(({ column, at, end }) => {
    const negation = negationAt(question, at, new Set([...listed, ...question.flags.map((flag) => flag.at)]));
    return {
      sql: flagSql(column, negation === undefined),
      column,
      values: 1,
      used: Array.from({ length: end - at }, (_, offset) => at + offset),
      excludes: negation?.excludes === true,
    };
  });
}

function shortTexts({ table }: Question): readonly TableColumn[] {
  return table.columns.filter(
    (column) => column.type === "text" && column.examples.every((example) => example.length < 40),
  );
}

/** Every value with its column: known ones, those behind a column's name, and those listed beside either. */
function placedValues(question: Question): readonly Placed[] {
  const placed: Placed[] = [];
  const taken = new Set<number>();
  const add = (value: Placed) => {
    placed.push(value);
    for (const at of value.used) taken.add(at);
  };
  for (const value of knownValues(question)) if (!value.used.some((at) => taken.has(at))) add(value);
  const columns = shortTexts(question);
  const only = columns.length === 1 ? columns[0] : undefined;
  for (const { value, used, hint } of namedValues(question, taken))
    if (hint !== undefined || columns.length > 0) add({ value, used, column: hint ?? only });
  placed.sort((a, b) => (a.used[0] ?? 0) - (b.used[0] ?? 0));
  return placed.map((value, at) =>
    value.column === undefined ? { ...value, column: besideOf(question, placed, at) } : value,
  );
}

/** "North and West" where only North is known: the column of the nearest value in the same list. */
function besideOf({ words }: Question, placed: readonly Placed[], at: number): TableColumn | undefined {
  const joins = (left: Placed | undefined, right: Placed | undefined) =>
    left !== undefined &&
    right !== undefined &&
    /^(?:(?:and|or|nor|,|&|vs|versus|with|to|against|the|in|from|for|of)(?: |$))+$/.test(
      `${words.slice((left.used.at(-1) ?? 0) + 1, right.used[0]).join(" ")} `.trimEnd(),
    ) &&
    words
      .slice((left.used.at(-1) ?? 0) + 1, right.used[0])
      .some((word) => /^(?:and|or|nor|,|&|vs|versus|with|to|against)$/.test(word));
  for (let index = at; joins(placed[index - 1], placed[index]); index--)
    if (placed[index - 1]?.column !== undefined) return placed[index - 1]?.column;
  for (let index = at; joins(placed[index], placed[index + 1]); index++)
    if (placed[index + 1]?.column !== undefined) return placed[index + 1]?.column;
  return undefined;
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
        // "no" and "yes" are words of any sentence.
        if (
          isFlag(column) &&
          !/^(?:is|are|was|=|equals|being)$/.test(words[at - 1] ?? "") &&
          mentionAt(question, at - 1)?.column !== column
        )
          continue;
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
  /^(?:in|for|from|of|by|at|with|to|called|named|via|through|near|only|is|was|=|are|equals|about|concerning|exclud\p{L}+|except|without|ignor\p{L}+|omit\p{L}*|skip\p{L}*|than|out|besides|but|not|no|and|or|,|vs|versus|compare|comparing|against|whose|where|sold|bought)$/u;

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
    let back = at - 1;
    while (/^(?:the|a|an|any|all|our|both|either)$/.test(words[back] ?? "")) back--;
    const previous = words[back] ?? "";
    if (/^(?:title|titled|called)$/.test(previous)) continue;
    if (token.kind === "quoted") {
      values.push({ value: token.value, used: [at], hint: hintBefore(question, at) });
      continue;
    }
    const named =
      token.kind === "word" &&
      /^\p{Lu}/u.test(token.text) &&
      at > 0 &&
      !/^(?:i|q[1-4]|sql|csv|html|pdf|json|excel|markdown|eur|euros?|usd|dollars?|gbp|pounds?|chf|yen|english|please|thanks?|total)$/.test(
        token.lower,
      ) &&
      !/^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|^(?:mon|tues|wednes|thurs|fri|satur|sun)day/.test(
        token.lower,
      );
    const hint = named ? hintBefore(question, at) : undefined;
    // A comma goes on with a list of values; elsewhere it only parts a sentence.
    const goesOn = previous !== "," || taken.has(back - 1) || values.some((value) => value.used.includes(back - 1));
    if (!named || (hint === undefined && !(before.test(previous) && goesOn))) continue;
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
