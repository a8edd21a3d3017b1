/** What a question groups by: "by region", "per month", "which product …", "trend". */
import type { Bucket, Group } from "./query-spec.ts";
import { mentionAt, type Question, tokenIndexAt } from "./question.ts";
import { largest, smallest } from "./ranking.ts";
import { dateColumn, labelColumn } from "./table-view.ts";

const buckets: Readonly<Record<string, Bucket>> = {
  day: "day",
  date: "day",
  daily: "day",
  days: "day",
  week: "week",
  weekly: "week",
  weeks: "week",
  month: "month",
  monthly: "month",
  months: "month",
  quarter: "quarter",
  quarterly: "quarter",
  quarters: "quarter",
  year: "year",
  yearly: "year",
  annual: "year",
  annually: "year",
  years: "year",
  weekday: "weekday",
  weekdays: "weekday",
};

/** A time column of its own ("month" of budget.csv) goes before a bucket of a date. */
function timeGroup(question: Question, word: string): Group | undefined {
  const bucket = buckets[word];
  const date = dateColumn(question.table);
  if (bucket === undefined) return undefined;
  const own = question.table.columns.find((column) => column.name.toLowerCase() === word.replace(/s$|ly$/, ""));
  if (own !== undefined && (own.type !== "date" || bucket === "day")) return { column: own };
  return date === undefined ? undefined : { column: date, bucket };
}

/** The groups behind "by", "per", "for each" in order, then adjectives and trends, then the thing that "which" asks for. */
export function groupsOf(question: Question): readonly Group[] {
  const groups: Group[] = [];
  const add = (group: Group | undefined) => {
    if (group !== undefined && !groups.some((known) => known.column === group.column && known.bucket === group.bucket))
      groups.push(group);
  };
  const { words } = question;
  for (let at = 0; at < words.length; at++) {
    const lead = groupLead(words, at);
    if (lead === 0) continue;
    let index = at + lead;
    for (;;) {
      while (/^(?:the|each|every|its|their|all|of)$/.test(words[index] ?? "")) index++;
      const group = groupAt(question, index);
      if (group === undefined) break;
      add(group.group);
      index = group.end;
      if (!/^(?:and|,|&|then|by|per)$/.test(words[index] ?? "")) break;
      index++;
      if (/^(?:by|per)$/.test(words[index] ?? "")) index++;
    }
  }
  for (const word of words)
    if (/^(?:monthly|yearly|annual|annually|weekly|quarterly|daily)$/.test(word)) add(timeGroup(question, word));
  if (
    groups.every(({ bucket }) => bucket === undefined) &&
    /\b(?:over time|over the (?:year|months|years)|through the year|trend|evolution|development|course of|time series|curve)\b/.test(
      question.text,
    )
  ) {
    const date = dateColumn(question.table);
    if (date !== undefined) groups.unshift({ column: date, bucket: "month" });
  }
  return groups;
}

/** How many words open a group here: "by" 1, "for each" 2; 0 for none. */
function groupLead(words: readonly string[], at: number): number {
  const two = `${words[at] ?? ""} ${words[at + 1] ?? ""}`;
  if (
    /^(?:for each|for every|of each|in each|from each|split by|grouped by|group by|broken down|across all|across the|at each)$/.test(
      two,
    )
  )
    return two === "broken down" ? 3 : 2;
  // "sorted by revenue" orders, it does not group.
  if (
    /^(?:by|per)$/.test(words[at] ?? "") &&
    !/^(?:sort|sorted|order|ordered|rank|ranked|paid|top|bottom|descending|divided|multiplied|went|go|up|down)$/.test(
      words[at - 1] ?? "",
    )
  )
    return 1;
  return /^(?:each|every|across)$/.test(words[at] ?? "") ? 1 : 0;
}

function groupAt(question: Question, at: number): { readonly group: Group; readonly end: number } | undefined {
  const time = timeGroup(question, question.words[at] ?? "");
  if (time !== undefined) return { group: time, end: at + 1 };
  const mention = mentionAt(question, at);
  if (mention === undefined || mention.column.type === "number") return undefined;
  return {
    group: {
      column: mention.column,
      ...(mention.column.type === "date" && mention.strength < 0.9 ? { bucket: "month" as const } : {}),
    },
    end: mention.end,
  };
}

/** The thing asked for: the column of "which region", "top 5 products", "who", "what month". */
export function askedGroup(question: Question): Group | undefined {
  const { words, text } = question;
  for (let at = 0; at < words.length; at++) {
    const leads = /^(?:which|what|whose)$/.test(words[at] ?? "") || isTop(words, at);
    if (!leads) continue;
    for (let index = at + 1; index < Math.min(words.length, at + 6); index++) {
      const time = timeGroup(question, words[index] ?? "");
      if (time !== undefined) return time;
      const mention = mentionAt(question, index);
      if (mention !== undefined && mention.column.type !== "number") return { column: mention.column };
      if (mention !== undefined && mention.strength >= 0.9 && isTop(words, at)) break;
      if (/^(?:is|was|did|do|does|are|were|has|had|the|in|for|of)$/.test(words[index] ?? "") && index > at + 1) break;
    }
  }
  // "the five customers with the highest totals"
  const within =
    /\bwith (?:the )?(?:most|least|highest|lowest|largest|smallest|biggest|fewest|best|worst|greatest)\b/.exec(text);
  if (within !== null) {
    const at = tokenIndexAt(words, within.index);
    const mention = question.mentions.filter((each) => each.end <= at && each.column.type !== "number").at(-1);
    if (mention !== undefined && at - mention.end <= 1) return { column: mention.column };
  }
  const label = labelColumn(question.table);
  return /\bwho\b/.test(text) && label !== undefined ? { column: label } : undefined;
}

function isTop(words: readonly string[], at: number): boolean {
  const word = words[at] ?? "";
  return largest.test(word) || smallest.test(word) || /^(?:rank|compare|sort)$/.test(word);
}
