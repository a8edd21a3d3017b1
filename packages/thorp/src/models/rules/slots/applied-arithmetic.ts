/** Arithmetic on earlier results: "2% of that", "multiplied by 12", "what percentage is that of 480". */
import { withDigits } from "../text/numbers.ts";

const n = String.raw`(-?\d+(?:\.\d+)?)`;
const percent = String.raw`\s*(?:%|percent|per cent|pct)`;

const forms: readonly (readonly [RegExp, (value: string, number: string) => string])[] = [
  [
    new RegExp(`(?:percent(?:age)?|per cent|%|share|fraction|proportion).*?\\bof ${n}(?!${percent})`, "i"),
    (x, a) => `${x} / ${a} * 100`,
  ],
  [
    new RegExp(`(?:percent(?:age)?|per cent|%).*?(?:above|over|higher than|more than|exceeds?) ${n}`, "i"),
    (x, a) => `(${x} - ${a}) / ${a} * 100`,
  ],
  [
    new RegExp(`(?:percent(?:age)?|per cent|%).*?(?:below|under|lower than|less than) ${n}`, "i"),
    (x, a) => `(${a} - ${x}) / ${a} * 100`,
  ],
  [
    new RegExp(`${n}${percent}(?: \\w+)? (?:off|discount|less|reduction|decrease|cut|drop|lower)`, "i"),
    (x, a) => `${x} * (1 - ${a} / 100)`,
  ],
  [
    new RegExp(
      `(?:minus|less|subtract\\w*|deduct\\w*|reduc\\w+|decreas\\w+|lower\\w*|cut|discount(?:ed)?)(?: \\w+){0,3} ${n}${percent}`,
      "i",
    ),
    (x, a) => `${x} * (1 - ${a} / 100)`,
  ],
  [
    new RegExp(
      `${n}${percent}(?: \\w+){0,2}? (?:raise|rise|increase|more|higher|markup|surcharge|growth|on top|extra|vat|tax)`,
      "i",
    ),
    (x, a) => `${x} * (1 + ${a} / 100)`,
  ],
  [
    new RegExp(`(?:plus|add\\w*|rais\\w+|increas\\w+|grow\\w*|with|up)(?: \\w+){0,3} ${n}${percent}`, "i"),
    (x, a) => `${x} * (1 + ${a} / 100)`,
  ],
  [new RegExp(`${n}${percent}`, "i"), (x, a) => `${a} / 100 * ${x}`],
  [new RegExp(`(?:divid\\w+|split|shar\\w+|spread)\\D*?${n}|(?:per|/) ${n}`, "i"), (x, a) => `${x} / ${a}`],
  [new RegExp(`(?:subtract|take|deduct|minus|less|remove)\\D*?${n}`, "i"), (x, a) => `${x} - ${a}`],
  [new RegExp(`(?:add|plus|more|increase\\w* by|raise\\w* by)\\D*?${n}`, "i"), (x, a) => `${x} + ${a}`],
  [new RegExp(`(?:times|multipl\\w+|by|x|\\*)\\D*?${n}`, "i"), (x, a) => `${x} * ${a}`],
  [new RegExp(`${n} times`, "i"), (x, a) => `${x} * ${a}`],
  [new RegExp(`(?:at|with|for) ${n}|${n} (?:\\w+ )?(?:a|an|per|each) `, "i"), (x, a) => `${x} * ${a}`],
];

/** The expression over the values of earlier results, or undefined when the words name no operation. */
export function appliedExpression(goal: string, values: readonly number[]): string | undefined {
  const [first, second] = values.map((value) => (value < 0 ? `(${value})` : String(value)));
  if (first === undefined) return undefined;
  const text = withDigits(goal).replace(/\s+/g, " ");
  if (second !== undefined) {
    const both = ofSeveral(text, values.map(String), { first, second });
    if (both !== undefined) return both;
  }
  for (const [form, write] of forms) {
    const found = form.exec(text);
    const number = found?.slice(1).find((part) => part !== undefined);
    if (number !== undefined) return write(first, number);
  }
  if (/\bhalf\b|\bhalved?\b/i.test(text)) return `${first} / 2`;
  if (/\b(?:double|twice)\b/i.test(text)) return `2 * ${first}`;
  if (/\b(?:triple|three times)\b/i.test(text)) return `3 * ${first}`;
  if (/\b(?:quarter)\b/i.test(text)) return `${first} / 4`;
  if (/\bthird\b/i.test(text)) return `${first} / 3`;
  if (/\bsquare root\b/i.test(text)) return `sqrt(${first})`;
  return /\bsquared?\b/i.test(text) ? `${first} ^ 2` : undefined;
}

function ofSeveral(
  text: string,
  all: readonly string[],
  { first, second }: { readonly first: string; readonly second: string },
): string | undefined {
  if (
    /\b(?:overrun|increase|change|growth|decrease|drop|more|higher|overspend|difference)\b.*(?:percent|%)|(?:percent|%).*\b(?:overrun|increase|change|growth|more|higher|difference)\b/i.test(
      text,
    )
  )
    return `(${second} - ${first}) / ${first} * 100`;
  if (/\b(?:percent(?:age)?|share)\b|%/i.test(text) && !/\d ?(?:%|percent)/i.test(text))
    return `${first} / ${second} * 100`;
  if (/\b(?:difference|gap|apart|minus|subtract|overrun|more than)\b/i.test(text)) return `${first} - ${second}`;
  if (/\b(?:ratio|divided?|per)\b/i.test(text)) return `${first} / ${second}`;
  if (/\b(?:average|mean)\b/i.test(text)) return `(${all.join(" + ")}) / ${all.length}`;
  if (/\b(?:product|multipl\w+|times)\b/i.test(text) && !/\d/.test(text)) return all.join(" * ");
  return /\b(?:sum|add|total|together|combined|plus)\b/i.test(text) && !/\d/.test(text) ? all.join(" + ") : undefined;
}
