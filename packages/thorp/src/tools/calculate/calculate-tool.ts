/** The tool `calculate`: arithmetic without a language model. */
import { z } from "zod";
import { settleCall } from "../settle-call.ts";
import { defineTool, type Tool, type ToolOutput } from "../tool.ts";
import { CalculationError } from "./calculation-error.ts";
import { evaluate, formatExpression } from "./evaluate.ts";
import { formatNumber, roundNumber } from "./format-number.ts";
import { parseExpression } from "./parse-expression.ts";

const input = z.object({
  expression: z
    .string()
    .min(1)
    .max(20_000)
    .describe("The calculation, as in (3 + 4) * 2.5, 15% of 80, sqrt(2), avg(3, 4, 8), 0xff + 1"),
  base: z
    .union([z.literal(2), z.literal(8), z.literal(16)])
    .optional()
    .describe("Also write the result, a whole number, in this base: 2, 8 or 16"),
});

const prefixes = { 2: "0b", 8: "0o", 16: "0x" } as const;

/** Computes an expression, or says at which character it cannot be read. */
export function createCalculateTool(): Tool {
  return defineTool({
    name: "calculate",
    capability: "calculation",
    description:
      "Computes one arithmetic expression and gives the number. Knows + - * / ^ %, parentheses, percentages such as 15% of 80, " +
      "and sqrt abs round floor ceil min max sum avg log ln exp sin cos tan, pi and e; " +
      "reads and writes binary, octal and hexadecimal. Numbers only: no units, no dates, no tables.",
    examples: [
      "What is 17 * 23?",
      "15% of 80",
      "How much is 1,299.99 plus 19 percent?",
      "Divide 4500 by 12",
      "square root of 2 to the power of 5",
      "What's the average of 3, 8 and 13?",
      "(12.5 + 7.5) / 4 - 2^3",
      "A flat has 84 m² at 12.50 each, what is the rent?",
    ],
    input,
    effect: "none",
    repeatable: true,
    cacheable: true,
    describe: ({ expression }) => ({ effect: "none", summary: `calculate ${expression.slice(0, 100)}` }),
    execute: ({ expression, base }, context) => settleCall(context, () => calculated(expression, base)),
  });
}

function calculated(text: string, base?: keyof typeof prefixes): ToolOutput {
  try {
    const tree = parseExpression(text);
    const value = evaluate(tree);
    const understood = formatExpression(tree);
    if (base !== undefined && !Number.isSafeInteger(value))
      return {
        ok: false,
        text: `${formatNumber(value)} is no whole number up to 2^53, so it has no short form in base ${base}.`,
      };
    const shown = understood.length > 500 ? `${understood.slice(0, 500)}…` : understood;
    const based = base === undefined ? undefined : inBase(value, base);
    return {
      ok: true,
      text: [shown, formatNumber(value), ...(based === undefined ? [] : [based])].filter(isNew).join(" = "),
      data: { expression: shown, value: roundNumber(value), ...(based === undefined ? {} : { based }) },
      sources: [{ title: "calculation", location: "calculate" }],
    };
  } catch (error) {
    if (!(error instanceof CalculationError)) throw error;
    const { at, message } = error;
    const near = text
      .slice(Math.max(0, at - 15), at + 15)
      .replace(/\s+/g, " ")
      .trim();
    const place = near === "" ? "" : `, near "${near}"`;
    return { ok: false, text: `The calculation cannot be done: there is ${message} (character ${at + 1}${place}).` };
  }
}

/** `0x187`, `-0b101`. */
function inBase(value: number, base: keyof typeof prefixes): string {
  return `${value < 0 ? "-" : ""}${prefixes[base]}${Math.abs(value).toString(base)}`;
}

/** "255 = 255 = 0xff" says a thing twice. */
function isNew(part: string, position: number, all: readonly string[]): boolean {
  return part !== all[position - 1];
}
