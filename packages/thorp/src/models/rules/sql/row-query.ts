/** Questions that are answered by rows, not by sums. */
import type { QuerySpec } from "./query-spec.ts";
import type { Question } from "./question.ts";
import type { Ranking } from "./ranking.ts";
import { dateColumn, defaultMeasure, isIdentifier, labelColumn, type TableColumn } from "./table-view.ts";
import type { ValueFilter } from "./value-filters.ts";

/** What was found in the question before its rows are asked for. */
export interface RowContext {
  readonly ranking: Ranking | undefined;
  readonly filters: readonly string[];
  readonly values: readonly ValueFilter[];
  readonly numbers: readonly ValueFilter[];
  readonly grouped: boolean;
}

const ROWS = 200;

/** Single rows: those that match, the extreme ones, or the different values of a column. */
export function rowsSpec(question: Question, context: RowContext): QuerySpec {
  const { ranking, filters, values, numbers, grouped } = context;
  const most = grouped ? {} : { limit: ROWS };
  const { text, table } = question;
  const base = { measures: [], groups: [], filters };
  const filtered = new Set(values.map(({ column }) => column));
  const mentioned = question.mentions.filter((mention) => mention.strength >= 0.5 && !filtered.has(mention.column));
  const named = [...new Set(mentioned.map((mention) => mention.column))];
  if (/\b(?:distinct|different|unique)\b/.test(text) && named[0] !== undefined)
    return { ...base, select: [named[0]], distinct: true };
  const all =
    /\b(?:all|every|everything|rows?|records?|entries|details|full|complete|whole)\b/.test(text) &&
    !/\b(?:which|who|what) \b/.test(text);
  const ranked = ranking === undefined ? undefined : rankedRows(question, { ranking, named, all, filters });
  if (ranked !== undefined) return ranked;
  const label = labelColumn(table);
  const asksWho = /\bwho\b/.test(text) && label !== undefined;
  const asksWhich = /\b(?:which|what)\b/.test(text)
    ? named.filter((column) => column.type !== "number" || question.mentions[0]?.column === column)
    : [];
  if (asksWho || (asksWhich.length > 0 && !all)) {
    const select = asksWho ? [...new Set([label, ...named])] : asksWhich;
    return { ...base, select, distinct: !asksWho && select.length === 1, ...most };
  }
  // "list the regions": the different values of one text column.
  const listsOne = named.length === 1 && named[0]?.type === "text" && filters.length === 0 && !all;
  if (listsOne && /^(?:\w+ ){0,4}(?:list|show|what|which|name|give)\b/.test(text))
    return { ...base, select: named, distinct: true };
  const whole = all || named.length === 0 || (filters.length > 0 && named.length < 2);
  return {
    ...base,
    select: whole ? [] : [...new Set([...named, ...numbers.flatMap(({ column }) => column ?? [])])],
    distinct: false,
    ...most,
  };
}

interface RankedContext {
  readonly ranking: Ranking;
  readonly named: readonly TableColumn[];
  readonly all: boolean;
  readonly filters: readonly string[];
}

/** "the five newest hires", "the coldest day": ordered rows, with what is asked about and what they are ordered by. */
function rankedRows(question: Question, { ranking, named, all, filters }: RankedContext): QuerySpec | undefined {
  const { text, table } = question;
  const by =
    ranking.column ??
    named.find((column) => column.type === "number" && !isIdentifier(column)) ??
    defaultMeasure(table);
  if (by === undefined) return undefined;
  const label = labelColumn(table);
  const date = dateColumn(table);
  const asked = named.filter((column) => column !== by);
  const asksDay = /\b(?:day|date|when)\b/.test(text) && date !== undefined;
  const shown = asked.length > 0 ? asked : asksDay ? [date] : label === undefined ? [] : [label];
  const asksName = /\b(?:who|employees?|hires?|students?|people|products?|customers?|items?|name)\b/.test(text);
  const withLabel = label !== undefined && asksName && !shown.includes(label) ? [label, ...shown] : shown;
  const [only, ...others] = withLabel;
  const limit = ranking.sorts && ranking.limit === undefined ? {} : { limit: ranking.limit ?? 1 };
  const whole = all || wantsRows(question);
  // The same product may stand in many rows: it counts once, with its extreme value.
  if (
    by.type === "number" &&
    only?.type === "text" &&
    others.length === 0 &&
    asked.includes(only) &&
    !ranking.sorts &&
    !whole
  ) {
    const measure = { kind: "aggregate", aggregate: ranking.down ? "max" : "min", column: by } as const;
    return {
      measures: [measure],
      groups: [{ column: only }],
      filters,
      select: [],
      distinct: false,
      order: { by: "measure", down: ranking.down },
      ...limit,
    };
  }
  const select = whole ? [] : [...new Set([...withLabel, by])];
  return { measures: [], groups: [], filters, select, distinct: false, order: { by, down: ranking.down }, ...limit };
}

// "the 10 most expensive orders" wants the orders, whole.
function wantsRows({ words, table }: Question): boolean {
  return (
    words.some(
      (word) => word.endsWith("s") && [...table.rowWords].some((own) => word.startsWith(own)) && word.length > 4,
    ) && table.columns.length <= 8
  );
}
