/** Dates in words that a general date parser does not know, or reads wrongly: feasts, ends of periods, third Mondays. */
import { monthNames } from "../../base/month-names.ts";
import { addMonths, type Day, dateOf, dayOf, isDate, weekdayOf, weekdays } from "./calendar.ts";

const ordinals: Readonly<Record<string, number>> = {
  first: 1,
  "1st": 1,
  second: 2,
  "2nd": 2,
  third: 3,
  "3rd": 3,
  fourth: 4,
  "4th": 4,
  last: -1,
};

const near: Readonly<Record<string, number>> = {
  today: 0,
  now: 0,
  tonight: 0,
  "this morning": 0,
  tomorrow: 1,
  yesterday: -1,
  "day after tomorrow": 2,
  overmorrow: 2,
  "day before yesterday": -2,
};

/** Month and day, or a rule for the year. */
const feasts: Readonly<Record<string, (year: number) => Day>> = {
  christmas: (year) => dayOf({ year, month: 12, day: 25 }),
  "christmas day": (year) => dayOf({ year, month: 12, day: 25 }),
  "christmas eve": (year) => dayOf({ year, month: 12, day: 24 }),
  "boxing day": (year) => dayOf({ year, month: 12, day: 26 }),
  "new year": (year) => dayOf({ year, month: 1, day: 1 }),
  "new year's": (year) => dayOf({ year, month: 1, day: 1 }),
  "new years": (year) => dayOf({ year, month: 1, day: 1 }),
  "new year's day": (year) => dayOf({ year, month: 1, day: 1 }),
  "new year's eve": (year) => dayOf({ year, month: 12, day: 31 }),
  "new years eve": (year) => dayOf({ year, month: 12, day: 31 }),
  halloween: (year) => dayOf({ year, month: 10, day: 31 }),
  "valentine's day": (year) => dayOf({ year, month: 2, day: 14 }),
  "valentines day": (year) => dayOf({ year, month: 2, day: 14 }),
  easter: easterOf,
  "easter sunday": easterOf,
  "good friday": (year) => easterOf(year) - 2,
  "easter monday": (year) => easterOf(year) + 1,
  thanksgiving: (year) => nthWeekday(4, 4, { year, month: 11 }) as Day,
};

/** The day that `words` (lower case, single blanks, no leading "the") name as seen from `today`; undefined if unknown. */
export function dayFromWords(words: string, today: Day): Day | undefined {
  const offset = Object.hasOwn(near, words) ? near[words] : undefined;
  if (offset !== undefined) return today + offset;
  return feastIn(words, today) ?? weekdayInMonth(words, today) ?? edgeOfPeriod(words, today);
}

