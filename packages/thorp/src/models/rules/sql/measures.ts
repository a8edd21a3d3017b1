/** What a question measures: totals, averages, counts, shares, products and ratios of columns. */
import { stem } from "../text/stem.ts";
import type { Aggregate, Measure } from "./query-spec.ts";
import { mentionAt, type Question } from "./question.ts";
import { defaultMeasure, isAveraged, isIdentifier, type Mention, type TableColumn } from "./table-view.ts";

const aggregateWords: Readonly<Record<string, Aggregate>> = {
  average: "avg",
  avg: "avg",
  mean: "avg",
  averages: "avg",
  typical: "avg",
  total: "sum",
  totals: "sum",
  sum: "sum",
  combined: "sum",
  overall: "sum",
  altogether: "sum",
  sums: "sum",
  median: "median",
  min: "min",
  minimum: "min",
  lowest: "min",
  smallest: "min",
  max: "max",
  maximum: "max",
  highest: "max",
  largest: "max",
  biggest: "max",
  greatest: "max",
};
const rowWords =
  /^(?:rows?|records?|entries|entry|lines?|orders?|transactions?|items?|responses?|answers?|times|days|cases|headcount|respondents?|participants)$/;

/** All measures in the order they are named; empty when the question is about single rows. */
export function measuresOf(question: Question, options: { readonly superlative: boolean }): readonly Measure[] {
  const whole = pairOf(question) ?? worthOf(question) ?? spanOf(question);
  if (whole !== undefined) return [whole];
  const measures: Measure[] = [];
  const add = (measure: Measure | undefined) => {
    if (measure !== undefined && !measures.some((known) => JSON.stringify(known) === JSON.stringify(measure)))
      measures.push(measure);
  };
  const { words } = question;
  for (let at = 0; at < words.length; at++) {
    const count = countAt(question, at);
    if (count !== undefined) add(count);
    const aggregate = aggregateWords[words[at] ?? ""];
    if (aggregate === undefined || (options.superlative && (aggregate === "min" || aggregate === "max"))) continue;
    const own = mentionAt(question, at);
    // A column called "total" is named, not added up; "total revenue" adds up.
    if (own !== undefined && own.strength >= 1 && numericBehind(question, at) === undefined) continue;
    const column = numericBehind(question, at) ?? numericBefore(question, at);
    if (column !== undefined) add({ kind: "aggregate", aggregate, column });
    else if (aggregate === "sum" || aggregate === "avg") add(withDefault(question, aggregate));
    for (const also of alsoNamed(question, at, column)) add({ kind: "aggregate", aggregate, column: also });
  }
  return measures;
}

// "min and max order total": both words before one column; "total revenue and units": one word before two columns.
function alsoNamed(question: Question, at: number, column: TableColumn | undefined): readonly TableColumn[] {
  const index = question.mentions.findIndex((mention) => mention.column === column && mention.start > at);
  const next = question.mentions[index + 1];
  const first = question.mentions[index];
  if (index < 0 || next === undefined || first === undefined || next.column.type !== "number" || next.strength < 0.9)
    return [];
  return /^(?:and|,|and the)$/.test(question.words.slice(first.end, next.start).join(" ")) ? [next.column] : [];
}

function numericBehind(question: Question, at: number): TableColumn | undefined {
  for (const mention of question.mentions) {
    if (mention.start <= at || mention.start > at + 6) continue;
    const between = question.words.slice(at + 1, mention.start);
    if (between.some((word) => /^(?:by|per|for|in|where|with|which|each|over|above|below|under|than)$/.test(word)))
      return undefined;
    if (mention.column.type === "number" && !isIdentifier(mention.column)) return mention.column;
  }
  return undefined;
}

function numericBefore(question: Question, at: number): TableColumn | undefined {
  const mention = question.mentions
    .filter(
      (each) => each.end <= at && at - each.end <= 2 && each.column.type === "number" && !isIdentifier(each.column),
    )
    .at(-1);
  return mention?.column;
}

function withDefault(question: Question, aggregate: Aggregate): Measure | undefined {
  const named = question.mentions.find(
    (mention) => mention.column.type === "number" && !isIdentifier(mention.column),
  )?.column;
  const column = named ?? defaultMeasure(question.table);
  return column === undefined ? undefined : { kind: "aggregate", aggregate, column };
}

