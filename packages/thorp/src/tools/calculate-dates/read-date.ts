/** From a date as it was written (2026-11-21, "next friday", "3 weeks ago") to a calendar day. */
import { type Day, dayInZone, dayOf, firstDay, isDate, isoText, lastDay } from "./calendar.ts";
import { dayFromWords } from "./calendar-words.ts";

/** From where "today" and "next friday" are counted. */
export interface DateReference {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** The day, or what was wrong with the words. */
export type ReadDate =
  | { readonly day: Day /** Says how an ambiguous date was taken. */; readonly note?: string }
  | { readonly problem: string };

/** Words that may stand around a date without changing it. */
const filler = /\b(?:the|on|by|until|till|since|from|date|of|day|a)\b|[.,!?"'()]/g;
const looksBack = /\b(?:last|ago|past|previous|since|before|earlier)\b/;

/** Reads a date. ISO dates and the commonest words do not load the parser for the rest. */
export async function readDate(text: string, reference: DateReference): Promise<ReadDate> {
  const today = dayInZone(reference.now, reference.timeZone);
  const iso = isoDate(text.trim(), reference.timeZone);
  if (iso !== undefined) return iso;
  const words = text
    .toLowerCase()
    .trim()
    .replace(/\s+/g, " ")
    .replace(/[.!?]$/, "")
    .replace(/^(?:(?:on|by|until|till|since|from|the) )+/, "");
  const day = dayFromWords(words, today) ?? (await dayByParser(words, reference));
  if (day === undefined) {
    return {
      problem: `"${text.slice(0, 80)}" cannot be read as a date; write it as ${isoText(today)} or in words such as "next friday".`,
    };
  }
  if (day < firstDay || day > lastDay) return { problem: `"${text.slice(0, 80)}" is outside the years 1 to 9999.` };
  const note = ambiguityOf(words, day);
  return note === undefined ? { day } : { day, note };
}

/** `2026-11-21`, `2026/11/21`, and instants such as `2026-11-21T23:30:00Z`. */
function isoDate(text: string, timeZone: string): ReadDate | undefined {
  const [, year, month, day, time, zone] =
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})([T ]\d{2}:\d{2}[\d:.]*(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text) ?? [];
  if (year === undefined) return undefined;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  if (!isDate(date)) return { problem: `There is no day ${text.slice(0, 40)}.` };
  const instant = time === undefined || zone === undefined ? Number.NaN : Date.parse(text);
  return { day: Number.isNaN(instant) ? dayOf(date) : dayInZone(instant, timeZone) };
}

/** Only a date that the parser found in the whole of the text counts: half understood is misunderstood. */
async function dayByParser(words: string, { now, timeZone }: DateReference): Promise<Day | undefined> {
  const chrono = await import("chrono-node/en");
  const reference = { instant: new Date(now), timezone: offsetMinutes(now, timeZone) };
  const [found, ...more] = chrono.casual.parse(words, reference, { forwardDate: !looksBack.test(words) });
  if (found === undefined || more.length > 0 || found.end != null) return undefined;
  const rest = words.slice(0, found.index) + words.slice(found.index + found.text.length);
  if (rest.replace(filler, "").trim() !== "") return undefined;
  const [year, month, day] = [found.start.get("year"), found.start.get("month"), found.start.get("day")];
  if (year === null || month === null || day === null) return undefined;
  return isDate({ year, month, day }) ? dayOf({ year, month, day }) : undefined;
}

/** How far the zone's clocks are ahead of UTC at an instant. */
function offsetMinutes(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(instant);
  const numberOf = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(numberOf("year"), numberOf("month") - 1, numberOf("day"), numberOf("hour"), numberOf("minute"));
  return Math.round((wall - Math.floor(instant / 60_000) * 60_000) / 60_000);
}

function ambiguityOf(words: string, day: Day): string | undefined {
  const [, first, second] = /^(\d{1,2})[/-](\d{1,2})(?:[/-]\d{2,4})?$/.exec(words) ?? [];
  if (first === undefined || first === second || Number(first) > 12 || Number(second) > 12) return undefined;
  return `${words} was read as month/day: ${isoText(day)}.`;
}
