/** The tool `calculate_dates`: today, weekdays, differences, shifts and lists of dates. */
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import { settleCall } from "../settle-call.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";
import {
  addMonths, addWorkdays, type Day, dayInZone, firstDay, isoText, isoWeekOf, isWorkday, lastDay, longText, monthsBetween, weekdayOf, weekdays, workdaysBetween,
} from "./calendar.ts";
import { readDate } from "./read-date.ts";

const words = z.string().min(1).max(200);
const units = ["days", "workdays", "weeks", "months", "years"] as const;
type DateUnit = (typeof units)[number];

const input = z.object({
  operation: z
    .enum(["today", "weekday", "difference", "shift", "list"])
    .describe("today; weekday of date; difference from date to other; shift date by amount of unit; list the dates from date to other"),
  date: words.optional().describe('The date, as 2026-11-21 or in words ("next friday"); today when left out'),
  other: words.optional().describe("The second date of difference and list"),
  amount: z.number().optional().describe("For shift: how many units, negative for the past. For list: every how many units"),
  unit: z.enum(units).optional().describe("Default days"),
});
type DatesInput = z.infer<typeof input>;

const LARGEST_AMOUNT = 4_000_000;
const MOST_LISTED = 1000;
const MOST_SHOWN = 60;

/** Date arithmetic in the person's time zone. Workdays are Monday to Friday. */
export function createCalculateDatesTool(): Tool {
  return defineTool({
    name: "calculate_dates",
    capability: "dates",
    description:
      "Answers questions about dates: what day is today, which weekday a date is, how long between two dates, which date is so many days, workdays, " +
      "weeks, months or years before or after, and lists of dates. Dates are written 2026-11-21 or in words such as next friday.",
    examples: [
      "What is today's date?",
      "What weekday is 24 December 2027?",
      "How many days until Christmas?",
      "What date is 90 days from now?",
      "How many workdays are between 1 March and 15 April?",
      "Ten working days after next Monday",
      "3 months before 2026-05-31",
      "List every second week from 5 January to 30 March",
    ],
    input,
    effect: "none",
    repeatable: true,
    // "Today" is another answer tomorrow.
    cacheable: false,
    describe: ({ operation, date, other }) => ({ effect: "none", summary: ["dates:", operation, date, other].filter(Boolean).join(" ").slice(0, 120) }),
    execute: (given, context) => settleCall(context, () => answered(given, context)),
  });
}

async function answered(given: DatesInput, context: ToolContext): Promise<ToolOutput> {
  const notes: string[] = [];
  const day = await readOrThrow(given.operation === "today" ? "today" : (given.date ?? "today"), context, notes);
  const { text, data } = await answerOf(given, { day, context, notes });
  return {
    ok: true,
    text: [text, ...notes].join(" "),
    data,
    sources: [{ title: "calendar", location: "calculate_dates" }],
  };
}

interface Found {
  readonly text: string;
  readonly data: Record<string, string | number | boolean | readonly string[]>;
}

interface Given {
  readonly day: Day;
  readonly context: ToolContext;
  readonly notes: string[];
}

async function answerOf(given: DatesInput, { day, context, notes }: Given): Promise<Found> {
  switch (given.operation) {
    case "today": {
      const { week } = isoWeekOf(day);
      return { text: `Today is ${longText(day)}, week ${week}.`, data: { date: isoText(day), weekday: weekdayName(day), week } };
    }
    case "weekday": {
      const { week } = isoWeekOf(day);
      return { text: `${isoText(day)} is a ${weekdayName(day)} (week ${week}).`, data: { date: isoText(day), weekday: weekdayName(day), week } };
    }
    case "shift":
      return shifted(day, given);
    case "difference": {
      const other = await readOrThrow(given.other ?? (given.date === undefined ? missingOther() : "today"), context, notes);
      return differenceOf(day, other, given.unit);
    }
    case "list":
      return listed(day, await readOrThrow(given.other ?? missingOther(), context, notes), given);
  }
}

