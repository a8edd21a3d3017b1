/**
 * Finds the arithmetic in a sentence and writes it as an expression: digits, + - * / ^ ( ), mod, and functions like sqrt.
 * Sentences first ("20% off 349", "subtract 5 from 20"), then whatever stands between two operators.
 */
import { withDigits } from "../text/numbers.ts";
import { withDecimalNumbers } from "./number-base.ts";

const n = String.raw`(-?\$?\d+(?:\.\d+)?)`;
const list = String.raw`((?:-?\$?\d+(?:\.\d+)?)(?:\s*(?:,\s*and|,|and|&)\s*-?\$?\d+(?:\.\d+)?)+)`;
const percent = String.raw`\s*(?:%|percent|per cent|pct)`;
const on = String.raw`(?:on|to|for|of)`;

interface Sentence {
  readonly form: RegExp;
  readonly write: (...found: string[]) => string;
}

const listOf = (text: string) => text.match(/-?\d+(?:\.\d+)?/g) ?? [];
const joined = (operator: string) => (text: string) => listOf(text).join(` ${operator} `);
const mean = (text: string) => `(${joined("+")(text)}) / ${listOf(text).length}`;

const sentences: readonly Sentence[] = (
  [
    [
      `what (?:percent(?:age)?|per cent|%|share|fraction) (?:is|are) ${n} (?:out )?of ${n}`,
      (a, b) => `${a} / ${b} * 100`,
    ],
    [`what (?:percent(?:age)?|per cent|%|share) of ${n} (?:is|are) ${n}`, (a, b) => `${b} / ${a} * 100`],
    [`${n} (?:is|are) what (?:percent(?:age)?|per cent|%|share) of ${n}`, (a, b) => `${a} / ${b} * 100`],
    [`${n} (?:out of|of) ${n} (?:in|as) (?:a )?(?:percent(?:age)?|per cent|%)`, (a, b) => `${a} / ${b} * 100`],
    [`${n} as (?:a )?(?:percent(?:age)?|per cent|%) of ${n}`, (a, b) => `${a} / ${b} * 100`],
    [
      `(?:percent(?:age)?|per cent|%) (?:change|increase|decrease|difference|growth|drop|rise)\\D*? (?:from|between) ${n} (?:to|and) ${n}`,
      (a, b) => `(${b} - ${a}) / ${a} * 100`,
    ],
    [
      `${n}${percent} (?:off|discount (?:on|from)|less than|reduction (?:on|of))\\D{0,12}? ?${n}`,
      (p, a) => `${a} * (1 - ${p} / 100)`,
    ],
    [
      `(?:compound(?:ing|ed)?|grow\\w*|invest\\w*|sav\\w+)? ?${n}(?: \\w+)? at ${n}${percent}(?: \\w+){0,3}? (?:for|over|after) ${n} years?`,
      (a, p, y) => `${a} * (1 + ${p} / 100) ^ ${y}`,
    ],
    [`${n} (?:less|minus)(?: an?)? ${n}${percent}`, (a, p) => `${a} * (1 - ${p} / 100)`],
    [`${n} (?:with|after|at)(?: an?)? ${n}${percent} (?:discount|off|reduction)`, (a, p) => `${a} * (1 - ${p} / 100)`],
    [
      `${n} (?:people|persons|friends|kids|children|guests|of us) (?:share|split|divide|pay)\\D{0,20}?${n}`,
      (a, b) => `${b} / ${a}`,
    ],
    [
      `${n} (?:plus|with|and)(?: an?)? ${n}${percent}(?! ?(?:of|off)\\b)(?: (?:tip|vat|tax|service|gratuity))?`,
      (a, p) => `${a} * (1 + ${p} / 100)`,
    ],
    [`(?:increase|raise|grow|mark up|add to) ${n} by ${n}${percent}`, (a, p) => `${a} * (1 + ${p} / 100)`],
    [`add ${n}${percent}(?: \\w+)? to ${n}`, (p, a) => `${a} * (1 + ${p} / 100)`],
    [`(?:decrease|reduce|lower|cut|discount) ${n} by ${n}${percent}`, (a, p) => `${a} * (1 - ${p} / 100)`],
    [`(?:take|subtract|deduct) ${n}${percent} (?:off|from|away from) ${n}`, (p, a) => `${a} * (1 - ${p} / 100)`],
    [`${n}${percent}(?: \\w+){0,2}? ${on} (?:an? )?(?:\\w+ (?:of )?){0,2}?${n}`, (p, a) => `${p} / 100 * ${a}`],
    [`tip ${on} ${n} at ${n}${percent}`, (a, p) => `${p} / 100 * ${a}`],
    [`${n}/${n} of ${n}`, (a, b, c) => `${a} / ${b} * ${c}`],
    [`half of ${n} ?/ ?${n}`, (a, b) => `${a} / ${b} / 2`],
    [`(?:a )?half of ${n}`, (a) => `${a} / 2`],
    [`(?:an?|one|1) (third|quarter|fourth|fifth|sixth|eighth|tenth) of ${n}`, (part, a) => `${a} / ${partOf(part)}`],
    [
      `${n} (thirds|quarters|fourths|fifths|sixths|eighths|tenths) of ${n}`,
      (a, part, b) => `${a} / ${partOf(part.slice(0, -1))} * ${b}`,
    ],
    [`(?:double|twice) (?:of )?${n}`, (a) => `2 * ${a}`],
    [`(?:triple|treble|thrice) (?:of )?${n}`, (a) => `3 * ${a}`],
    [
      `(?:remainder|rest) (?:when|if|of|after)(?: you)?(?: dividing| divide)? ?${n}(?: is| gets)? ?(?:divided by|by|/|over|mod(?:ulo)?) ${n}`,
      (a, b) => `${a} mod ${b}`,
    ],
    [`${n} mod(?:ulo)? ${n}`, (a, b) => `${a} mod ${b}`],
    [`(?:square )root of ${n}`, (a) => `sqrt(${a})`],
    [`(?:cube |cubic )root of ${n}`, (a) => `${a} ^ (1 / 3)`],
    [`log(?:arithm)?,? (?:to )?base ${n} of ${n}`, (b, a) => `log(${a}, ${b})`],
    [`(?:log(?:arithm)?) (?:of )?${n} (?:to|in|with) base ${n}`, (a, b) => `log(${a}, ${b})`],
    [`(?:natural log(?:arithm)?|ln) (?:of )?${n}`, (a) => `ln(${a})`],
    [`log(?:arithm)? of ${n}`, (a) => `log(${a})`],
    [`factorial of ${n}`, (a) => factorial(a)],
    [`${n} ?(?:factorial|!)`, (a) => factorial(a)],
    [`${n} (?:raised )?to the (?:power (?:of )?)?${n}(?:st|nd|rd|th)?(?: power)?`, (a, b) => `${a} ^ ${b}`],
    [`(?:left|remains?|remaining) (?:of|from) ${n}(?: \\w+)? (?:after|when|if)\\D*? ${n}`, (a, b) => `${a} - ${b}`],
    [
      `(sine|cosine|tangent|sin|cos|tan) (?:of )?${n} ?(?:degrees?|deg|°)`,
      (name, a) => `${name.slice(0, 3).toLowerCase()}(${a}°)`,
    ],
    [`(sine|cosine|tangent) (?:of )?${n}`, (name, a) => `${name.slice(0, 3).toLowerCase()}(${a})`],
    [`${n} dozens?`, (a) => `${a} * 12`],
    [`round(?:ed)? (?:off )?${n} to ${n} (?:decimals?|decimal places?|digits?|places?)`, (a, b) => `round(${a}, ${b})`],
    [`round(?:ed)? (?:off )?${n}(?: to the nearest (?:whole number|integer|unit))?`, (a) => `round(${a})`],
    [`(?:is )?${n} (?:evenly )?divisible by ${n}`, (a, b) => `${a} mod ${b}`],
    [
      `(?:average )?speed\\D*? ${n} ?(?:km|kilomet\\w+|miles?|m|met\\w+) in ${n} ?(?:hours?|h|minutes?|seconds?)`,
      (a, b) => `${a} / ${b}`,
    ],
    [`multiply ${n} (?:by|with) itself|${n} times itself`, (a, b) => `${a === "undefined" ? b : a} ^ 2`],
    [`square of ${n}`, (a) => `${a} ^ 2`],
    [`cube of ${n}`, (a) => `${a} ^ 3`],
    [
      `change\\D* (?:from|out of|for) ${n}\\D*? (?:if|when|for|on|after|spend|pay|buy|cost|is)\\D*? ${n}`,
      (a, b) => `${a} - ${b}`,
    ],
    [
      `${n} \\w+(?: \\w+)?,? (?:at|for|cost(?:ing|s)?) ${n}(?: \\w+)? (?:each|apiece|per \\w+|a piece)`,
      (a, b) => `${a} * ${b}`,
    ],
    [
      `(?:one|1|an?|each|every|per) (?:\\w+ ){0,2}(?:costs?|is|weighs?|takes?|at) ${n}\\D*?(?:how much|what|how many|how long)\\D*?${n}`,
      (a, b) => `${a} * ${b}`,
    ],
    [`${n} squared`, (a) => `${a} ^ 2`],
    [`${n} cubed`, (a) => `${a} ^ 3`],
    [`subtract ${n} from ${n}`, (a, b) => `${b} - ${a}`],
    [`(?:take|deduct) ${n} (?:away )?(?:from|off) ${n}`, (a, b) => `${b} - ${a}`],
    [`difference (?:between|of) ${n} and ${n}`, (a, b) => `${a} - ${b}`],
    [`(?:multiply|multiplying) ${n} (?:by|with|and|times) ${n}`, (a, b) => `${a} * ${b}`],
    [
      `(?:divide|split|share|spread)\\D{0,20}?${n}\\D{0,20}? (?:by|between|among|amongst|over|across|into|with)\\D{0,12} ?${n}`,
      (a, b) => `${a} / ${b}`,
    ],
    [
      `${n} (?:\\w+ )?(?:split|shared|divided)(?: equally| evenly)? (?:between|among|amongst|over|across|into)\\D{0,6} ?${n}`,
      (a, b) => `${a} / ${b}`,
    ],
    [`product of ${list}`, joined("*")],
    [`(?:average|mean) (?:of|for)?\\D{0,12}? ?${list}`, mean],
    [`(?:sum|total|add(?: up)?|adding|plus|sum up) (?:of |up )?\\D{0,12}? ?${list}`, joined("+")],
    [`ratio of ${n} to ${n}`, (a, b) => `${a} / ${b}`],
    [`how many times (?:does|do|goes|will) ${n} (?:go|fit)\\D{0,6} into ${n}`, (a, b) => `${b} / ${a}`],
  ] as const satisfies readonly (readonly [string, (...found: string[]) => string])[]
).map(([form, write]) => ({
  form: new RegExp(`(?<![\\w.])${form}(?![\\w])`, "i"),
  write: write as (...found: string[]) => string,
}));