/** "how many orders", "number of different vendors", "how many units were sold", "how much rain". */
function countAt(question: Question, at: number): Measure | undefined {
  const { words } = question;
  const two = `${words[at] ?? ""} ${words[at + 1] ?? ""}`;
  const isCount = /^(?:how many|number of|count of|count the|amount of|tally of)$/.test(two);
  if (two === "how much") return amountFrom(question, at + 2);
  const single = /^(?:count|headcount)$/.test(words[at] ?? "");
  if (!isCount && !single) return undefined;
  let index = at + (isCount ? 2 : 1);
  let distinct = false;
  while (
    /^(?:the|of|different|distinct|unique|all|our|total|separate|various|individual|items|in)$/.test(words[index] ?? "")
  ) {
    distinct ||= /^(?:different|distinct|unique|separate|various)$/.test(words[index] ?? "");
    index++;
  }
  if (single && /^(?:by|per|in|of|for)$/.test(words[index] ?? "")) return { kind: "aggregate", aggregate: "count" };
  const mention = mentionAt(question, index) ?? mentionAt(question, index + 1);
  const word = stem(words[index] ?? "");
  const pieces = question.table.columns.find(
    (column) => column.type === "number" && /^(?:units?|quantity|qty)/i.test(column.name),
  );
  if (
    pieces !== undefined &&
    mention?.column.type !== "number" &&
    /\b(?:sold|sell|bought)\b/.test(question.text) &&
    !distinct
  )
    return { kind: "aggregate", aggregate: "sum", column: pieces };
  // "how many sales": the rows of sales.csv, not their money.
  if (mention?.column.type === "number" && mention.strength < 0.9 && question.table.rowWords.has(word))
    return { kind: "aggregate", aggregate: "count" };
  if (mention === undefined || isIdentifier(mention.column)) return { kind: "aggregate", aggregate: "count" };
  if (mention.column.type === "number")
    return isAveraged(mention.column) || mention.strength < 0.5
      ? { kind: "aggregate", aggregate: "count" }
      : { kind: "aggregate", aggregate: "sum", column: mention.column };
  const isRow = question.table.rowWords.has(word) || (rowWords.test(words[index] ?? "") && mention.strength < 0.9);
  if (mention.column.type === "date" || ((isRow || mention.strength < 0.9) && !distinct))
    return { kind: "aggregate", aggregate: "count" };
  return { kind: "aggregate", aggregate: "distinct", column: mention.column };
}

// "how much revenue", "how much did we spend": the measure named next, else the usual one.
function amountFrom(question: Question, at: number): Measure | undefined {
  const named = question.mentions
    .filter((mention) => mention.column.type === "number" && !isIdentifier(mention.column))
    .sort((a, b) => byStrength(a, b, at))[0];
  const column = named?.column ?? defaultMeasure(question.table);
  return column === undefined
    ? undefined
    : { kind: "aggregate", aggregate: isAveraged(column) ? "avg" : "sum", column };
}

function byStrength(a: Mention, b: Mention, at: number): number {
  return b.strength - a.strength || Math.abs(a.start - at) - Math.abs(b.start - at);
}

/** "the value of the stock": pieces times what one costs, where no column holds the product. */
function worthOf({ text, table }: Question): Measure | undefined {
  if (
    !/\b(?:value|worth)\b/.test(text) ||
    table.columns.some((column) => /revenue|total|amount|value|worth/i.test(column.name))
  )
    return undefined;
  const pieces = table.columns.find(
    (column) => column.type === "number" && /^(?:units?|quantity|qty|stock)$/i.test(column.name),
  );
  const price = table.columns.find((column) => column.type === "number" && /cost|price/i.test(column.name));
  return pieces === undefined || price === undefined
    ? undefined
    : { kind: "pair", operator: "*", left: pieces, right: price };
}

/** "how many days between the first and the last order". */
function spanOf({ text, table }: Question): Measure | undefined {
  const date = table.columns.find((column) => column.type === "date");
  const asks =
    /\b(?:days|long|time)\b.*\b(?:between|from) (?:the )?(?:first|earliest|oldest)\b.*\b(?:and|to) (?:the )?(?:last|latest|newest)\b/.test(
      text,
    );
  return asks && date !== undefined ? { kind: "span", column: date } : undefined;
}

/** "revenue per unit", "quantity times unit cost", "planned minus actual". */
function pairOf(question: Question): Measure | undefined {
  const numbers = question.mentions.filter((mention) => mention.column.type === "number" && mention.strength >= 0.9);
  for (let index = 0; index + 1 < numbers.length; index++) {
    const [left, right] = [numbers[index], numbers[index + 1]];
    if (left === undefined || right === undefined || left.column === right.column) continue;
    const between = question.words.slice(left.end, right.start).join(" ");
    const operator = /^(?:per|divided by|\/|over)$/.test(between)
      ? "/"
      : /^(?:times|x|\*|multiplied by)$/.test(between)
        ? "*"
        : /^(?:minus|less|-)$/.test(between)
          ? "-"
          : undefined;
    if (operator !== undefined) return { kind: "pair", operator, left: left.column, right: right.column };
  }
  return undefined;
}
