import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CalculationError } from "./calculation-error.ts";
import { evaluate, formatExpression } from "./evaluate.ts";
import { formatNumber, roundNumber } from "./format-number.ts";
import { parseExpression } from "./parse-expression.ts";

const valueOf = (text: string) => roundNumber(evaluate(parseExpression(text)));

describe("values", () => {
  it.each([
    // Precedence and association.
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["10 - 4 - 3", 3],
    ["100 / 10 / 2", 5],
    ["2^3^2", 512],
    ["-2^2", -4],
    ["(-2)^2", 4],
    ["2^-1", 0.5],
    ["2 * -3", -6],
    ["--3", 3],
    ["+5", 5],
    ["2 - -3", 5],
    ["2**10", 1024],
    ["[1 + {2}] * 2", 6],
    // Numbers as people write them.
    ["1,234.5 * 2", 2469],
    ["1,234,567", 1234567],
    ["1'234 + 1", 1235],
    ["1_000_000", 1_000_000],
    [".5 + .25", 0.75],
    ["1e3 + 2E-1", 1000.2],
    ["$1,299.99", 1299.99],
    ["€5 + £6", 11],
    ["0.1 + 0.2", 0.3],
    ["3 × 4 ÷ 6", 2],
    ["7 − 2 – 1", 4],
    ["5² + 2³", 33],
    ["2 + 2 =", 4],
    ["2+2=?", 4],
    ["3 x 4", 12],
    ["6 times 7", 42],
    ["10 divided by 4", 2.5],
    ["8 minus 3 plus 1", 6],
    ["9 over 3", 3],
    // Percentages and remainders.
    ["15% of 80", 12],
    ["15 % of 80 + 5", 17],
    ["15 percent of 80", 12],
    ["80 + 15%", 92],
    ["200 - 10%", 180],
    ["50 * 10%", 5],
    ["50%", 0.5],
    ["10% + 5%", 0.15],
    ["17 % 5", 2],
    ["17 mod 5", 2],
    ["10% of 20% of 500", 10],
    ["(100 + 20%) - 20%", 96],
    ["1,299.99 + 19%", 1546.9881],
    ["-7 mod 3", -1],
    ["20% * 2 + 1", 1.4],
    ["100 + 10%^1", 110 - 9.9],
    // Functions and constants.
    ["sqrt(16)", 4],
    ["√16 + 1", 5],
    ["√(9) * 2", 6],
    ["abs(-3.5)", 3.5],
    ["round(2.5)", 3],
    ["round(-2.5)", -3],
    ["round(1.005, 2)", 1.01],
    ["round(1234.5, -2)", 1200],
    ["floor(-1.5)", -2],
    ["ceil(1.2)", 2],
    ["min(3, 1, 2)", 1],
    ["max(1,200)", 200],
    ["sum(1,200, 3,400)", 4600],
    ["sum(1,2,3)", 6],
    ["avg(1, 2, 6)", 3],
    ["average(2, 4)", 3],
    ["mean(1,3)", 2],
    ["log(1000)", 3],
    ["log(8, 2)", 3],
    ["ln(e)", 1],
    ["exp(0)", 1],
    ["sin(0)", 0],
    ["cos(pi)", -1],
    ["sin(30°)", 0.5],
    ["tan(45 deg)", 1],
    ["2pi", 6.28318530718],
    ["2(3 + 4)", 14],
    ["(1 + 1)(2 + 2)", 8],
    ["pi(2)", 6.28318530718],
    ["SQRT(4)", 2],
    ["π", 3.14159265359],
    ["max((1,200), 5)", 1200],
    // Exactness.
    ["12345678 * 87654321", 1082152022374638],
    ["2^53 - 1", 9007199254740991],
    ["1/3", 0.333333333333],
    ["0 * -1", 0],
  ])("%s = %d", (text, value) => expect(valueOf(text)).toBeCloseTo(value, 9));
});

