/** The finding in a query's rows as a sentence. */
import type { Json } from "../../../base/json.ts";
import { capitalised } from "../slots/headings.ts";
import type { SlotContext } from "../slots/slot-context.ts";
import { questionOf } from "../sql/question.ts";
import { type SqlAnswer, sqlFor } from "../sql/question-to-sql.ts";
import { unexplainedWords } from "../sql/unexplained.ts";
import { showName, showTable, showValue } from "./show-value.ts";

type Row = { readonly [name: string]: Json };

const INLINE_ROWS = 6;
const TABLE_ROWS = 20;

/** `input` is what the query tool was called with; the question is read again to know which column is what. */
export function dataAnswer(rows: readonly Row[], input: Json, context: SlotContext): string {
  const { file: path, sql } = (input ?? {}) as { readonly file?: Json; readonly sql?: Json };
  const file = context.files.find((each) => each.path === path);
  const asked = file === undefined ? undefined : sqlFor(context.goal, file, context);
  // Only where the query that ran is the one that the question stands for.
  const answer = asked !== undefined && asked.sql === sql ? asked : undefined;
  const left =
    file === undefined || answer === undefined ? [] : unexplainedWords(questionOf(context.goal, file, context));
  const sentence =
    rows.length === 0 || (answer !== undefined && isOfNothing(rows, answer))
      ? "No rows match."
      : answer === undefined
        ? plainRows(rows)
        : finding(rows, answer, left.length === 0 ? context.goal : "");
  const note =
    left.length === 0
      ? ""
      : ` ${left.map((word) => `“${word}”`).join(", ")} ${left.length === 1 ? "was" : "were"} not taken into account: the answer is for everything that the rest of the question covers.`;
  return sentence.includes("\n") && note !== "" ? `${sentence}\n\n${note.trim()}` : `${sentence}${note}`;
}

/** A sum or mean over no rows is one row that holds nothing. */
function isOfNothing([row, ...others]: readonly Row[], { measures, groups, spec }: SqlAnswer): boolean {
  return (
    others.length === 0 &&
    groups.length === 0 &&
    spec.measures.length > 0 &&
    spec.filters.length > 0 &&
    measures.every((name) => row?.[name] === null)
  );
}

function finding(rows: readonly Row[], answer: SqlAnswer, goal: string): string {
  const { spec, groups, measures } = answer;
  const [row] = rows;
  const [group] = groups;
  const [measure] = measures;
  if (row === undefined) return "No rows match.";
  if (spec.measures.length === 0) return rowFinding(rows, answer);
  if (group === undefined && spec.measures.length === 1 && measure !== undefined)
    return single(spec, showValue(row[measure], measure), { measure, goal });
  if (group === undefined)
    return `${capitalised(measures.map((name) => `${showName(name)}: ${showValue(row[name], name)}`).join("; "))}.`;
  if (measure === undefined) return plainRows(rows);
  if (rows.length === 1 && spec.limit === 1) {
    const most = spec.order?.down === false ? "lowest" : "highest";
    return `${placeOf(row, groups)} has the ${most} ${showName(measure).replace(/^(?:highest|lowest) /, "")}: ${showValue(row[measure], measure)}.`;
  }
  const title = `${capitalised(measures.map(showName).join(" and "))} by ${groups.map(showName).join(" and ")}`;
  if (rows.length <= INLINE_ROWS && measures.length === 1) {
    return `${title}: ${rows.map((each) => `${placeOf(each, groups)} ${showValue(each[measure], measure)}`).join("; ")}.`;
  }
  return `${title}: ${extremes(rows, groups, measure)}\n\n${showTable(rows, TABLE_ROWS)}`;
}

/** One value: "Number of open orders: 12.", "29.78 % of revenue.", "Total revenue: 177,597.92." */
function single(
  { measures: [first] }: SqlAnswer["spec"],
  value: string,
  { measure, goal }: { readonly measure: string; readonly goal: string },
): string {
  if (first?.kind === "share")
    return `${value} of ${first.column === undefined ? "all rows" : `all ${showName(first.column.name)}`}.`;
  const counts = first?.kind === "aggregate" && (first.aggregate === "count" || first.aggregate === "distinct");
  const noun = counts
    ? /\b(?:how many|number of|count of|count the)(?: the| of)* ((?:[a-z-]+ ){0,3}?[a-z-]+)(?= (?:are|is|were|was|do|does|did|have|has|had|came|come|work|works|in|with|from|by|of|there|that|who|which|per|for|sold)\b|[?.!,(]| \(|$)/i.exec(
        goal,
      )?.[1]
    : undefined;
  const different =
    first?.kind === "aggregate" &&
    first.aggregate === "distinct" &&
    noun !== undefined &&
    !/different|distinct|unique/i.test(noun)
      ? "different "
      : "";
  if (noun !== undefined) return `Number of ${different}${noun.toLowerCase()}: ${value}.`;
  return `${capitalised(showName(measure))}: ${value}.`;
}

function placeOf(row: Row, groups: readonly string[]): string {
  return groups.map((name) => showValue(row[name], name)).join(", ");
}

function extremes(rows: readonly Row[], groups: readonly string[], measure: string): string {
  const sorted = rows
    .filter((row) => typeof row[measure] === "number")
    .sort((a, b) => Number(b[measure]) - Number(a[measure]));
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return `${rows.length} rows.`;
  return `most for ${placeOf(first, groups)} with ${showValue(first[measure], measure)}, least for ${placeOf(last, groups)} with ${showValue(last[measure], measure)}.`;
}

function rowFinding(rows: readonly Row[], { spec }: SqlAnswer): string {
  const [row] = rows;
  if (row === undefined) return "No rows match.";
  if (rows.length === 1) {
    const parts = Object.entries(row).map(([name, value]) => `${showName(name)} ${showValue(value, name)}`);
    return `${capitalised(parts.join(", "))}.`;
  }
  const names = Object.keys(row);
  const [only] = names;
  if (names.length === 1 && only !== undefined && rows.length <= 30)
    return `${rows.length} found for ${showName(only)}: ${rows.map((each) => showValue(each[only], only)).join(", ")}.`;
  const cut =
    spec.limit !== undefined && rows.length === spec.limit && spec.order === undefined
      ? `At least ${rows.length} rows match; these are the first.`
      : spec.order === undefined
        ? `${rows.length} rows match.`
        : `${rows.length} rows, in order.`;
  return `${cut}\n\n${showTable(rows, TABLE_ROWS)}`;
}

/** Rows of a query that somebody else wrote. */
function plainRows(rows: readonly Row[]): string {
  const [row] = rows;
  if (row === undefined) return "No rows match.";
  if (rows.length === 1)
    return `${capitalised(
      Object.entries(row)
        .map(([name, value]) => `${showName(name)}: ${showValue(value, name)}`)
        .join("; "),
    )}.`;
  return `${rows.length} rows:\n\n${showTable(rows, TABLE_ROWS)}`;
}
