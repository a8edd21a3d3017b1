/** Finds what a sentence asks of the calendar. Dates stay in the person's words: the tool reads them with today in mind. */
import { withDigits } from "../text/numbers.ts";

/** The input of the date tool, as far as the sentence tells it. */
export interface DateQuestion {
  readonly operation: "today" | "weekday" | "difference" | "shift" | "list";
  readonly date?: string;
  readonly other?: string;
  readonly amount?: number;
  readonly unit?: "days" | "workdays" | "weeks" | "months" | "years";
}

const monthName =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const fullWeekday = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)";
const span =
  "(?:business |working |work |week |calendar )?(?:day|workday|weekday|week|fortnight|month|quarter|year|decade)s?";
const feast =
  "(?:christmas(?: eve| day)?|new year'?s?(?: eve| day)?|halloween|valentine'?s day|boxing day|easter(?: sunday| monday)?|good friday|thanksgiving|pentecost|labou?r day|black friday)";

/** A date as people write it; used without flags inside larger forms. */
const dateForm = [
  "\\d{4}-\\d{2}-\\d{2}",
  "\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}",
  `(?:the )?\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${monthName}(?:,? \\d{4})?`,
  `${monthName} (?:the )?\\d{1,2}(?:st|nd|rd|th)?(?!\\d)(?:,? \\d{4})?`,
  `(?:the )?(?:first|last|second|third|fourth) ${fullWeekday} (?:of|in) ${monthName}(?: \\d{4})?`,
  `(?:the )?(?:end|start|beginning|middle|first day|last day) of (?:the |this |next )?(?:${monthName}|month|year|week|quarter|\\d{4})(?: \\d{4})?`,
  `${feast}(?: \\d{4})?`,
  `(?:next|last|this|coming|past) (?:${fullWeekday}|${span}|${monthName}|weekend)`,
  `${monthName},? \\d{4}`,
  "\\d{4}-\\d{2}(?!\\d)",
  "(?:the )?day (?:before|after) (?:yesterday|tomorrow)",
  "today|tomorrow|yesterday|now|tonight",
  fullWeekday,
  "(?:january|february|april|june|july|august|september|october|november|december)",
  "(?<=in |of |until |since |by )(?:19|20)\\d{2}",
].join("|");

/** Every form below needs one of these; the forms themselves take a tenth of a start to compile. */
const calendarWord =
  /day|date|week|month|year|quarter|decade|fortnight|tomorrow|now|tonight|falls? on|\b(?:old|long|time)\b|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|christmas|halloween|easter|thanksgiving|pentecost|\d{4}|\d[./]\d/i;
const anyDate = new RegExp(`\\b(?:${dateForm})(?![\\w])`, "gi");
const amountForm = `(-?\\d+(?:\\.\\d+)?|an?|that many|this many|so many)\\s+(?:more |full |calendar )?(${span})`;
const shifts: readonly (readonly [RegExp, 1 | -1])[] = [
  [new RegExp(`\\b${amountForm} (?:before|prior to|ahead of|earlier(?: than)?|ago)\\b`, "i"), -1],
  [new RegExp(`\\b${amountForm} (?:after|from|past|following|later(?: than)?|since|hence|on from)\\b`, "i"), 1],
  [new RegExp(`\\b(?:subtract|take away|minus|take) ${amountForm}`, "i"), -1],
  [new RegExp(`(?:\\b(?:add|plus|within|in|another|after|for|needs?|takes?|lasts?|allow)|\\+) ${amountForm}`, "i"), 1],
  [new RegExp(`(?<=\\w )- ${amountForm}`, "i"), -1],
];

const asksWeekday =
  /\b(?:what|which) (?:day of (?:the )?week|week ?day)|\bday of (?:the )?week\b|\bweek ?day\b|\b(?:what|which) day (?:is|was|will|does|did|do)\b(?!.*\b(?:after|before|from)\b)|\bon (?:what|which) day\b/i;
