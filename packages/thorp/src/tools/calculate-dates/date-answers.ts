/** The answers of date arithmetic, in words and as data. */
import { ThorpError } from "../../base/errors.ts";
import {
  addMonths,
  addWorkdays,
  type Day,
  dateOf,
  dayOf,
  firstDay,
  isoText,
  isWorkday,
  lastDay,
  longText,
  monthsBetween,
  weekdayOf,
  weekdays,
  workdaysBetween,
} from "./calendar.ts";

export const dateUnits = ["days", "workdays", "weeks", "months", "years"] as const;
/** What spans of days are counted in. */
export type DateUnit = (typeof dateUnits)[number];

/** How many of which unit, as the caller of the tool gave them. */
export interface DateStep {
  readonly amount?: number | undefined;
  readonly unit?: DateUnit | undefined;
}

/** `text` is a sentence for people, `data` the same for machines. */
export interface DateAnswer {
  readonly text: string;
  readonly data: Record<string, string | number | boolean | readonly string[]>;
}

const LARGEST_AMOUNT = 4_000_000;
const MOST_LISTED = 1000;
const MOST_SHOWN = 60;

/** How long it is from one day to another; `unit` asks for one figure among them. */
export function differenceOf(from: Day, to: Day, unit: DateUnit | undefined): DateAnswer {
  const days = to - from;
  const workdays = workdaysBetween(from, to);
  const { months, days: rest } = monthsBetween(from, to);
  const size = Math.abs(days);
  const data = {
    from: isoText(from),
    to: isoText(to),
    days,
    workdays,
    weeks: Math.trunc(days / 7),
    months,
    years: Math.trunc(months / 12),
  };
  const parts = [
    plural(size, "day"),
    ...(size < 7
      ? []
      : [listOf([plural(Math.floor(size / 7), "week"), size % 7 === 0 ? "" : plural(size % 7, "day")])]),
    ...(months === 0 ? [] : [monthsInWords(Math.abs(months), Math.abs(rest))]),
  ];
  const direction = days < 0 ? " backwards" : "";
  const asked =
    unit === undefined || unit === "days" || unit === "workdays" ? "" : ` In whole ${unit}: ${Math.abs(data[unit])}.`;
  const withWorkdays =
    unit === undefined || unit === "workdays"
      ? ` ${workdaysInWords(from, Math.abs(workdays))}, Monday to Friday; public holidays are not known.`
      : "";
  return {
    text: `From ${longText(from)} to ${longText(to)} it is ${parts.join(" = ")}${direction}.${asked}${withWorkdays}`,
    data,
  };
}

/** "Between 3 and 5 March" may mean two days or three: a first day that is itself a workday gives both counts. */
function workdaysInWords(first: Day, after: number): string {
  return isWorkday(first)
    ? `${plural(after, "workday")} after the first day, ${after + 1} with it`
    : plural(after, "workday");
}

/** The day that lies so much later or earlier. Throws `tool-input`. */
export function shifted(from: Day, given: DateStep): DateAnswer {
  const unit = given.unit ?? "days";
  const amount = wholeAmount(given.amount, "shift needs an amount: how many days, workdays, weeks, months or years.");
  const to = shift(from, amount, unit);
  // Also true of the NaN that lies beyond the range of dates.
  if (!(to >= firstDay && to <= lastDay)) throw wrong("The result is outside the years 1 to 9999.");
  const side = amount < 0 ? "before" : "after";
  const isMonths = unit === "months" || unit === "years";
  const monthEnd = isMonths ? monthEndOf(from, to) : undefined;
  // From the first of a month mostly terms are meant; to others of "in three months" it would be noise.
  const termEnd = isMonths && amount > 0 && dateOf(from).day === 1 ? to - 1 : undefined;
  const also =
    monthEnd !== undefined
      ? ` Whole calendar months, from the end of one to the end of another (a notice period, a term): ${longText(monthEnd)}.`
      : termEnd !== undefined
        ? ` A term of that length that begins on the first date ends the day before, on ${longText(termEnd)}.`
        : "";
  return {
    text: `${plural(Math.abs(amount), unit.replace(/s$/, ""))} ${side} ${longText(from)} is ${longText(to)}.${also}`,
    data: {
      from: isoText(from),
      amount,
      unit,
      date: isoText(to),
      weekday: weekdayName(to),
      ...(monthEnd === undefined ? {} : { monthEnd: isoText(monthEnd) }),
      ...(termEnd === undefined ? {} : { termEnd: isoText(termEnd) }),
    },
  };
}

