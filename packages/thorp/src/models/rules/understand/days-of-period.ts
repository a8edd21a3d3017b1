/** How long the time is that a request is about: to share a total among its months, weeks or days. */

const monthDays: readonly (readonly [RegExp, number])[] = [
  [/\b(?:january|march|may|july|august|october|december|jan|mar|jul|aug|oct|dec)\b/i, 31],
  [/\b(?:april|june|september|november|apr|jun|sept?|nov)\b/i, 30],
  [/\bfeb(?:ruary)?\b/i, 28],
];

/** Days; 365 where no shorter time is named. */
export function daysOf(request: string): number {
  const halves = /\bfirst half\b|\bsecond half\b|\bh[12]\b/i.test(request);
  if (halves) return 182;
  if (/\b(?:first|second|third|fourth|last|1st|2nd|3rd|4th|this) quarter\b|\bq[1-4]\b/i.test(request)) return 91;
  return monthDays.find(([name]) => name.test(request))?.[1] ?? 365;
}
