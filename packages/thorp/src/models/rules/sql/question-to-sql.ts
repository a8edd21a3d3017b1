/**
 * From a question in words to SQL over one table: measures, groups, filters, order. By columns and shapes of sentences,
 * so it serves any table; what it cannot place it leaves out rather than guesses.
 */
import type { FileNote } from "../../brief.ts";
import type { Today } from "./date-filter.ts";
import { askedGroup, groupsOf } from "./grouping.ts";
import { measuresOf } from "./measures.ts";
import { numberFilters, stockFilters } from "./number-filters.ts";
import { periodOf, usedBy } from "./period.ts";
import { type Group, type Measure, type QuerySpec, type RenderedQuery, renderQuery } from "./query-spec.ts";
import { type Question, questionOf } from "./question.ts";
import { type Ranking, rankingOf } from "./ranking.ts";
import { rowsSpec } from "./row-query.ts";
import { shareOf } from "./share-query.ts";
import { defaultMeasure, isAveraged, isIdentifier, labelColumn, type TableColumn } from "./table-view.ts";
import { textFilters, type ValueFilter } from "./value-filters.ts";

/** The query, and how it was understood. */
export interface SqlAnswer extends RenderedQuery {
  readonly spec: QuerySpec;
}

/** What the question is asked about, and for what. */
export interface SqlOptions {
  readonly files: readonly FileNote[];
  readonly today: Today;
  /** For charts and tables: a bare "revenue by region" adds up, and every group is wanted. */
  readonly grouped?: boolean;
}

/** The query for a question to a file; undefined for a file without known columns. */
export function sqlFor(sentence: string, file: FileNote, options: SqlOptions): SqlAnswer | undefined {
  if (file.columns === undefined || file.columns.length === 0) return undefined;
  const spec = specOf(questionOf(sentence, file, options), options.grouped === true);
  return { ...renderQuery(spec), spec };
}

function specOf(question: Question, grouped: boolean): QuerySpec {
  const ranking = rankingOf(question);
  const values = textFilters(question);
  const period = periodOf(question);
  const numbers = numberFilters(question, usedBy(question, period?.words));
  const filters = [...values, ...numbers, ...stockFilters(question)]
    .map(({ sql }) => sql)
    .concat(period === undefined ? [] : [period.sql]);
  const compared = values.find((value) => value.apart === true)?.column;
  if (ranking?.ofItself === true && ranking.column !== undefined) {
    return {
      measures: [{ kind: "aggregate", aggregate: ranking.down ? "max" : "min", column: ranking.column }],
      groups: withCompared(groupsOf(question), compared),
      filters,
      select: [],
      distinct: false,
    };
  }
  const share = shareOf(question, values);
  if (share !== undefined) return { ...share, filters: share.filters ?? [] };
  const asked = withCompared(groupsFor(question, ranking), compared);
  const measures = measuresFor(question, { ranking, groups: asked, grouped });
  const groups = asked.length === 0 && grouped && measures.length > 0 ? listedGroups(question, values) : asked;
  if (measures.length === 0) return rowsSpec(question, { ranking, filters, values, numbers, grouped });
  const counted = groups.filter(
    (group) =>
      !measures.some(
        (measure) =>
          measure.kind === "aggregate" && measure.aggregate === "distinct" && measure.column === group.column,
      ),
  );
  return { measures, groups: counted, filters, select: [], distinct: false, ...orderFor(ranking, counted, measures) };
}

function groupsFor(question: Question, ranking: Ranking | undefined): readonly Group[] {
  const groups = groupsOf(question);
  if (groups.length > 0) return groups;
  const asked = askedGroup(question);
  if (asked === undefined) return [];
  // Whoever has the highest salary is one row; whoever sold most is a sum of rows.
  const measured =
    question.mentions.find((mention) => mention.column.type === "number" && !isIdentifier(mention.column))?.column ??
    defaultMeasure(question.table);
  const single =
    /\bwho\b/.test(question.text) &&
    asked.column === labelColumn(question.table) &&
    asked.bucket === undefined &&
    measured !== undefined &&
    isAveraged(measured) &&
    !/\b(?:average|avg|mean|total|sum)\b/.test(question.text);
  if (single) return [];
  // "which region sold most" groups; "which customers have open orders" lists rows; "the coldest day" is one row.
  if (ranking === undefined || (ranking.column !== undefined && !ranking.sorts)) return [];
  return [asked];
}

function withCompared(groups: readonly Group[], compared: TableColumn | undefined): readonly Group[] {
  return compared === undefined || groups.some((group) => group.column === compared)
    ? groups
    : [{ column: compared }, ...groups];
}

