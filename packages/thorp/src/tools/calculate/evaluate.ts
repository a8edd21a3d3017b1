/** The value of a calculation, and the calculation as it was understood. */
import { nearest } from "../../base/nearest.ts";
import { CalculationError } from "./calculation-error.ts";
import { formatNumber } from "./format-number.ts";
import type { BinarySign, Expression } from "./parse-expression.ts";

interface MathFunction {
  readonly least: number;
  readonly most: number;
  readonly of: (values: readonly number[]) => number;
}

const first = (work: (value: number, second: number) => number, most = 1): MathFunction => ({
  least: 1,
  most,
  of: ([value = 0, second = Number.NaN]) => work(value, second),
});
const many = (of: (values: readonly number[]) => number): MathFunction => ({
  least: 1,
  most: Number.POSITIVE_INFINITY,
  of,
});
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const functions: ReadonlyMap<string, MathFunction> = new Map([
  ["sqrt", first(Math.sqrt)],
  ["abs", first(Math.abs)],
  ["round", first((value, digits) => roundTo(value, Number.isNaN(digits) ? 0 : digits), 2)],
  ["floor", first(Math.floor)],
  ["ceil", first(Math.ceil)],
  ["min", many((values) => values.reduce((least, value) => Math.min(least, value)))],
  ["max", many((values) => values.reduce((most, value) => Math.max(most, value)))],
  ["sum", many(total)],
  ["avg", many((values) => total(values) / values.length)],
  ["log", first((value, base) => (Number.isNaN(base) ? Math.log10(value) : Math.log(value) / Math.log(base)), 2)],
  ["ln", first(Math.log)],
  ["exp", first(Math.exp)],
  ["sin", first(Math.sin)],
  ["cos", first(Math.cos)],
  ["tan", first(Math.tan)],
]);
const otherNames: ReadonlyMap<string, string> = new Map([
  ["average", "avg"],
  ["mean", "avg"],
  ["ceiling", "ceil"],
]);
const constants: ReadonlyMap<string, number> = new Map([
  ["pi", Math.PI],
  ["π", Math.PI],
  ["e", Math.E],
]);

/** Names that a calculation may use, for messages. */
const knownNames: readonly string[] = [...functions.keys(), "pi", "e"];

/** The value, not rounded. Throws `CalculationError` where there is none: a division by zero, sqrt(-1), too large. */
export function evaluate(tree: Expression): number {
  const value = valueOf(tree);
  if (Number.isNaN(value)) throw new CalculationError("no real number as the result", tree.at);
  if (!Number.isFinite(value)) throw new CalculationError("a result that is too large to write down", tree.at);
  return value;
}

function valueOf(tree: Expression): number {
  switch (tree.kind) {
    case "number":
      return tree.value;
    case "constant": {
      const value = constants.get(tree.name);
      if (value === undefined) throw unknownName(tree.name, tree.at);
      return value;
    }
    case "negative":
      return -evaluate(tree.of);
    case "percent":
      return evaluate(tree.of) / 100;
    case "degrees":
      return (evaluate(tree.of) * Math.PI) / 180;
    case "call":
      return callOf(tree);
    case "binary":
      return combine(tree.sign, evaluate(tree.left), tree);
  }
}

function combine(sign: BinarySign, left: number, tree: Expression & { readonly kind: "binary" }): number {
  const right = evaluate(tree.right);
  switch (sign) {
    case "+":
      return addsShare(tree) ? left * (1 + right) : left + right;
    case "-":
      return addsShare(tree) ? left * (1 - right) : left - right;
    case "*":
    case "of":
      return left * right;
    case "/":
    case "mod":
      if (right === 0) throw new CalculationError("a division by zero", tree.at);
      return sign === "/" ? left / right : left % right;
    case "^":
      return left ** right;
  }
}

/** 80 + 15% means 15% of the 80, as on a pocket calculator; 10% + 5% is plainly 15%. */
function addsShare(tree: Expression & { readonly kind: "binary" }): boolean {
  return tree.right.kind === "percent" && tree.left.kind !== "percent";
}

function callOf(tree: Expression & { readonly kind: "call" }): number {
  const name = otherNames.get(tree.name) ?? tree.name;
  // pi (2) is a product that happens to look like a call.
  const constant = constants.get(name);
  if (constant !== undefined && tree.with.length === 1) return constant * evaluate(tree.with[0] as Expression);
  const found = functions.get(name);
  if (found === undefined) throw unknownName(tree.name, tree.at);
  if (tree.with.length < found.least || tree.with.length > found.most) {
    throw new CalculationError(`${tree.name}() with ${tree.with.length} values, which it does not take`, tree.at);
  }
  return found.of(tree.with.map(evaluate));
}

/** Half away from zero, and of what was written: round(1.005, 2) is 1.01 though the float is a little less. */
function roundTo(value: number, digits: number): number {
  const places = Math.max(-15, Math.min(15, Math.trunc(digits)));
  const rounded = Math.round(
    Number(
      `${Math.abs(value).toPrecision(15)}e${places}`.replace(/e(.*)e(.*)/, (_, a, b) => `e${Number(a) + Number(b)}`),
    ),
  );
  return Math.sign(value) * Number(`${rounded}e${-places}`);
}

function unknownName(name: string, at: number): CalculationError {
  const suggestion = nearest(name.slice(0, 40), knownNames);
  const mend = suggestion === undefined ? `known are ${knownNames.join(", ")}` : `did you mean ${suggestion}?`;
  return new CalculationError(`the unknown word "${name.slice(0, 40)}"; ${mend}`, at);
}

/** The calculation as it was understood, so that a reader sees what a comma or a % was taken for. */
export function formatExpression(tree: Expression, outerPower = 0): string {
  switch (tree.kind) {
    case "number":
      return formatNumber(tree.value);
    case "constant":
      return tree.name;
    case "negative":
      return outerPower > 3 ? `(-${formatExpression(tree.of, 3)})` : `-${formatExpression(tree.of, 3)}`;
    case "percent":
      return `${formatExpression(tree.of, 5)}%`;
    case "degrees":
      return `${formatExpression(tree.of, 5)}°`;
    case "call":
      return `${tree.name}(${tree.with.map((each) => formatExpression(each)).join(", ")})`;
    case "binary": {
      const power = { "+": 1, "-": 1, "*": 2, "/": 2, mod: 2, of: 2, "^": 4 }[tree.sign];
      const share = addsShare(tree) ? ` of ${formatExpression(tree.left, 2)}` : "";
      const left = formatExpression(tree.left, tree.sign === "^" ? power + 1 : power);
      const text = `${left} ${tree.sign} ${formatExpression(tree.right, power + (tree.sign === "^" ? 0 : 1))}`;
      const whole = (tree.sign === "+" || tree.sign === "-") && share !== "" ? `${text}${share}` : text;
      return power < outerPower ? `(${whole})` : whole;
    }
  }
}