/** The last of February, three months back: the day of that number, or the end of the month? Contracts mean the end. */
function monthEndOf(from: Day, to: Day): Day | undefined {
  if (!isMonthEnd(from) || isMonthEnd(to)) return undefined;
  const { year, month } = dateOf(to);
  const end = dayOf(month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 }) - 1;
  return end > lastDay ? undefined : end;
}

function isMonthEnd(day: Day): boolean {
  return dateOf(day + 1).day === 1;
}

/** The days from one to another by steps, at most 1000. Throws `tool-input`. */
export function listed(from: Day, to: Day, given: DateStep): DateAnswer {
  const unit = given.unit ?? "days";
  const step = Math.abs(wholeAmount(given.amount ?? 1, ""));
  if (step === 0) throw wrong("A list needs an amount of at least 1.");
  const direction = to < from ? -1 : 1;
  const dates: string[] = [];
  let isCut = false;
  // Each from the first, not from the one before: 31 January + 2 months is 31 March, whatever February had.
  for (let count = 0; ; count++) {
    const day = shift(from, count * step * direction, unit);
    if (!(direction > 0 ? day <= to : day >= to)) break;
    if (unit === "workdays" && !isWorkday(day)) continue;
    if (dates.length === MOST_LISTED) {
      isCut = true;
      break;
    }
    dates.push(isoText(day));
  }
  const shown = dates.slice(0, MOST_SHOWN).map((date) => `- ${date}`);
  const rest =
    dates.length > MOST_SHOWN ? [`… and ${dates.length - MOST_SHOWN}${isCut ? " or more" : ""} further dates`] : [];
  const count = isCut ? `the first ${MOST_LISTED} dates` : plural(dates.length, "date");
  return {
    text: [`From ${isoText(from)} to ${isoText(to)}, ${count}:`, ...shown, ...rest].join("\n"),
    data: { dates, complete: !isCut },
  };
}

function shift(from: Day, amount: number, unit: DateUnit): Day {
  switch (unit) {
    case "days":
      return from + amount;
    case "workdays":
      return addWorkdays(from, amount);
    case "weeks":
      return from + amount * 7;
    case "months":
      return addMonths(from, amount);
    case "years":
      return addMonths(from, amount * 12);
  }
}

function wholeAmount(amount: number | undefined, missing: string): number {
  if (amount === undefined) throw wrong(missing);
  if (!Number.isInteger(amount)) throw wrong(`${amount} is not a whole number; use a smaller unit.`);
  if (Math.abs(amount) > LARGEST_AMOUNT) throw wrong(`${amount} is too large.`);
  return amount;
}

/** What a caller can mend by other arguments. */
export function wrong(message: string): ThorpError {
  return new ThorpError("tool-input", message, { hint: "" });
}

/** In English. */
export function weekdayName(day: Day): string {
  return weekdays[weekdayOf(day)] ?? "";
}

function monthsInWords(months: number, days: number): string {
  const years = Math.floor(months / 12);
  return listOf([
    years === 0 ? "" : plural(years, "year"),
    months % 12 === 0 ? "" : plural(months % 12, "month"),
    days === 0 ? "" : plural(days, "day"),
  ]);
}

/** `a`, `a and b`, `a, b and c`; empty ones left out. */
function listOf(words: readonly string[]): string {
  const parts = words.filter((word) => word !== "");
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
