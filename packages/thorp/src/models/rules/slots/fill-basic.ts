/** Slots of calculations, conversions and questions of dates. */
import type { Json } from "../../../base/json.ts";
import { withDigits } from "../text/numbers.ts";
import { mendedText } from "../understand/skeleton.ts";
import { appliedExpression } from "./applied-arithmetic.ts";
import { type DateQuestion, dateQuestionFrom, datesIn } from "./dates.ts";
import { expressionFrom } from "./expression.ts";
import { baseAsked, withDecimalNumbers } from "./number-base.ts";
import { conversionFrom } from "./quantity.ts";
import { type Filled, filled, numbersOf, rowsOf, type SlotContext } from "./slot-context.ts";
import { wordProblem } from "./word-problem.ts";

/** Numbers of earlier results take the place of "it" and "that". */
export function fillCalculation(context: SlotContext): Filled {
  const said = mendedText(context.tokens, context.goal);
  const text = withDecimalNumbers(said);
  const base = baseAsked(said);
  const values = context.inputs.flatMap(numbersOf);
  const own = expressionFrom(text) ?? (base === undefined ? undefined : (loneNumber(text) ?? values.map(String)[0]));
  const whole = own === undefined || accountsFor(own, text) ? own : wordProblem(text);
  const expression = rounded(
    text,
    whole ??
      appliedExpression(
        text,
        context.inputs.length > 1 ? context.inputs.flatMap((input) => numbersOf(input).slice(0, 1)) : values,
      ) ??
      (own === undefined ? wordProblem(text) : undefined),
  );
  return filled({ expression, base: base === 10 ? undefined : base }, ["expression"]);
}

/** "255 in binary": nothing is calculated, the number is only written otherwise. */
function loneNumber(text: string): string | undefined {
  const numbers = withDigits(text).match(/-?\d+(?:\.\d+)?/g) ?? [];
  return numbers.length === 1 ? numbers[0] : undefined;
}

/** Every number of the sentence takes part: half an answer would be a wrong one. */
function accountsFor(expression: string, sentence: string): boolean {
  const numbers = (text: string) =>
    (
      withDigits(text)
        .replace(/\bto \d+ (?:decimals?|digits|places)\b|\blog base \d+/gi, " ")
        .match(/\d+(?:\.\d+)?/g) ?? []
    ).map(Number);
  const used = numbers(expression);
  return numbers(sentence).every((number) => used.includes(number) || /factorial|!/i.test(sentence));
}

/** "to two decimals". */
function rounded(sentence: string, expression: string | undefined): string | undefined {
  const digits = /\b(?:to|with) (\d+) (?:decimals?|decimal places|digits after)\b/i.exec(withDigits(sentence))?.[1];
  return expression === undefined || digits === undefined || expression.startsWith("round(")
    ? expression
    : `round(${expression}, ${digits})`;
}

/** The quantity may come from an earlier result. */
export function fillConversion(context: SlotContext): Filled {
  const { quantity, to } = conversionFrom(mendedText(context.tokens, context.goal));
  const value = quantity?.value ?? context.inputs.flatMap(numbersOf).at(0);
  return filled({ value, from: quantity?.unit ?? unitOfInputs(context, to?.dimension), to: to?.name }, [
    "value",
    "from",
    "to",
  ]);
}

/** The unit that an earlier result is in: named in its columns (`temp_c`), or the usual one for what is asked. */
function unitOfInputs({ inputs }: SlotContext, dimension: string | undefined): string | undefined {
  for (const input of inputs) {
    const columns = Object.keys(rowsOf(input)?.[0] ?? {});
    const known = columns
      .map((column) => unitsOfColumns[column.toLowerCase().split(/[_ ]/).at(-1) ?? ""])
      .find((unit) => unit !== undefined);
    if (known !== undefined) return known;
    const { quantity } = conversionFrom(input.text);
    if (quantity !== undefined && (dimension === undefined || quantity.dimension === dimension)) return quantity.unit;
    if (dimension === "time" && columns.includes("days")) return "day";
  }
  return dimension === "temperature" ? "C" : undefined;
}

const unitsOfColumns: Readonly<Record<string, string>> = {
  c: "C",
  celsius: "C",
  f: "F",
  fahrenheit: "F",
  km: "km",
  m: "m",
  cm: "cm",
  mm: "mm",
  miles: "mi",
  kmh: "km/h",
  mph: "mph",
  kg: "kg",
  g: "g",
  lb: "lb",
  lbs: "lb",
  l: "l",
  ml: "ml",
  days: "day",
  hours: "h",
  minutes: "min",
  mb: "MB",
  gb: "GB",
};

/** Dates stay in the person's words. */
export function fillDates(context: SlotContext): Filled {
  const text = mendedText(context.tokens, context.goal);
  const question: DateQuestion = dateQuestionFrom(text) ?? { operation: "weekday" };
  const own = datesIn(text).length > 0;
  const given = dateOfInputs(context);
  const counted = /\b(?:that|this) many\b/i.test(text) ? context.inputs.flatMap(numbersOf)[0] : undefined;
  const amount = counted === undefined ? question.amount : Math.sign(question.amount ?? 1) * counted;
  const date = question.date !== undefined && (own || context.inputs.length === 0) ? question.date : given;
  const other = question.other ?? (question.operation === "difference" ? "today" : undefined);
  const values: { readonly [name: string]: Json | undefined } =
    question.operation === "today"
      ? { operation: "today" }
      : { operation: question.operation, date, other, amount, unit: question.unit };
  return filled(values, question.operation === "today" ? ["operation"] : ["operation", "date"]);
}

/** The first date in earlier results, as data or in their words. */
function dateOfInputs({ inputs }: SlotContext): string | undefined {
  for (const input of inputs) {
    const iso = /\b\d{4}-\d{2}-\d{2}\b/.exec(`${JSON.stringify(input.data ?? "")} ${input.text}`)?.[0];
    const date = iso ?? datesIn(input.text).find((words) => !/^(?:today|now|tomorrow|yesterday)$/i.test(words));
    if (date !== undefined) return date;
  }
  return undefined;
}