const asksDifference =
  /\b(?:how (?:many|much) (?:(?:more|full|whole|business|working|work|calendar) )*(?:days?|workdays?|weekdays?|weeks?|months?|years?|time|nights?|weekends?)|how long|how old|how far off|number of (?:\w+ )?(?:days?|workdays?|weekdays?|weeks?|months?|years?)|(?:days|weeks|months|workdays) (?:left|remaining|to go)\b|(?<![\d#] )(?:days|workdays|weeks|months|years|time|nights) (?:left |remaining |to go |there are |are there )?(?:between|until|till|til|since|from|to)\b|difference between|count(?: the)? (?:\w+ )?(?:days|workdays|weeks|months|years)|countdown|age of (?:someone|a person))/i;
const asksToday =
  /\b(?:(?:what|which)(?:'s| is)? (?:the )?(?:current )?(?:date|day)(?: is it)?(?: today| now| is it| is today)|today'?s date|current date|(?:date|day) (?:is )?(?:it )?today|what day is it|what is today|which day is it)\b/i;
const asksList = new RegExp(
  `\\b(?:list|show|give|all|every|each|name|write out|what are|which|print|enumerate)\\b.*\\b(?:dates|days|${fullWeekday}s|weekdays|workdays|weekends)\\b|\\bdates of\\b|\\b${fullWeekday}s (?:in|of|between|from)\\b`,
  "i",
);

const oneAmount = new RegExp(`\\b${amountForm}\\b`, "gi");
const checksDay = new RegExp(
  `\\b(?:is|was|will|does|did|do)\\b.*\\b(?:on )?an? (?:${fullWeekday}|weekday|weekend|workday|working day)\\b`,
  "i",
);
const namedWeekdays = new RegExp(`\\b(${fullWeekday})s\\b`, "i");
const between = "(?: (?:and|to|until|till|-|–|through) (?:the )?)";
const dayAndMonth = `(?:${feast}|\\d{1,2}(?:st|nd|rd|th)? ${monthName}|${monthName} \\d{1,2}(?:st|nd|rd|th)?)`;
const yearLater = new RegExp(`\\b(${dayAndMonth})(?!,? \\d{4})(?=${between}${dayAndMonth},? (\\d{4}))`, "gi");
const monthLater = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th)?(?=${between}\\d{1,2}(?:st|nd|rd|th)? (${monthName}(?: \\d{4})?))`,
  "gi",
);

/** The dates of a text in the order they stand. */
export function datesIn(text: string): readonly string[] {
  if (!calendarWord.test(text)) return [];
  return [...text.matchAll(anyDate)].map(([date]) => date.replace(/^the /i, ""));
}

/** What is asked, or undefined when it is no question about dates. Parts that the sentence leaves out are left out. */
export function dateQuestionFrom(sentence: string): DateQuestion | undefined {
  const text = withDigits(sentence).replace(/\s+/g, " ");
  if (!calendarWord.test(text)) return undefined;
  const dates = datesIn(withoutShift(completed(text)));
  const shift = shiftIn(text);
  if (asksList.test(text) && dates.length > 0 && !/\bhow many\b|\bnumber of\b/i.test(text)) return listIn(text, dates);
  if (
    asksDifference.test(text) &&
    (dates.length > 0 ||
      (/\b(?:until|till|between|since|left|ago|remaining)\b/i.test(text) &&
        /\b(?:days?|workdays?|weeks?|months?|years?|old|long|time)\b/i.test(text))) &&
    !isPlainShift(text, shift)
  ) {
    return differenceIn(text, dates);
  }
  if (
    shift !== undefined &&
    (dates.length > 0 ||
      /\bago\b|\bfrom now\b|\b(?:date|day|due|deadline|later|earlier|expires?|when|done|finish\w*|ready|end)\b/i.test(
        text,
      ))
  ) {
    return { operation: "shift", date: dates[0] ?? "today", ...shift };
  }
  if (asksToday.test(text) && dates.every((date) => /today|now/i.test(date))) return { operation: "today" };
  if (asksWeekday.test(text) || checksDay.test(text) || /\bfalls? on\b/i.test(text)) {
    return { operation: "weekday", ...(dates[0] === undefined ? {} : { date: dates[0] }) };
  }
  if (dates.length > 0 && shift === undefined && /\b(?:what|which) day\b/i.test(text))
    return { operation: "weekday", date: dates[0] ?? "today" };
  if (
    /\b(?:what|which)(?:'s| is| was| will be)? (?:the )?date\b|\bdate of\b|(?:'s|s') date\b|\bwhen (?:is|was|does|do|will)\b/i.test(
      text,
    ) &&
    dates.length > 0
  ) {
    return { operation: "shift", date: dates[0] ?? "today", amount: 0, unit: "days" };
  }
  return undefined;
}

// "3 and 9 Aug 2025", "3 Feb and 9 Aug 2025": the first date takes month and year from the second.
function completed(text: string): string {
  return text.replace(monthLater, "$1 $2").replace(yearLater, "$1 $2");
}

function isPlainShift(text: string, shift: { readonly amount: number } | undefined): boolean {
  if (shift === undefined) return false;
  return (
    /\b(?:what|which)(?:'s| is| was| will)?(?: the)? (?:date|day)\b/i.test(text) ||
    !/\bhow (?:many|much|long|old|far)\b|\bnumber of\b|\bbetween\b|\b(?:left|remaining|until|till|since)\b|\bcount\b/i.test(
      text,
    )
  );
}

function withoutShift(text: string): string {
  return text.replace(oneAmount, (whole) => whole.replace(/\w/g, "#"));
}

function shiftIn(
  text: string,
): { readonly amount: number; readonly unit: NonNullable<DateQuestion["unit"]> } | undefined {
  for (const [form, sign] of shifts) {
    const found = form.exec(text);
    if (found === null) continue;
    const amount = /^an?$/i.test(found[1] ?? "") ? 1 : Number(found[1]);
    const times = /fortnight/i.test(found[2] ?? "")
      ? 2
      : /quarter/i.test(found[2] ?? "")
        ? 3
        : /decade/i.test(found[2] ?? "")
          ? 10
          : 1;
    return { amount: sign * (Number.isNaN(amount) ? 1 : amount) * times, unit: unitOf(found[2] ?? "days") };
  }
  return undefined;
}

function unitOf(words: string): NonNullable<DateQuestion["unit"]> {
  if (/business|working|work|weekday|week day/i.test(words)) return "workdays";
  if (/week|fortnight/i.test(words)) return "weeks";
  if (/month|quarter/i.test(words)) return "months";
  return /year|decade|old|age/i.test(words) ? "years" : "days";
}

function differenceIn(text: string, dates: readonly string[]): DateQuestion {
  const asked = asksDifference.exec(text)?.[0] ?? "";
  const unit = unitOf(/(?:business|working|work|week)[ -]?days?/i.test(text) ? "workdays" : asked);
  if (dates.length >= 2)
    return { operation: "difference", date: dates[0] ?? "today", other: dates[1] ?? "today", unit };
  const [date] = dates;
  if (date === undefined) return { operation: "difference", unit };
  const since = /\b(?:since|old|ago|born|passed|elapsed)\b/i.test(text);
  // A whole month or year ("in May 2026") is counted from its first to its last day.
  if (
    /\b(?:in|of|during) (?:the )?(?:month of |year )?$/i.test(
      text.slice(0, Math.max(0, text.toLowerCase().indexOf(date.toLowerCase()))),
    )
  ) {
    return { operation: "difference", date: `first day of ${date}`, other: `last day of ${date}`, unit };
  }
  return since
    ? { operation: "difference", date, other: "today", unit }
    : { operation: "difference", date: "today", other: date, unit };
}

/** The first such weekday on or after a plain date; other words for dates stay as they are. */
function firstNamed(date: string, weekday: string | undefined): string {
  const time =
    weekday === undefined || !/\d{4}/.test(date)
      ? Number.NaN
      : Date.parse(
          /^\d{4}-\d{2}-\d{2}$/.test(date)
            ? date
            : `${date.replace(/(\d)(?:st|nd|rd|th)\b/, "$1").replace(/ of /, " ")} UTC`,
        );
  if (Number.isNaN(time)) return date;
  const wanted = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"].indexOf(
    (weekday ?? "").toLowerCase(),
  );
  const ahead = (wanted - new Date(time).getUTCDay() + 7) % 7;
  return new Date(time + ahead * 86_400_000).toISOString().slice(0, 10);
}

function listIn(text: string, dates: readonly string[]): DateQuestion {
  const named = namedWeekdays.exec(text)?.[1];
  const [first, second] = dates.filter((date) => date.toLowerCase() !== named?.toLowerCase());
  const unit = /\b(?:workdays|working days|business days|weekdays)\b/i.test(text)
    ? "workdays"
    : named === undefined
      ? "days"
      : "weeks";
  if (second !== undefined)
    return { operation: "list", date: firstNamed(first ?? "today", named), other: second, unit };
  if (first === undefined) return { operation: "list", date: named ?? "today", unit };
  return { operation: "list", date: `first ${named ?? "day"} of ${first}`, other: `last day of ${first}`, unit };
}