describe("errors name the place", () => {
  it.each([
    ["1 / 0", 2, /division by zero/],
    ["5 mod 0", 2, /division by zero/],
    ["sqrt(-1)", 0, /no real number/],
    ["ln(0)", 0, /too large/],
    ["10^10^10", 2, /too large/],
    ["2 +", 3, /no number but the end/],
    ["(1 + 2", 6, /no "\)"/],
    ["1 + 2)", 5, /fits nothing/],
    ["* 3", 0, /no number but a "\*"/],
    ["2 3", 2, /the number 3 that fits nothing/],
    ["1.2.3", 3, /two points/],
    ["3,5 + 1", 1, /use a point for decimals/],
    ["1.234,56", 5, /use a point/],
    ["sqr(4)", 0, /did you mean sqrt/],
    ["foo", 0, /unknown word "foo"/],
    ["sqrt()", 0, /with 0 values/],
    ["sqrt(1, 2)", 0, /with 2 values/],
    ["max(1 2)", 6, /no ","/],
    ["2 & 3", 2, /"&"/],
    ["1; process.exit()", 1, /";"/],
    ["constructor", 0, /unknown word/],
    ["__proto__", 0, /"_"/],
    ["toString()", 0, /unknown word/],
    ["5 😀", 2, /"😀"/],
    [".", 0, /point without digits/],
    ["1e999", 0, /too large/],
    ["", 0, /the end/],
    [`${"(".repeat(200)}1`, 100, /parentheses/],
    [`${"-".repeat(500)}1`, 200, /too deeply/],
    [`${"2^".repeat(500)}1`, 400, /too deeply/],
  ])("%s", (text, at, words) => {
    let error: unknown;
    try {
      evaluate(parseExpression(text));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(CalculationError);
    expect((error as CalculationError).message).toMatch(words);
    expect((error as CalculationError).at).toBe(at);
  });
});

it("shows what it understood", () => {
  const shown = (text: string) => formatExpression(parseExpression(text));
  expect(shown("80+15%")).toBe("80 + 15% of 80");
  expect(shown("max(1,200)")).toBe("max(1, 200)");
  expect(shown("(1+2)*3-(4-5)")).toBe("(1 + 2) * 3 - (4 - 5)");
  expect(shown("1,234 x 2")).toBe("1234 * 2");
  expect(shown("(2^3)^2")).toBe("(2 ^ 3) ^ 2");
  expect(shown("-(1+2)%")).toBe("-(1 + 2)%");
});

it("what is shown means what was computed", () => {
  const tree: fc.Memo<string> = fc.memo((depth) =>
    depth <= 1
      ? fc.integer({ min: 0, max: 999 }).map(String)
      : fc.oneof(
          tree(1),
          fc
            .tuple(tree(depth - 1), fc.constantFrom("+", "-", "*", "/", "^", "mod"), tree(depth - 1))
            .map(([a, sign, b]) => `(${a}) ${sign} (${b})`),
          tree(depth - 1).map((a) => `-(${a})`),
          tree(depth - 1).map((a) => `(${a})%`),
        ),
  );
  const attempt = (text: string) => {
    try {
      return formatNumber(evaluate(parseExpression(text)), 10);
    } catch (error) {
      if (error instanceof CalculationError) return "error";
      throw error;
    }
  };
  fc.assert(
    fc.property(tree(4), (text) => {
      const shown = formatExpression(parseExpression(text)).replace(/% of [^+]*$/, "%");
      if (!shown.includes("%")) expect(attempt(shown)).toBe(attempt(text));
    }),
    { seed: 7, numRuns: 500 },
  );
});

it("never throws anything but CalculationError, whatever it reads", () => {
  const part = fc.constantFrom(
    "1",
    "2.5",
    "+",
    "-",
    "*",
    "/",
    "^",
    "%",
    "(",
    ")",
    ",",
    " ",
    "of",
    "sqrt",
    "pi",
    "max",
    "1,000",
    "°",
    "√",
    "²",
    "x",
    "é",
    "e",
    "=",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(part, { maxLength: 30 }).map((parts) => parts.join("")),
        fc.string(),
      ),
      (text) => {
        try {
          expect(Number.isFinite(evaluate(parseExpression(text)))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(CalculationError);
        }
      },
    ),
    { seed: 7, numRuns: 3000 },
  );
});

it("formatNumber shows no digits that are not known", () => {
  expect([0.1 + 0.2, -0, 2 ** 53, 2 ** 64, 1e-7, 1082152022374638].map((value) => formatNumber(value))).toEqual([
    "0.3",
    "0",
    "9.00719925474e+15",
    "1.84467440737e+19",
    "1e-7",
    "1082152022374638",
  ]);
});
