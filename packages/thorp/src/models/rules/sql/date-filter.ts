/** Periods in a question ("in 2025", "after March", "last quarter", "in Q1 2024") as a condition on an ISO date column. */
import { monthFromName } from "../../../base/month-names.ts";
import { quoted, type TableColumn } from "./table-view.ts";

/** From where "last month" is counted. */
export interface Today {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly timeZone: string;
}

/** A condition on dates. */
export interface DateFilter {
  readonly sql: string;
  /** The words that said it, so that no other filter reads them again. */
  readonly words: string;
}

const monthName =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const year = "((?:19|20)\\d{2})";
const point = `(?:\\d{4}-\\d{2}-\\d{2}|\\d{4}-\\d{2}|\\d{1,2}(?:st|nd|rd|th)? (?:of )?${monthName}(?:,? ${year})?|${monthName} \\d{1,2}(?:st|nd|rd|th)?(?!\\d)(?:,? ${year})?|${monthName}(?:,? (?:of )?${year})?|${year})`;
const periods = {
  between: new RegExp(`\\b(?:between|from) (?:the )?(${point}) (?:and|to|until|till|through) (?:the )?(${point})`, "i"),
  after: new RegExp(
    `\\b(after|since|from|later than|starting) (?:the )?(?:start of |beginning of )?(${point})(?! (?:to|until|till))`,
    "i",
  ),
  before: new RegExp(`\\b(before|until|till|up to|earlier than|through|by) (?:the )?(?:end of )?(${point})`, "i"),
  quarter: new RegExp(`\\b(?:q([1-4])|(first|second|third|fourth|last) quarter)(?:,? (?:of |in )?${year})?`, "i"),
  half: new RegExp(`\\b(first|second) half(?: of)?(?: ${year})?`, "i"),
  relative: /\b(this|last|past|previous|current) (year|month|week|quarter)\b/i,
  recent: /\b(?:last|past|previous) (\d+) (days?|weeks?|months?|years?)\b/i,
  day: /\b(today|yesterday)\b/i,
  weekend: /\b(?:on |at )?(?:the )?weekends?\b/i,
  weekday: /\bon (monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b/i,
  onDay: new RegExp(
    `\\b(?:on|at) (?:the )?(\\d{4}-\\d{2}-\\d{2}|\\d{1,2}(?:st|nd|rd|th)? (?:of )?${monthName}(?:,? ${year})?|${monthName} \\d{1,2}(?:st|nd|rd|th)?(?!\\d)(?:,? ${year})?)`,
    "i",
  ),
  month: new RegExp(`\\b(?<!per |by |each |every )${monthName}(?:,? (?:of )?${year})?\\b`, "i"),
  year: new RegExp(`\\b(?<!(?:over|above|than|under|below|least|most|exceeding) )${year}\\b(?![\\d.,]*\\d)`, "i"),
} as const;

/** The condition for the period that a question names; undefined when it names none. */
export function dateFilterFrom(text: string, column: TableColumn, today: Today): DateFilter | undefined {
  const date = quoted(column.name);
  const build = (words: string, sql: string): DateFilter => ({ words, sql });
  const between = periods.between.exec(text);
  const [from, to] = between === null ? [] : rangeOf(between, text);
  if (between !== null && from !== undefined && to !== undefined)
    return build(between[0], `${date} >= '${from.first}' AND ${date} <= '${to.last}'`);
  const after = periods.after.exec(text);
  const since = after === null ? undefined : spanOf(after[2] ?? "", today);
  if (after !== null && since !== undefined)
    return build(
      after[0],
      /since|from|starting/i.test(after[1] ?? "") ? `${date} >= '${since.first}'` : `${date} > '${since.last}'`,
    );
  const before = periods.before.exec(text);
  const end = before === null ? undefined : spanOf(before[2] ?? "", today);
  if (before !== null && end !== undefined)
    return build(
      before[0],
      /before|earlier/i.test(before[1] ?? "") ? `${date} < '${end.first}'` : `${date} <= '${end.last}'`,
    );
  return partOfYear(text, date) ?? relativePeriod(text, date, today) ?? named(text, date, today);
}

function partOfYear(text: string, date: string): DateFilter | undefined {
  const quarter = periods.quarter.exec(text);
  if (quarter !== null && !/^last$/i.test(quarter[2] ?? "")) {
    const number = Number(
      quarter[1] ?? ["first", "second", "third", "fourth"].indexOf((quarter[2] ?? "").toLowerCase()) + 1,
    );
    const inQuarter = `(CAST(strftime('%m', ${date}) AS INTEGER) + 2) / 3 = ${number}`;
    return {
      words: quarter[0],
      sql: quarter[3] === undefined ? inQuarter : `${inQuarter} AND strftime('%Y', ${date}) = '${quarter[3]}'`,
    };
  }
  const half = periods.half.exec(text);
  if (half === null) return undefined;
  const inHalf = `CAST(strftime('%m', ${date}) AS INTEGER) ${/first/i.test(half[1] ?? "") ? "<= 6" : "> 6"}`;
  return {
    words: half[0],
    sql: half[2] === undefined ? inHalf : `${inHalf} AND strftime('%Y', ${date}) = '${half[2]}'`,
  };
}

function relativePeriod(text: string, date: string, today: Today): DateFilter | undefined {
  const recent = periods.recent.exec(text);
  if (recent !== null)
    return {
      words: recent[0],
      sql: `${date} >= date('${isoToday(today)}', '-${Number(recent[1]) * (/week/i.test(recent[2] ?? "") ? 7 : 1)} ${/month/i.test(recent[2] ?? "") ? "months" : /year/i.test(recent[2] ?? "") ? "years" : "days"}')`,
    };
  const relative = periods.relative.exec(text);
  if (relative !== null) {
    const span = relativeSpan(
      (relative[2] ?? "").toLowerCase(),
      /this|current/i.test(relative[1] ?? "") ? 0 : -1,
      isoToday(today),
    );
    return { words: relative[0], sql: `${date} >= '${span.first}' AND ${date} <= '${span.last}'` };
  }
  const day = periods.day.exec(text);
  if (day === null) return undefined;
  return {
    words: day[0],
    sql: `substr(${date}, 1, 10) = date('${isoToday(today)}'${/yesterday/i.test(day[0]) ? ", '-1 day'" : ""})`,
  };
}

function named(text: string, date: string, today: Today): DateFilter | undefined {
  const onDay = periods.onDay.exec(text);
  const day = onDay === null ? undefined : spanOf(onDay[1] ?? "", today);
  if (onDay !== null && day !== undefined)
    return {
      words: onDay[0],
      sql: day.year
        ? `substr(${date}, 1, 10) = '${day.first}'`
        : `strftime('%m-%d', ${date}) = '${day.first.slice(5)}'`,
    };
  const iso = /\b(\d{4}-\d{2}(?:-\d{2})?)\b/.exec(text);
  if (iso !== null) return { words: iso[0], sql: `substr(${date}, 1, ${iso[1]?.length}) = '${iso[1]}'` };
  const month = periods.month.exec(text);
  if (month !== null && !(month[1] === "may" && !/\b(?:in|of|for|during|since) may\b/i.test(text))) {
    const number = monthNumber(month[1] ?? "");
    return {
      words: month[0],
      sql:
        month[2] === undefined
          ? `strftime('%m', ${date}) = '${number}'`
          : `strftime('%Y-%m', ${date}) = '${month[2]}-${number}'`,
    };
  }
  const weekend = periods.weekend.exec(text);
  if (weekend !== null) return { words: weekend[0], sql: `strftime('%w', ${date}) IN ('0', '6')` };
  const weekday = periods.weekday.exec(text);
  if (weekday !== null)
    return {
      words: weekday[0],
      sql: `strftime('%w', ${date}) = '${["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"].indexOf((weekday[1] ?? "").toLowerCase())}'`,
    };
  const inYear = periods.year.exec(text);
  return inYear === null ? undefined : { words: inYear[0], sql: `strftime('%Y', ${date}) = '${inYear[1]}'` };
}

interface Span {
  readonly first: string;
  readonly last: string;
  /** False where the words leave the year open. */
  readonly year: boolean;
}

function rangeOf(found: RegExpExecArray, text: string): readonly [Span, Span] | readonly [] {
  const parts = /\b(?:between|from) (?:the )?(.+?) (?:and|to|until|till|through) (?:the )?(.+)$/i.exec(found[0]);
  const last = parts?.[2] ?? "";
  const open = new RegExp(year).exec(last)?.[1] ?? new RegExp(year).exec(text)?.[1];
  const first = parts?.[1] ?? "";
  const dated = new RegExp(year).test(first) || open === undefined ? first : `${first} ${open}`;
  const from = spanOf(dated);
  const to = spanOf(new RegExp(year).test(last) || open === undefined ? last : `${last} ${open}`);
  return from === undefined || to === undefined ? [] : [from, to];
}

/** First and last day of "2025", "March 2025", "3 March 2025", "2025-03"; without a year that of today. */
function spanOf(words: string, today?: Today): Span | undefined {
  const iso = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(words);
  if (iso !== null)
    return iso[3] === undefined
      ? monthSpan(iso[1] ?? "", iso[2] ?? "", true)
      : { first: words, last: words, year: true };
  const stated = new RegExp(year).exec(words)?.[1];
  const inYear = stated ?? (today === undefined ? undefined : isoToday(today).slice(0, 4));
  const month = new RegExp(`\\b${monthName}\\b`, "i").exec(words)?.[1];
  if (inYear === undefined) return undefined;
  if (month === undefined)
    return stated === undefined ? undefined : { first: `${stated}-01-01`, last: `${stated}-12-31`, year: true };
  const day = /\b(\d{1,2})(?:st|nd|rd|th)?\b/.exec(words)?.[1];
  if (day === undefined) return monthSpan(inYear, monthNumber(month), stated !== undefined);
  const date = `${inYear}-${monthNumber(month)}-${day.padStart(2, "0")}`;
  return { first: date, last: date, year: stated !== undefined };
}

function monthSpan(inYear: string, month: string, hasYear: boolean): Span {
  const last = new Date(Date.UTC(Number(inYear), Number(month), 0)).getUTCDate();
  return { first: `${inYear}-${month}-01`, last: `${inYear}-${month}-${String(last).padStart(2, "0")}`, year: hasYear };
}

function monthNumber(name: string): string {
  return String(monthFromName(name.slice(0, 3))).padStart(2, "0");
}

function relativeSpan(unit: string, shift: number, today: string): Span {
  const [inYear = 0, month = 1] = today.split("-").map(Number);
  const iso = (time: number) => new Date(time).toISOString().slice(0, 10);
  if (unit === "year") return { first: `${inYear + shift}-01-01`, last: `${inYear + shift}-12-31`, year: true };
  if (unit === "month")
    return {
      first: iso(Date.UTC(inYear, month - 1 + shift, 1)),
      last: iso(Date.UTC(inYear, month + shift, 0)),
      year: true,
    };
  if (unit === "quarter") {
    const start = Math.floor((month - 1) / 3) * 3 + shift * 3;
    return { first: iso(Date.UTC(inYear, start, 1)), last: iso(Date.UTC(inYear, start + 3, 0)), year: true };
  }
  const time = Date.parse(`${today}T00:00:00Z`);
  const monday = time - ((new Date(time).getUTCDay() + 6) % 7) * 86_400_000 + shift * 7 * 86_400_000;
  return { first: iso(monday), last: iso(monday + 6 * 86_400_000), year: true };
}

/** The person's date as YYYY-MM-DD. */
export function isoToday({ now, timeZone }: Today): string {
  try {
    return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
      now,
    );
  } catch {
    // An unknown zone: the date in UTC is at most a day off.
    return new Date(now).toISOString().slice(0, 10);
  }
}
