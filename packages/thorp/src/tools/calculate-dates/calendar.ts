/** Arithmetic on calendar days: numbers of days since 1 January 1970, no clock times, no zones. Gregorian throughout. */
import { monthNames } from "../../base/month-names.ts";

/** Days since 1970-01-01; an integer. */
export type Day = number;

/** A calendar day by its parts. */
export interface YearMonthDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** In English; the position is that of `Date.getDay`: Sunday is 0. */
export const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

const MS_A_DAY = 86_400_000;
/** 0001-01-01 and 9999-12-31. */
export const firstDay: Day = dayOf({ year: 1, month: 1, day: 1 });
/** The last day that is reckoned with. */
export const lastDay: Day = dayOf({ year: 9999, month: 12, day: 31 });

/** The day, or one beyond the month's end for a day that the month does not have; see `isDate`. */
export function dayOf({ year, month, day }: YearMonthDay): Day {
  const date = new Date(0);
  // Not Date.UTC: it takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / MS_A_DAY);
}

/** The opposite of `dayOf`. */
export function dateOf(day: Day): YearMonthDay {
  const date = new Date(day * MS_A_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** False for 30 February and the like. */
export function isDate(date: YearMonthDay): boolean {
  const back = dateOf(dayOf(date));
  return (
    back.year === date.year && back.month === date.month && back.day === date.day && date.year >= 1 && date.year <= 9999
  );
}

/** The calendar day in a time zone at an instant. */
export function dayInZone(instant: number, timeZone: string): Day {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
  }).formatToParts(instant);
  const numberOf = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return dayOf({ year: numberOf("year"), month: numberOf("month"), day: numberOf("day") });
}

/** 0 is Sunday. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Monday to Friday; public holidays are not known here. */
export function isWorkday(day: Day): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6;
}

/** Workdays after `from` up to and including `to`; negative when `to` is earlier. `addWorkdays` is its inverse. */
export function workdaysBetween(from: Day, to: Day): number {
  if (to < from) return workdayShift(to, from) - workdaysBetween(to, from);
  const weeks = Math.floor((to - from) / 7);
  let count = weeks * 5;
  for (let day = from + weeks * 7 + 1; day <= to; day++) if (isWorkday(day)) count++;
  return count;
}

/** Counting backwards includes the earlier end and not the later one. */
function workdayShift(earlier: Day, later: Day): number {
  return (isWorkday(later) ? 1 : 0) - (isWorkday(earlier) ? 1 : 0);
}

/** The day that lies `amount` workdays after (before) `from`. */
export function addWorkdays(from: Day, amount: number): Day {
  const step = Math.sign(amount);
  const weeks = Math.trunc(amount / 5);
  let day = from + weeks * 7;
  let left = Math.abs(amount - weeks * 5);
  // Whole weeks from a Saturday end on a Saturday; the last of their workdays is the Friday before.
  if (left === 0 && weeks !== 0) while (!isWorkday(day)) day -= step;
  while (left > 0) {
    day += step;
    if (isWorkday(day)) left--;
  }
  return day;
}

/** The same day of another month; the month's last where it has no such day: 31 January + 1 month = 28 February. */
export function addMonths(from: Day, amount: number): Day {
  const { year, month, day } = dateOf(from);
  const index = year * 12 + (month - 1) + amount;
  const target = { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 };
  const length = dateOf(dayOf({ year: target.year, month: target.month + 1, day: 0 })).day;
  return dayOf({ ...target, day: Math.min(day, length) });
}

/** Whole months from one day to the other, and the days left over. Both negative or zero when `to` is earlier. */
export function monthsBetween(from: Day, to: Day): { readonly months: number; readonly days: number } {
  const [start, end] = [dateOf(from), dateOf(to)];
  let count = (end.year - start.year) * 12 + end.month - start.month;
  const step = to >= from ? -1 : 1;
  while (count !== 0 && (to >= from ? addMonths(from, count) > to : addMonths(from, count) < to)) count += step;
  return { months: count, days: to - addMonths(from, count) };
}

/** Week of the year by ISO 8601: weeks begin on Monday, the first holds the first Thursday. */
export function isoWeekOf(day: Day): { readonly year: number; readonly week: number } {
  const thursday = day - ((weekdayOf(day) + 6) % 7) + 3;
  const { year } = dateOf(thursday);
  return { year, week: Math.floor((thursday - dayOf({ year, month: 1, day: 1 })) / 7) + 1 };
}

/** `2026-11-21`. */
export function isoText(day: Day): string {
  const { year, month, day: number } = dateOf(day);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(number).padStart(2, "0")}`;
}

/** `Saturday, 21 November 2026 (2026-11-21)`. */
export function longText(day: Day): string {
  const { year, month, day: number } = dateOf(day);
  return `${weekdays[weekdayOf(day)]}, ${number} ${monthNames[month - 1]} ${year} (${isoText(day)})`;
}
