/** Evidence for a question to a table. */
import type { Piece } from "./piece.ts";

const aggregate =
  /\b(?:total|sum|average|mean|median|count|number of|how many|how much|min|max|minimum|maximum|std|deviation|add up|tally|combined|overall|aggregate|altogether)\b/;
const superlative =
  /\b(?:most|least|highest|lowest|largest|smallest|biggest|best|worst|top|bottom|fewest|greatest|longest|shortest|oldest|youngest|newest|latest|earliest|first|last|cheapest|expensive|[a-z]{3,}est|(?:rank|sort|order)(?:ed|s)? by|rank)\b/;
const grouping =
  /\b(?:by|per|for each|each|every|across|grouped|group|split by|broken down|breakdown) (?:the )?[a-z_]+/;
const share = /\b(?:share|percentage|percent|proportion|fraction|ratio)\b|%/;
const filtering =
  /\b(?:where|with|whose|over|under|above|below|more than|less than|fewer than|at least|at most|between|in|since|before|after|during|for|from|only|that (?:are|is|were|was|have|has)|who|which)\b/;
const period =
  /\b(?:january|february|march|april|may|june|july|august|september|october|november|december|quarter|q[1-4]|this year|last year|last month|this month|#iso|in #n|weekends?)\b/;
const records =
  /\b(?:rows?|records?|entries|items?|columns?|values?|data|database|query|select|distinct|different|unique|duplicates?|missing|empty)\b/;
const asking =
  /\b(?:which|what|who|list|show|find|give|get|tell|how|when|where|compare|query|sort|rank|did|do|does|is|are|was|were)\b/;

/** 0 without any table or word of data; a table by name or columns and an aggregate are enough to act on. */
export function queryEvidence(piece: Piece): number {
  const { skeleton, tables, namesTable, columns } = piece;
  const signs =
    weigh(aggregate, 1.4) +
    weigh(superlative, 1.2) +
    weigh(grouping, 1) +
    weigh(share, 0.8) +
    weigh(records, 0.6) +
    weigh(filtering, 0.3) +
    weigh(period, 0.5) +
    weigh(asking, 0.5);
  function weigh(form: RegExp, weight: number): number {
    return form.test(skeleton) ? weight : 0;
  }
  if (tables.length === 0 && piece.onlyTable !== undefined) return piece.refers ? Math.min(2, signs) : signs + 0.6;
  if (tables.length === 0)
    return Math.min(
      2,
      /\b(?:revenue|sales|rows?|columns?|database|csv|spreadsheet)\b/.test(skeleton) ? signs * 0.6 : signs * 0.3,
    );
  const ground =
    (namesTable ? 1.5 : piece.onlyTable !== undefined && columns > 0 ? 0.6 : 0) + Math.min(2, columns) * 0.9;
  // "the department of Xenia Pappas": a name beside a column of the only table is a row of it.
  const names = piece.tokens.some(({ kind, text }, at) => at > 0 && kind === "word" && /^\p{Lu}\p{Ll}/u.test(text));
  const row = names && piece.onlyTable !== undefined && columns >= 1 ? 0.6 : 0;
  if (ground === 0) return Math.min(1.5, signs * 0.5);
  return Math.min(4.6, ground + row + signs);
}
