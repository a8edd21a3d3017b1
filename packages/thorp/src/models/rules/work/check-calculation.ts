/** A second look at an expression before it is calculated: units that rules cannot cancel, and rounding that was asked for. */
import { withDigits } from "../text/numbers.ts";

const measure =
  "(?:km|kilomet(?:er|re)s?|m|met(?:er|re)s?|miles?|mi|l|lit(?:er|re)s?|gallons?|kg|kilos?|kilograms?|g|grams?|lbs?|pounds?|kwh|wh|watts?|hours?|h|minutes?|min)";
/** A rate over several of something: "6.5 l/100km", "3 kg per 10 litres". */
const rateOverMany = new RegExp(
  `\\d+(?:\\.\\d+)?\\s*${measure}\\s*(?:/|per|for every|each)\\s*\\d+(?:\\.\\d+)?\\s*${measure}\\b`,
  "i",
);
const digitsForm = /\bround(?:ed|ing)?\b[^.?!;]*?\bto (\d+) (?:digits?|decimals?|decimal places?|places?)\b/i;
const wholeForm = /\bround(?:ed|ing)?\b[^.?!;]*?\bto (?:a|the nearest) (?:whole number|integer|whole)\b/i;

type CheckedExpression = { readonly expression: string } | { readonly problem: string };

/** The expression as it may be calculated, rounded as the goal says; or why it would be a wrong answer. */
export function checkCalculation(goal: string, expression: string): CheckedExpression {
  const text = withDigits(goal);
  const rate = rateOverMany.exec(text)?.[0];
  if (rate !== undefined)
    return {
      problem: `“${rate.trim()}” is a rate over several units, and rules cannot cancel units. Write the sum with numbers only.`,
    };
  if (expression.includes("round(")) return { expression };
  const digits = digitsForm.exec(text)?.[1];
  if (digits !== undefined) return { expression: `round(${expression}, ${digits})` };
  return { expression: wholeForm.test(text) ? `round(${expression})` : expression };
}
