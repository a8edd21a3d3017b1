/** The tool `calculate_dates`: today, weekdays, differences, shifts and lists of dates. */
import { z } from "zod";
import { settleCall } from "../settle-call.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";
import { type Day, dayInZone, isoText, isoWeekOf, longText } from "./calendar.ts";
import { type DateAnswer, dateUnits, differenceOf, listed, shifted, weekdayName, wrong } from "./date-answers.ts";
import { readDate } from "./read-date.ts";

const words = z.string().min(1).max(200);

const input = z.object({
  operation: z
    .enum(["today", "weekday", "difference", "shift", "list"])
    .describe(
      "today; weekday of date; difference from date to other; shift date by amount of unit; list the dates from date to other",
    ),
  date: words.optional().describe('The date, as 2026-11-21 or in words ("next friday"); today when left out'),
  other: words.optional().describe("The second date of difference and list"),
  amount: z
    .number()
    .optional()
    .describe("For shift: how many units, negative for the past. For list: every how many units"),
  unit: z.enum(dateUnits).optional().describe("Default days"),
});
type DatesInput = z.infer<typeof input>;

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
    describe: ({ operation, date, other }) => ({
      effect: "none",
      summary: ["dates:", operation, date, other].filter(Boolean).join(" ").slice(0, 120),
    }),
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

interface Given {
  readonly day: Day;
  readonly context: ToolContext;
  readonly notes: string[];
}

async function answerOf(given: DatesInput, { day, context, notes }: Given): Promise<DateAnswer> {
  switch (given.operation) {
    case "today": {
      const { week } = isoWeekOf(day);
      return {
        text: `Today is ${longText(day)}, week ${week}.`,
        data: { date: isoText(day), weekday: weekdayName(day), week },
      };
    }
    case "weekday": {
      const { week } = isoWeekOf(day);
      return {
        text: `${isoText(day)} is a ${weekdayName(day)} (week ${week}).`,
        data: { date: isoText(day), weekday: weekdayName(day), week },
      };
    }
    case "shift":
      return shifted(day, given);
    case "difference": {
      const other = await readOrThrow(
        given.other ?? (given.date === undefined ? missingOther() : "today"),
        context,
        notes,
      );
      return differenceOf(day, other, given.unit);
    }
    case "list":
      return listed(day, await readOrThrow(given.other ?? missingOther(), context, notes), given);
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

function missingOther(): never {
  throw wrong("A second date is missing: give it as other.");
}