function partOf(name: string): number {
  return { third: 3, quarter: 4, fourth: 4, fifth: 5, sixth: 6, eighth: 8, tenth: 10 }[name] ?? 1;
}

function factorial(of: string): string {
  const top = Math.min(Number(of), 170);
  if (!Number.isInteger(top) || top < 2) return "1";
  return Array.from({ length: top - 1 }, (_, i) => i + 2).join(" * ");
}

const words: readonly (readonly [RegExp, string])[] = [
  [/(?<=(?:[\d)]|\bpi)\s*)(?:multiplied by|times|×|·)(?=\s*(?:[\d(-]|pi\b))/gi, "*"],
  [/(?<=(?:[\d)]|\bpi)\s*)x(?=\s*[\d(])/gi, "*"],
  [/(?<=[\d)]\s*)(?:divided by|over|÷)(?=\s*[\d(-])/gi, "/"],
  [
    /(?<=[\d)]\s*),?\s*(?:split|shared|divided)(?: equally| evenly)? (?:between|among|amongst|over|across|into|by)(?=\s*\d)/gi,
    "/",
  ],
  [/(?<=[\d)]\s*)plus(?=\s*[\d(-])/gi, "+"],
  [/(?<=[\d)]\s*)(?:minus|less|–|−)(?=\s*[\d(-])/gi, "-"],
  [/\*\*/g, "^"],
];
const infixForm =
  /(?:(?:sqrt|abs|log|ln|exp|sin|cos|tan|round|floor|ceil|min|max|sum|avg)\s*\(|[\d.]+[%°]?|\bpi\b|\bmod\b|[-+*/^()])(?:\s*(?:(?:sqrt|abs|log|ln|exp|sin|cos|tan|round|floor|ceil|min|max|sum|avg)\s*\(|[\d.]+[%°]?|\bpi\b|\bmod\b|[-+*/^(),]))*/gi;
const dateForm = /\d{4}-\d{2}(?:-\d{2})?|\d{1,2}[./]\d{1,2}[./]\d{4}/g;

/** The expression that a text asks for, or undefined when there is none. */
export function expressionFrom(sentence: string): string | undefined {
  const digits = withDigits(
    withDecimalNumbers(sentence)
      .replace(/["“”`][^"“”`]*["“”`]/g, " ")
      .replace(dateForm, " "),
  ).replace(/[$€£](?=\d)/g, "");
  // Each sentence becomes a bracket, so that "12 squared plus 3" can be read as operators between operands.
  let text = digits;
  for (const { form, write } of sentences) {
    text = text.replace(
      form,
      (_whole, ...found: unknown[]) => `(${write(...found.map((part) => String(part).replace("$", "")))})`,
    );
  }
  return withoutOuterBracket(infixFrom(text));
}

function withoutOuterBracket(expression: string | undefined): string | undefined {
  let bare = expression;
  while (bare !== undefined && /^\((?:[^()]|\([^()]*\))*\)$/.test(bare)) bare = bare.slice(1, -1);
  return bare;
}

function infixFrom(digits: string): string | undefined {
  let text = digits;
  for (const [form, symbol] of words) text = text.replace(form, symbol);
  let best: string | undefined;
  for (const [run] of text.matchAll(infixForm)) {
    const expression = trimmed(run);
    if (expression !== undefined && expression.length > (best?.length ?? 0)) best = expression;
  }
  return best?.replace(/\s+/g, " ");
}

/** A run that calculates something: operators between operands, brackets in pairs. */
function trimmed(run: string): string | undefined {
  const expression = run.replace(/^[\s*/^+,)]+|[\s*/^+\-,.(]+$/g, "");
  if (!/[\d)%]\s*(?:[-+*/^]|mod)\s*[-\d(a-z.]|[a-z]\s*\(.*\d.*\)|%\s*[-+*/]/i.test(expression)) return undefined;
  // "10-20", "24/7": a range or a fraction only counts when somebody wrote more than that.
  if (/\d\s+\d|[*/^]\s*[*/^]|\(\s*\)/.test(expression)) return undefined;
  let depth = 0;
  for (const mark of expression) {
    if (mark === "(") depth++;
    if (mark === ")" && --depth < 0) return undefined;
  }
  return depth === 0 ? expression : undefined;
}

/** True for "10-20" or "7/8" alone: arithmetic only where the sentence asks to calculate. */
export function isBareRange(expression: string): boolean {
  return /^\d+[-/]\d+$/.test(expression);
}