// "a table with vendor and sum of amount": columns beside an aggregate are what it is grouped by.
function listedGroups(question: Question, values: readonly ValueFilter[]): readonly Group[] {
  const filtered = new Set(values.map(({ column }) => column));
  return [
    ...new Set(
      question.mentions
        .filter((mention) => mention.strength >= 0.9 && mention.column.type === "text" && !filtered.has(mention.column))
        .map((mention) => mention.column),
    ),
  ].map((column) => ({ column }));
}

interface MeasureContext {
  readonly ranking: Ranking | undefined;
  readonly groups: readonly Group[];
  readonly grouped: boolean;
}

function measuresFor(question: Question, { ranking, groups, grouped }: MeasureContext): readonly Measure[] {
  const named = measuresOf(question, { superlative: groups.length > 0 && ranking !== undefined });
  const ranked =
    ranking !== undefined &&
    !ranking.sorts &&
    (ranking.column !== undefined || (ranking.limit ?? 1) > 1 || /\bwho\b/.test(question.text));
  if (named.length > 0 && !(ranked && groups.length === 0 && named.every(isExtreme))) return named;
  if (groups.length === 0) return ranked ? [] : plainTotal(question, ranking);
  // "revenue by region", "which region sold most": a measure without an aggregate.
  const numbers = question.mentions.filter(
    (mention) =>
      mention.column.type === "number" &&
      !isIdentifier(mention.column) &&
      !groups.some((group) => group.column === mention.column),
  );
  const best = [...numbers].sort((a, b) => b.strength - a.strength);
  const clear = best.filter((mention) => mention.strength >= 0.9).map((mention) => mention.column);
  const columns = [...new Set(clear.length > 0 ? clear : best.slice(0, 1).map((mention) => mention.column))];
  if (columns.length > 0)
    return columns.map(
      (column) =>
        ({
          kind: "aggregate",
          aggregate: ranking?.column === column && isAveraged(column) ? "max" : isAveraged(column) ? "avg" : "sum",
          column,
        }) as const,
    );
  if (countsRows(question)) return [{ kind: "aggregate", aggregate: "count" }];
  const usual = defaultMeasure(question.table);
  if (usual === undefined || !(grouped || ranking !== undefined || groups.length > 0))
    return [{ kind: "aggregate", aggregate: "count" }];
  return [{ kind: "aggregate", aggregate: isAveraged(usual) ? "avg" : "sum", column: usual }];
}

// "sales in March", "what did we spend on software": a measure and a filter, and nothing that asks for rows.
function plainTotal(question: Question, ranking: Ranking | undefined): readonly Measure[] {
  if (
    ranking !== undefined ||
    /\b(?:list|all|every|which|who|rows?|records?|entries|find|details|table|scatter|versus|vs|against)\b/.test(
      question.text,
    )
  )
    return [];
  const numbers = question.mentions.filter(
    (mention) => mention.column.type === "number" && !isIdentifier(mention.column) && !isAveraged(mention.column),
  );
  const others = question.mentions.filter((mention) => mention.column.type !== "number" && mention.strength >= 0.9);
  const narrowed = periodOf(question) !== undefined || textFilters(question).length > 0;
  if (
    !narrowed ||
    numbers.length === 0 ||
    others.length > 0 ||
    numberFilters(question, usedBy(question, periodOf(question)?.words)).length > 0
  )
    return [];
  return [...new Set(numbers.map((mention) => mention.column))].map(
    (column) => ({ kind: "aggregate", aggregate: "sum", column }) as const,
  );
}

function isExtreme(measure: Measure): boolean {
  return measure.kind === "aggregate" && (measure.aggregate === "min" || measure.aggregate === "max");
}

/** "orders by country", "employees per department": the rows themselves are what is counted. */
function countsRows({ words, table, text }: Question): boolean {
  const rowWord = words.some(
    (word) => [...table.rowWords].some((own) => word.startsWith(own) && own.length > 3) && !/^sales?$/.test(word),
  );
  return (
    rowWord ||
    /\b(?:people|employees|respondents|responses|answers|rows|records|entries|customers|students|transactions|headcount|distribution|number)\b/.test(
      text,
    )
  );
}

function orderFor(
  ranking: Ranking | undefined,
  groups: readonly Group[],
  measures: readonly Measure[],
): Pick<QuerySpec, "order" | "limit"> {
  if (ranking === undefined || groups.length === 0) return {};
  const by =
    ranking.sorts && ranking.column !== undefined && groups.some((group) => group.column === ranking.column)
      ? "group"
      : "measure";
  const limit = ranking.limit;
  return {
    ...(measures.length > 0 ? { order: { by, down: ranking.down } as const } : {}),
    ...(limit === undefined || ranking.sorts ? {} : { limit }),
  };
}
