import { expect, it } from "vitest";
import { checkCalculation } from "./check-calculation.ts";

it.each([
  ["sqrt(2) * 100, rounded to 2 digits", "sqrt(2) * 100", "round(sqrt(2) * 100, 2)"],
  ["sqrt(2) * 100, rounded to two decimals", "sqrt(2) * 100", "round(sqrt(2) * 100, 2)"],
  ["7 / 3 rounded to the nearest whole number", "7 / 3", "round(7 / 3)"],
  ["7 / 3", "7 / 3", "7 / 3"],
  ["round 7 / 3 to 1 digit", "round(7 / 3, 1)", "round(7 / 3, 1)"],
  ["5 pens at 2.10 per pen", "5 * 2.10", "5 * 2.10"],
])("%s", (goal, expression, checked) => expect(checkCalculation(goal, expression)).toEqual({ expression: checked }));

it.each([
  "420 km with 6.5 l/100km at 1.79 per litre",
  "what does 420 km cost with 6.5 litres per 100 km at 1.79 per litre",
])("no sum over units: %s", (goal) =>
  expect(checkCalculation(goal, "420 * 6.5 * 100 * 1.79")).toHaveProperty("problem"),
);
