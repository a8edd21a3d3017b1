/** "and for north?", "what about March", "now as a pie chart": a request that only changes the one before. */
import type { FileNote, HistoryMessage } from "../../brief.ts";
import { datesIn } from "../slots/dates.ts";
import { lex, type Token } from "../text/lex.ts";
import { skeletonOf } from "./skeleton.ts";

const opening =
  /^(?:and|or|but|now|also|then|same|again|instead|only|just|what about|how about|what if|make (?:it|that)|do (?:it|that|the same)|the same|for|in|by|per|as|with|without|from|since|until|between|excluding|except|on|show (?:it|that|me that)|draw (?:it|that)|plot (?:it|that)|chart (?:it|that)|sort(?:ed)?|group(?:ed)?|to)\b/;
const fillers =
  /^(?:(?:and|or|but|ok|okay|so|now|also|then|please|what about|how about|what of|same|the same|again|instead|do that|do it|do the same|thing|show me that|show that|only|just|,)\s*)+/i;
const MOST_WORDS = 9;

/** The whole request that an elliptical one stands for; the request itself where it stands by itself. */
export function withHistory(request: string, history: readonly HistoryMessage[], files: readonly FileNote[]): string {
  const last = history.at(-1);
  const persons = history.filter((message) => message.role === "person");
  // The person has just answered a question of ours; the request is the one from before.
  if (last?.role === "person" && history.at(-2)?.role === "team")
    return answered(request, history.at(-2)?.text ?? "", last.text);
  const before = persons.at(-1)?.text;
  if (before === undefined || !isElliptical(request, files)) return request;
  return merged(before, request, files);
}

/** The answer takes the place that the question left open. */
function answered(request: string, question: string, answer: string): string {
  const plain = answer.trim();
  if (/\bunit\b/i.test(question)) return `${request.replace(/[?.!]+$/, "")} to ${plain.replace(/^(?:in)?to /i, "")}`;
  if (/\bfile\b/i.test(question)) return `${request.replace(/[?.!]+$/, "")} (${plain})`;
  if (/^did you mean|^which of these/i.test(question)) return `${plain}: ${request}`;
  return `${request.replace(/[?.!]+$/, "")} ${plain}`;
}

function isElliptical(request: string, files: readonly FileNote[]): boolean {
  const tokens = lex(request, files);
  const words = tokens.filter((token) => token.kind !== "mark");
  if (words.length === 0 || words.length > MOST_WORDS) return false;
  const skeleton = skeletonOf(tokens, files);
  // "and what is 5+5?" asks something of its own.
  if (
    /\b(?:what|which|who|how many|how much|when|where) (?:is|was|are|were|did|does|do|has|have|can)\b|\bwhat's\b/.test(
      skeleton,
    )
  )
    return false;
  // "in notes.md write: …" begins like an afterthought and is a whole wish.
  const marked =
    /^(?:and|or|but|now|then|same|again|instead|only|just|what|how|make (?:it|that)|do (?:it|that|the same)|the same|show (?:it|that)|draw (?:it|that)|plot (?:it|that)|chart (?:it|that))\b/.test(
      skeleton,
    );
  if (
    !marked &&
    /\b(?:write|save|list|find|search|read|summari[sz]e|calculate|compute|convert|make|draw|plot|fetch|append|put|add|create|tell|get|give|which|what|who|how)\b/.test(
      skeleton,
    )
  )
    return false;
  return (
    opening.test(skeleton) &&
    !/^(?:for|in|from|with|on|by) .* (?:find|make|show|list|give|what|draw|create)\b/.test(skeleton)
  );
}