function differenceOf(from: Day, to: Day, unit: DateUnit | undefined): Found {
  const days = to - from;
  const workdays = workdaysBetween(from, to);
  const { months, days: rest } = monthsBetween(from, to);
  const size = Math.abs(days);
  const data = { from: isoText(from), to: isoText(to), days, workdays, weeks: Math.trunc(days / 7), months, years: Math.trunc(months / 12) };
  const parts = [plural(size, "day")];
  if (size >= 7) parts.push(`${plural(Math.floor(size / 7), "week")}${size % 7 === 0 ? "" : ` and ${plural(size % 7, "day")}`}`);
  if (months !== 0) parts.push(monthsInWords(Math.abs(months), Math.abs(rest)));
  if (unit === undefined || unit === "workdays") parts.push(`${plural(Math.abs(workdays), "workday")}, Monday to Friday, holidays not counted out`);
  const asked = unit === undefined || unit === "days" ? "" : ` In whole ${unit}: ${Math.abs(data[unit])}.`;
  const direction = days < 0 ? " backwards" : "";
  return { text: `From ${longText(from)} to ${longText(to)} it is ${parts.join(" = ")}${direction}.${asked}`.replace(/ = (\d+ workdays?)/, ", with $1"), data };
}

function shifted(from: Day, given: DatesInput): Found {
  const unit = given.unit ?? "days";
  const amount = wholeAmount(given.amount, "shift needs an amount: how many days, workdays, weeks, months or years.");
  const to = shift(from, amount, unit);
  // Also true of the NaN that lies beyond the range of dates.
  if (!(to >= firstDay && to <= lastDay)) throw wrong("The result is outside the years 1 to 9999.");
  const side = amount < 0 ? "before" : "after";
  return {
    text: `${plural(Math.abs(amount), unit.replace(/s$/, ""))} ${side} ${longText(from)} is ${longText(to)}.`,
    data: { from: isoText(from), amount, unit, date: isoText(to), weekday: weekdayName(to) },
  };
}

function listed(from: Day, to: Day, given: DatesInput): Found {
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
  const rest = dates.length > MOST_SHOWN ? [`… and ${dates.length - MOST_SHOWN}${isCut ? " or more" : ""} further dates`] : [];
  const count = isCut ? `the first ${MOST_LISTED} dates` : plural(dates.length, "date");
  return { text: [`From ${isoText(from)} to ${isoText(to)}, ${count}:`, ...shown, ...rest].join("\n"), data: { dates, complete: !isCut } };
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

async function readOrThrow(text: string, context: ToolContext, notes: string[]): Promise<Day> {
  const { timeZone, clock } = context;
  if (text === "today") return dayInZone(clock.now(), timeZone);
  const read = await readDate(text, { now: clock.now(), timeZone });
  if ("problem" in read) throw wrong(read.problem);
  if (read.note !== undefined) notes.push(read.note);
  return read.day;
}

function wholeAmount(amount: number | undefined, missing: string): number {
  if (amount === undefined) throw wrong(missing);
  if (!Number.isInteger(amount)) throw wrong(`${amount} is not a whole number; use a smaller unit.`);
  if (Math.abs(amount) > LARGEST_AMOUNT) throw wrong(`${amount} is too large.`);
  return amount;
}

function missingOther(): never {
  throw wrong("A second date is missing: give it as other.");
}

function wrong(message: string): ThorpError {
  return new ThorpError("tool-input", message, { hint: "" });
}

function weekdayName(day: Day): string {
  return weekdays[weekdayOf(day)] ?? "";
}

function monthsInWords(months: number, days: number): string {
  const years = Math.floor(months / 12);
  const parts = [
    ...(years === 0 ? [] : [plural(years, "year")]),
    ...(months % 12 === 0 ? [] : [plural(months % 12, "month")]),
    ...(days === 0 ? [] : [plural(days, "day")]),
  ];
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