/** "christmas", "easter 2027", "last halloween", "next new year". */
function feastIn(words: string, today: Day): Day | undefined {
  const [, when, name = "", ownYear] =
    /^(?:(next|last|this) )?([a-z' ]+?)(?:,? (?:of )?(\d{4}))?$/.exec(words.replace("’", "'")) ?? [];
  const feast = Object.hasOwn(feasts, name) ? feasts[name] : undefined;
  if (feast === undefined) return undefined;
  if (ownYear !== undefined) return feast(Number(ownYear));
  const { year } = dateOf(today);
  const thisYear = feast(year);
  if (when === "last") return thisYear < today ? thisYear : feast(year - 1);
  return thisYear >= today ? thisYear : feast(year + 1);
}

/** "third monday of january 2027", "last friday of november", "first tuesday of next month". */
function weekdayInMonth(words: string, today: Day): Day | undefined {
  const [, ordinal = "", name = "", period = ""] = /^(\w+) (\w+day)s? (?:of|in) (.+)$/.exec(words) ?? [];
  const weekday = weekdays.findIndex((each) => each.toLowerCase() === name);
  const number = Object.hasOwn(ordinals, ordinal) ? ordinals[ordinal] : undefined;
  if (weekday < 0 || number === undefined) return undefined;
  const start = monthNamed(period, today);
  if (start === undefined) return undefined;
  const { year, month } = dateOf(start);
  const found = nthWeekday(number, weekday, { year, month });
  // A bare month means the one to come.
  if (found !== undefined && found < today && /^[a-z]+$/.test(period))
    return nthWeekday(number, weekday, { year: year + 1, month });
  return found;
}

/** "end of month", "start of next year", "last day of february", "beginning of this quarter", "end of the week". */
function edgeOfPeriod(words: string, today: Day): Day | undefined {
  const [, edge = "", period = ""] = /^(start|beginning|first day|end|last day) of (?:the )?(.+)$/.exec(words) ?? [];
  if (edge === "") return undefined;
  const isEnd = edge === "end" || edge === "last day";
  const [, when = "this", unit = ""] = /^(?:(this|next|last) )?(week|month|quarter|year)$/.exec(period) ?? [];
  const shift = { this: 0, next: 1, last: -1 }[when] ?? 0;
  const { year, month } = dateOf(today);
  switch (unit) {
    case "week": {
      const monday = today - ((weekdayOf(today) + 6) % 7) + 7 * shift;
      return isEnd ? monday + 6 : monday;
    }
    case "quarter": {
      const start = addMonths(dayOf({ year, month: month - ((month - 1) % 3), day: 1 }), 3 * shift);
      return isEnd ? addMonths(start, 3) - 1 : start;
    }
    case "year":
      return isEnd
        ? dayOf({ year: year + shift, month: 12, day: 31 })
        : dayOf({ year: year + shift, month: 1, day: 1 });
    default: {
      const start = /^\d{4}$/.test(period)
        ? dayOf({ year: Number(period), month: 1, day: 1 })
        : monthNamed(period, today);
      if (start === undefined) return undefined;
      if (!isEnd) return start;
      return addMonths(start, /^\d{4}$/.test(period) ? 12 : 1) - 1;
    }
  }
}

/** First day of "month", "next month", "january", "january 2027"; a bare month is this year's unless it is over. */
function monthNamed(words: string, today: Day): Day | undefined {
  const { year, month } = dateOf(today);
  const [, when] = /^(?:the |(this|next|last) )?month$/.exec(words) ?? [undefined, undefined];
  if (/^(?:the |this |next |last )?month$/.test(words)) {
    return addMonths(dayOf({ year, month, day: 1 }), when === "next" ? 1 : when === "last" ? -1 : 0);
  }
  const [, name = "", ownYear] = /^([a-z]{3,9})\.?,?(?: (\d{4}))?$/.exec(words) ?? [];
  const index =
    name === ""
      ? -1
      : monthNames.findIndex((each) => each.toLowerCase() === name || each.slice(0, 3).toLowerCase() === name);
  if (index < 0) return undefined;
  return dayOf({
    year: ownYear === undefined ? (index + 1 < month ? year + 1 : year) : Number(ownYear),
    month: index + 1,
    day: 1,
  });
}

/** Undefined for a fifth Monday that the month does not have. */
function nthWeekday(
  number: number,
  weekday: number,
  of: { readonly year: number; readonly month: number },
): Day | undefined {
  const start = dayOf({ ...of, day: 1 });
  if (number < 0) {
    const end = addMonths(start, 1) - 1;
    return end - ((weekdayOf(end) - weekday + 7) % 7);
  }
  const day = start + ((weekday - weekdayOf(start) + 7) % 7) + (number - 1) * 7;
  return isDate({ ...of, day: day - start + 1 }) ? day : undefined;
}

/** Source: the anonymous Gregorian algorithm (Meeus, Jones, Butcher; Nature, 1876). */
function easterOf(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor((year % 100) / 4) - d - (year % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return dayOf({ year, month: Math.floor(f / 31), day: (f % 31) + 1 });
}
