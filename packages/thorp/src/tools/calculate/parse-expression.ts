/**
 * A Pratt parser for calculations as people write them.
 *
 * Source of the method: Vaughan Pratt, "Top down operator precedence" (1973). Each sign has a binding power; a loop
 * takes signs as long as they bind more strongly than the one to the left.
 */
import { CalculationError } from "./calculation-error.ts";
import { type Sign, type Token, tokenize } from "./tokenize.ts";

/** A calculation as a tree; `at` is the position in the text, for messages. */
export type Expression =
  | { readonly kind: "number"; readonly value: number; readonly at: number }
  | { readonly kind: "constant"; readonly name: string; readonly at: number }
  | { readonly kind: "negative"; readonly of: Expression; readonly at: number }
  | { readonly kind: "percent"; readonly of: Expression; readonly at: number }
  | { readonly kind: "degrees"; readonly of: Expression; readonly at: number }
  | {
      readonly kind: "binary";
      readonly sign: BinarySign;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | { readonly kind: "call"; readonly name: string; readonly with: readonly Expression[]; readonly at: number };

/** Signs between two values; `of` is that of "17 % of 2,340". */
export type BinarySign = "+" | "-" | "*" | "/" | "^" | "mod" | "of";

const bindingPowers: Readonly<Record<BinarySign, number>> = {
  "+": 10,
  "-": 10,
  "*": 20,
  "/": 20,
  mod: 20,
  of: 25,
  "^": 40,
};
// Above * and below ^: -2^2 is -4, and 2 * -3 needs no parentheses.
const NEGATIVE = 30;
// Signs chain without parentheses too: - - - 1 recurses.
const DEEPEST = 200;

/** The tree of a calculation. Throws `CalculationError` with the position of the first thing that does not fit. */
export function parseExpression(text: string): Expression {
  const parser = createParser(tokenize(text));
  const tree = parser.expression(0);
  const rest = parser.peek();
  if (rest.kind !== "end") throw new CalculationError(`${shown(rest)} that fits nothing before it`, rest.at);
  return tree;
}

interface Parser {
  peek(): Token;
  expression(power: number): Expression;
}

function createParser(tokens: readonly Token[]): Parser {
  let position = 0;
  let depth = 0;
  const peek = (ahead = 0) => tokens[Math.min(position + ahead, tokens.length - 1)] as Token;
  const next = () => {
    const token = peek();
    position++;
    return token;
  };
  const take = (sign: Sign) => {
    const token = next();
    if (token.kind !== "sign" || token.sign !== sign)
      throw new CalculationError(`no "${sign}" but ${shown(token)}`, token.at);
  };

  function expression(power: number): Expression {
    if (++depth > DEEPEST) throw new CalculationError("a calculation nested too deeply", peek().at);
    let left = prefix(next());
    for (;;) {
      const token = peek();
      const postfix = postfixOf(token, peek(1));
      if (postfix !== undefined) {
        next();
        left = { kind: postfix, of: left, at: token.at };
        continue;
      }
      const sign = binarySign(token);
      if (sign === undefined || bindingPowers[sign] <= power) break;
      // 2(3+4) and 2pi: a product without its sign.
      if (token.kind === "sign" && token.sign !== "(" && token.sign !== "√") next();
      const rightPower = sign === "^" ? bindingPowers[sign] - 1 : bindingPowers[sign];
      left = { kind: "binary", sign, left, right: expression(rightPower), at: token.at };
    }
    depth--;
    return left;
  }

  function prefix(token: Token): Expression {
    if (token.kind === "number") return token;
    if (token.kind === "name") return named(token.name, token.at);
    const sign = token.kind === "sign" ? token.sign : undefined;
    if (sign === "-") return { kind: "negative", of: expression(NEGATIVE), at: token.at };
    if (sign === "+") return expression(NEGATIVE);
    if (sign === "√") return { kind: "call", name: "sqrt", with: [expression(NEGATIVE)], at: token.at };
    if (sign === "(") {
      const inner = expression(0);
      take(")");
      return inner;
    }
    throw new CalculationError(`no number but ${shown(token)}`, token.at);
  }

  function named(name: string, at: number): Expression {
    const open = peek();
    if (open.kind !== "sign" || open.sign !== "(") return { kind: "constant", name, at };
    next();
    const given: Expression[] = [];
    for (let token = peek(); !(token.kind === "sign" && token.sign === ")"); token = peek()) {
      if (given.length > 0) take(",");
      given.push(expression(0));
    }
    take(")");
    return { kind: "call", name, with: given, at };
  }

  return { peek, expression };
}

/** `%` before a number is the rest of a division, anywhere else it is a percentage. */
function postfixOf(token: Token, after: Token): "percent" | "degrees" | undefined {
  if (token.kind !== "sign") return undefined;
  if (token.sign === "°") return "degrees";
  return token.sign === "%" && !startsValue(after) ? "percent" : undefined;
}

function binarySign(token: Token): BinarySign | undefined {
  if (token.kind === "name") return "*";
  if (token.kind !== "sign") return undefined;
  if (token.sign === "%") return "mod";
  if (token.sign === "(" || token.sign === "√") return "*";
  return token.sign in bindingPowers ? (token.sign as BinarySign) : undefined;
}

function startsValue(token: Token): boolean {
  return (
    token.kind === "number" ||
    token.kind === "name" ||
    (token.kind === "sign" && (token.sign === "(" || token.sign === "√"))
  );
}

function shown(token: Token): string {
  switch (token.kind) {
    case "number":
      return `the number ${token.value}`;
    case "name":
      return `the word "${token.name.slice(0, 40)}"`;
    case "sign":
      return `a "${token.sign}"`;
    case "end":
      return "the end";
  }
}
