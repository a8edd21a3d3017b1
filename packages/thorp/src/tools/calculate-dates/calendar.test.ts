import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addMonths,
  addWorkdays,
  type Day,
  dateOf,
  dayInZone,
  dayOf,
  firstDay,
  isDate,
  isoText,
  isoWeekOf,
  isWorkday,
  lastDay,
  longText,
  monthsBetween,
  weekdayOf,
  workdaysBetween,
} from "./calendar.ts";

const day = (text: string): Day => {
  const [year = 0, month = 0, number = 0] = text.split("-").map(Number);
  return dayOf({ year, month, day: number });
};
const anyDay = fc.integer({ min: firstDay + 800_000, max: lastDay - 800_000 });

it("knows days, leap years and the ends of its range", () => {
  expect(day("1970-01-01")).toBe(0);
  expect([firstDay, lastDay].map(isoText)).toEqual(["0001-01-01", "9999-12-31"]);
  expect(dateOf(day("0050-02-03"))).toEqual({ year: 50, month: 2, day: 3 });
  const dates = [
    [2024, 2, 29],
    [2026, 2, 29],
    [1900, 2, 29],
    [2000, 2, 29],
    [2026, 4, 31],
    [2026, 13, 1],
    [2026, 0, 1],
    [2026, 1, 0],
  ] as const;
  expect(dates.map(([year, month, number]) => isDate({ year, month, day: number }))).toEqual([
    true,
    false,
    false,
    true,
    false,
    false,
    false,
    false,
  ]);
});

it("knows the day in another zone", () => {
  const instant = Date.UTC(2026, 10, 21, 23, 30);
  expect(
    ["UTC", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"].map((zone) => isoText(dayInZone(instant, zone))),
  ).toEqual(["2026-11-21", "2026-11-22", "2026-11-21", "2026-11-22"]);
});

it("knows weekdays and ISO weeks, years with 53 of them too", () => {
  expect(weekdayOf(day("2026-11-21"))).toBe(6);
  expect(weekdayOf(day("1969-12-31"))).toBe(3);
  expect(
    ["2026-11-21", "2021-01-03", "2020-12-31", "2027-01-01", "2018-12-31"].map((text) => isoWeekOf(day(text))),
  ).toEqual([
    { year: 2026, week: 47 },
    { year: 2020, week: 53 },
    { year: 2020, week: 53 },
    { year: 2026, week: 53 },
    { year: 2019, week: 1 },
  ]);
  expect(longText(day("2026-11-21"))).toBe("Saturday, 21 November 2026 (2026-11-21)");
});

describe("months", () => {
  it.each([
    ["2026-01-31", 1, "2026-02-28"],
    ["2024-01-31", 1, "2024-02-29"],
    ["2024-02-29", 12, "2025-02-28"],
    ["2026-03-31", -1, "2026-02-28"],
    ["2026-01-15", -13, "2024-12-15"],
    ["2026-12-31", 2, "2027-02-28"],
  ])("%s %d months on is %s", (from, amount, to) => expect(isoText(addMonths(day(from), amount))).toBe(to));

  it.each([
    ["2026-01-31", "2026-02-28", 1, 0],
    ["2026-01-15", "2026-03-14", 1, 27],
    ["2026-03-14", "2026-01-15", -1, -30],
    ["2026-01-01", "2026-01-01", 0, 0],
    ["2024-02-29", "2025-03-01", 12, 1],
  ])("%s to %s are %d months and %d days", (from, to, months, days) =>
    expect(monthsBetween(day(from), day(to))).toEqual({ months, days }),
  );

  it("months and days between lead to the other day", () => {
    fc.assert(
      fc.property(anyDay, anyDay, (from, to) => {
        const { months, days } = monthsBetween(from, to);
        expect(addMonths(from, months) + days).toBe(to);
        expect(Math.abs(days)).toBeLessThan(31);
      }),
      { seed: 3 },
    );
  });
});

describe("workdays", () => {
  it.each([
    ["2026-11-20", 1, "2026-11-23"],
    ["2026-11-21", 1, "2026-11-23"],
    ["2026-11-20", 5, "2026-11-27"],
    ["2026-11-23", -1, "2026-11-20"],
    ["2026-11-21", 5, "2026-11-27"],
    ["2026-11-22", -5, "2026-11-16"],
    ["2026-11-21", 0, "2026-11-21"],
    ["2026-11-18", 10, "2026-12-02"],
  ])("%s and %d workdays is %s", (from, amount, to) => expect(isoText(addWorkdays(day(from), amount))).toBe(to));

  it("agrees with counting one by one, both ways", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -400, max: 400 }), (from, span) => {
        const to = from + span;
        let counted = 0;
        for (let each = Math.min(from, to); each <= Math.max(from, to); each++)
          if (each !== from && isWorkday(each)) counted++;
        expect(Math.abs(workdaysBetween(from, to))).toBe(counted);
      }),
      { seed: 3 },
    );
  });

  it("adding is the inverse of counting", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -500, max: 500 }), (from, amount) => {
        const to = addWorkdays(from, amount);
        expect(workdaysBetween(from, to) + 0).toBe(amount + 0);
        if (amount !== 0) expect(isWorkday(to)).toBe(true);
      }),
      { seed: 3 },
    );
  });
});
