import { describe, expect, it } from "vitest";
import type { ToolContext } from "../tool.ts";
import { createCalculateDatesTool } from "./calculate-dates-tool.ts";
import { isoText } from "./calendar.ts";
import { readDate } from "./read-date.ts";

// Saturday, 21 November 2026, half past eleven at night in UTC: Sunday in Tokyo.
const now = Date.UTC(2026, 10, 21, 23, 30);
const context = (timeZone = "UTC") =>
  ({
    clock: { now: () => now, after: () => () => {} },
    timeZone,
    signal: new AbortController().signal,
  }) as unknown as ToolContext;
const tool = createCalculateDatesTool();
const run = async (given: Record<string, unknown>, timeZone?: string) =>
  tool.execute(tool.input.parse(given), context(timeZone));
const read = async (text: string, timeZone = "UTC") => {
  const found = await readDate(text, { now, timeZone });
  return "problem" in found ? "problem" : isoText(found.day);
};

describe("reading dates", () => {
  it.each([
    ["2026-11-21", "2026-11-21"],
    ["2026/3/4", "2026-03-04"],
    ["2026-11-21T10:00", "2026-11-21"],
    ["today", "2026-11-21"],
    ["Tomorrow", "2026-11-22"],
    ["yesterday.", "2026-11-20"],
    ["the day after tomorrow", "2026-11-23"],
    ["the day before yesterday", "2026-11-19"],
    ["next friday", "2026-11-27"],
    ["Friday", "2026-11-27"],
    ["last monday", "2026-11-16"],
    ["in 3 weeks", "2026-12-12"],
    ["3 days ago", "2026-11-18"],
    ["two weeks from now", "2026-12-05"],
    ["March 3", "2027-03-03"],
    ["3 March 2027", "2027-03-03"],
    ["24th of December 2027", "2027-12-24"],
    ["Dec 24, 2027", "2027-12-24"],
    ["31.12.2026", "2026-12-31"],
    ["the first of may", "2027-05-01"],
    ["next month", "2026-12-21"],
    ["christmas", "2026-12-25"],
    ["Christmas 2030", "2030-12-25"],
    ["last christmas", "2025-12-25"],
    ["new year's eve", "2026-12-31"],
    ["new year", "2027-01-01"],
    ["halloween", "2027-10-31"],
    ["easter 2026", "2026-04-05"],
    ["easter", "2027-03-28"],
    ["good friday 2024", "2024-03-29"],
    ["thanksgiving", "2026-11-26"],
    ["valentine’s day", "2027-02-14"],
    ["end of month", "2026-11-30"],
    ["end of the month", "2026-11-30"],
    ["start of next month", "2026-12-01"],
    ["end of year", "2026-12-31"],
    ["end of next year", "2027-12-31"],
    ["beginning of this quarter", "2026-10-01"],
    ["end of last quarter", "2026-09-30"],
    ["end of the week", "2026-11-22"],
    ["start of next week", "2026-11-23"],
    ["last day of february 2028", "2028-02-29"],
    ["end of 2030", "2030-12-31"],
    ["first day of may", "2027-05-01"],
    ["first monday of january", "2027-01-04"],
    ["last friday of november", "2026-11-27"],
    ["third thursday of march 2027", "2027-03-18"],
    ["second tuesday of next month", "2026-12-08"],
    ["first monday of november", "2027-11-01"],
  ])("%s", async (text, iso) => expect(await read(text)).toBe(iso));

  it.each([
    "2026-02-30",
    "2026-13-01",
    "soon",
    "",
    "friday and saturday",
    "from monday to friday",
    "next friday at the big conference",
    "fifth monday of february",
    "the 31st of february",
    "constructor",
    "31.02.2026",
    "x".repeat(200),
    "9".repeat(200),
  ])("%j is a problem", async (text) => expect(await read(text)).toBe("problem"));

  it("counts from the day in the person's zone", async () => {
    expect(await read("tomorrow", "Asia/Tokyo")).toBe("2026-11-23");
    expect(await read("in 2 days", "Asia/Tokyo")).toBe("2026-11-24");
    expect(await read("2026-11-21T23:30:00Z", "Asia/Tokyo")).toBe("2026-11-22");
    expect(await read("in 2 days", "America/Los_Angeles")).toBe("2026-11-23");
  });
});