/** The request before, with the part that is new put in the place of its like. */
function merged(before: string, request: string, files: readonly FileNote[]): string {
  const fresh = request
    .replace(fillers, "")
    .replace(/[?.!]+$/, "")
    .trim();
  const base = before.replace(/[?.!]+$/, "").trim();
  if (fresh === "") return before;
  const output =
    /\b(?:as|into|in) (?:an? )?(?:[a-z-]+ ){0,2}(?:chart|graph|plot|table|pie|report|diagram)s?\b|^(?:an? )?(?:[a-z-]+ )?(?:chart|graph|plot|table|report)s?$|\b(?:plot|chart|draw|graph|visuali[sz]e|tabulate) (?:it|that)\b/i.exec(
      fresh,
    );
  if (output !== null) {
    const kind = fresh
      .replace(/^(?:make|show|draw|give me|do)?\s*(?:it|that)?\s*(?:as|into|in|a)?\s*(?:an? )?/i, "")
      .replace(/\b(?:it|that)\b/gi, "")
      .trim();
    return `make a ${kind || "chart"} of ${withoutOutput(base)}`;
  }
  return (
    replaced(base, fresh, files) ??
    `${base} ${/^(?:for|in|by|per|with|without|from|since|until|between|excluding|except|on|at|sorted|grouped|to|of|after|before|only|over|under|above|below)\b/i.test(fresh) ? fresh : `for ${fresh}`}`
  );
}

// "bar chart of revenue by region" -> "revenue by region"
function withoutOutput(base: string): string {
  return base
    .replace(
      /^(?:please |can you |could you )*(?:(?:make|draw|create|show|give me|plot|build) (?:me )?)?(?:an? |the )?(?:[a-z]+ )?(?:chart|graph|table|plot|diagram) (?:of|with|for|showing) /i,
      "",
    )
    .replace(/^(?:what is|what's|what was|show me|give me|tell me) (?:the )?/i, "");
}

/** Groupings, dates, paths, addresses, quotations and values of one column each replace their like. */
function replaced(base: string, fresh: string, files: readonly FileNote[]): string | undefined {
  const grouping = /\b(by|per|for each) (?:the )?([a-z_]+)\b/i;
  if (/^(?:by|per|for each) [a-z_ ]+$/i.test(fresh) && grouping.test(base)) return base.replace(grouping, fresh);
  const tokens = lex(base, files);
  const own = lex(fresh, files);
  const text = fresh.replace(/^(?:for|in|of|from|with|at|on|the|about|to) /i, "");
  const freshDate = datesIn(fresh)[0];
  const oldDate = datesIn(base).at(-1);
  if (freshDate !== undefined && oldDate !== undefined && fresh.length < freshDate.length + 12)
    return base.replace(oldDate, freshDate);
  for (const kind of ["url", "path", "quoted"] as const) {
    const one = own.find((token) => token.kind === kind);
    const other = tokens.find((token) => token.kind === kind);
    if (one !== undefined && other !== undefined) return base.slice(0, other.start) + one.text + base.slice(other.end);
  }
  const value = sameColumnValue(tokens, text, files);
  if (value !== undefined) return base.slice(0, value.start) + text + base.slice(value.end);
  const number = own.length <= 3 ? own.find((token) => token.kind === "number") : undefined;
  const numbers = tokens.filter((token) => token.kind === "number");
  const only = numbers[0];
  return number !== undefined && numbers.length === 1 && only !== undefined
    ? base.slice(0, only.start) +
        fresh.replace(/^(?:for|with|and) /i, "") +
        base.slice(endOfQuantity(base, only, fresh))
    : undefined;
}

/** The value in the old request that is of the same column as the new one: "south" for "north". */
function sameColumnValue(
  tokens: readonly Token[],
  text: string,
  files: readonly FileNote[],
): { readonly start: number; readonly end: number } | undefined {
  for (const column of files.flatMap((file) => file.columns ?? [])) {
    const values = column.examples.map((example) => String(example).toLowerCase());
    if (column.type !== "text" || !values.includes(text.toLowerCase())) continue;
    const other = tokens.find((token) => values.includes(token.lower));
    if (other !== undefined) return other;
  }
  return undefined;
}

// "convert 5 km to miles", "and 10 kg": the unit goes with its number.
function endOfQuantity(base: string, number: Token, fresh: string): number {
  const unit = /^\s*[a-z°]+/i.exec(base.slice(number.end))?.[0] ?? "";
  return /\d\s*[a-z°]+/i.test(fresh) ? number.end + unit.length : number.end;
}