describe("answers", () => {
  it("today", async () => {
    expect(await run({ operation: "today" })).toMatchObject({
      ok: true,
      text: "Today is Saturday, 21 November 2026 (2026-11-21), week 47.",
    });
    expect(await run({ operation: "today", date: "1999-01-01" }, "Asia/Tokyo")).toMatchObject({
      data: { date: "2026-11-22", weekday: "Sunday" },
    });
  });

  it("weekday", async () => {
    expect(await run({ operation: "weekday", date: "24 December 2027" })).toMatchObject({
      ok: true,
      data: { date: "2027-12-24", weekday: "Friday", week: 51 },
    });
  });

  it("difference", async () => {
    expect(await run({ operation: "difference", date: "2026-11-21", other: "christmas" })).toMatchObject({
      ok: true,
      text: "From Saturday, 21 November 2026 (2026-11-21) to Friday, 25 December 2026 (2026-12-25) it is 34 days = 4 weeks and 6 days = 1 month and 4 days. 25 workdays, Monday to Friday; public holidays are not known.",
      data: { days: 34, workdays: 25, weeks: 4, months: 1, years: 0 },
    });
    expect(
      await run({ operation: "difference", date: "2020-02-29", other: "2026-11-21", unit: "months" }),
    ).toMatchObject({ data: { months: 80, years: 6 }, text: expect.stringContaining("In whole months: 80.") });
    expect(await run({ operation: "difference", date: "2026-12-01" })).toMatchObject({
      data: { days: -10, to: "2026-11-21" },
      text: expect.stringContaining("10 days"),
    });
    expect(await run({ operation: "difference", date: "2026-03-03", other: "2026-04-18" })).toMatchObject({
      data: { workdays: 33 },
      text: expect.stringContaining("33 workdays after the first day, 34 with it, Monday to Friday"),
    });
    expect(await run({ operation: "difference", other: "2026-11-22" })).toMatchObject({
      data: { days: 1, workdays: 0 },
    });
  });

  it("shift", async () => {
    expect(await run({ operation: "shift", amount: 90 })).toMatchObject({
      text: "90 days after Saturday, 21 November 2026 (2026-11-21) is Friday, 19 February 2027 (2027-02-19).",
    });
    expect(await run({ operation: "shift", date: "2026-05-31", amount: -3, unit: "months" })).toMatchObject({
      data: { date: "2026-02-28" },
    });
    expect(await run({ operation: "shift", date: "2025-03-01", amount: 24, unit: "months" })).toMatchObject({
      text: expect.stringContaining("ends the day before, on Sunday, 28 February 2027 (2027-02-28)."),
      data: { date: "2027-03-01", termEnd: "2027-02-28" },
    });
    // A notice of three months to the end of February has to be given by the end of November, not by the 28th.
    expect(await run({ operation: "shift", date: "2027-02-28", amount: -3, unit: "months" })).toMatchObject({
      text: expect.stringContaining("a term): Monday, 30 November 2026 (2026-11-30)."),
      data: { date: "2026-11-28", monthEnd: "2026-11-30" },
    });
    expect((await run({ operation: "shift", date: "2027-02-27", amount: -3, unit: "months" })).text).not.toContain(
      "term",
    );
    expect(await run({ operation: "shift", date: "2027-02-28", amount: 10, unit: "months" })).toMatchObject({
      data: { date: "2027-12-28", monthEnd: "2027-12-31" },
    });
    expect(await run({ operation: "shift", date: "next monday", amount: 10, unit: "workdays" })).toMatchObject({
      data: { date: "2026-12-07", weekday: "Monday" },
    });
    expect(await run({ operation: "shift", date: "2024-02-29", amount: 1, unit: "years" })).toMatchObject({
      data: { date: "2025-02-28" },
      text: expect.stringContaining("1 year after"),
    });
  });

  it("list", async () => {
    expect(await run({ operation: "list", date: "2026-01-31", other: "2026-05-31", unit: "months" })).toMatchObject({
      data: { dates: ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"], complete: true },
    });
    expect(await run({ operation: "list", date: "2026-11-20", other: "2026-11-24", unit: "workdays" })).toMatchObject({
      data: { dates: ["2026-11-20", "2026-11-23", "2026-11-24"] },
    });
    expect(await run({ operation: "list", date: "2026-11-21", other: "2026-11-24", unit: "workdays" })).toMatchObject({
      data: { dates: ["2026-11-23", "2026-11-24"] },
    });
    expect(
      await run({ operation: "list", date: "2026-11-24", other: "2026-11-01", amount: 2, unit: "weeks" }),
    ).toMatchObject({ data: { dates: ["2026-11-24", "2026-11-10"] } });
    expect(
      await run({ operation: "list", date: "2026-01-01", other: "2026-12-31", amount: 4_000_000, unit: "years" }),
    ).toMatchObject({ data: { dates: ["2026-01-01"] } });
    const long = await run({ operation: "list", date: "2000-01-01", other: "9999-01-01" });
    expect(long).toMatchObject({ ok: true, data: { complete: false } });
    expect((long as unknown as { data: { dates: string[] } }).data.dates).toHaveLength(1000);
    expect(long.text.split("\n")).toHaveLength(62);
  });

  it("says how an ambiguous date was read", async () => {
    expect(await run({ operation: "weekday", date: "03/04/2026" })).toMatchObject({
      text: expect.stringContaining("was read as month/day: 2026-03-04"),
    });
    expect((await run({ operation: "weekday", date: "25/04/2026" })).text).not.toContain("read as");
  });
});

it.each([
  [{ operation: "shift" }, /needs an amount/],
  [{ operation: "shift", amount: 1.5 }, /not a whole number/],
  [{ operation: "shift", amount: 1e300 }, /too large/],
  [{ operation: "shift", amount: 3_999_999 }, /outside the years/],
  [{ operation: "shift", amount: -4_000_000, unit: "years" }, /outside the years/],
  [{ operation: "list", date: "2026-01-01" }, /second date/],
  [{ operation: "difference" }, /second date/],
  [{ operation: "list", date: "today", other: "tomorrow", amount: 0 }, /at least 1/],
  [{ operation: "weekday", date: "blursday" }, /cannot be read as a date/],
  [{ operation: "weekday", date: "2026-02-30" }, /There is no day/],
])("%j is refused in words", async (given, words) => {
  const output = await run(given);
  expect(output).toMatchObject({ ok: false, text: expect.stringMatching(words) });
});
