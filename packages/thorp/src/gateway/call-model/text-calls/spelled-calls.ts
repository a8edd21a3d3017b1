/** Calls in words, as models write them that were taught to think and act by turns: `Action: …`. */
import { pythonArguments } from "../../call-tool/python-arguments.ts";
import { toolMeant } from "../../call-tool/repair/tool-name.ts";
import { closingParenthesis } from "./python-calls.ts";
import { withJson } from "./with-json.ts";
import { matchAt, type Place, type ReadCalls } from "./written-call.ts";

const SPELLED =
  /(?:\*\*)?(?:Action|Tool|Tool name|Function)(?:\*\*)?:\s*(?:\*\*)?\s*`?([\w.-]+)`?(?:\(\))?[ \t]*\n\s*(?:\*\*)?(?:Action Input|Input|Arguments|Args|Parameters)(?:\*\*)?:[ \t]*/iy;

/** `Action: name`, then `Action Input: …` */
export function spelled({ text, at, tools }: Place): ReadCalls | undefined {
  const head = matchAt(SPELLED, text, at);
  const name = head?.[1] ?? "";
  if (head === null || toolMeant(name, tools)?.isCertain !== true) return undefined;
  const start = at + head[0].length;
  const opening = matchAt(/\s*(?:```\w*\s*)?(?=\{)/y, text, start);
  if (opening !== null) {
    const read = withJson(text, start + opening[0].length, name);
    return { ...read, end: read.end + (matchAt(/\s*```/y, text, read.end)?.[0].length ?? 0) };
  }
  const line = matchAt(/[^\n]*/y, text, start)?.[0] ?? "";
  return { calls: [{ tool: name, input: JSON.stringify(line.trim()) }], end: start + line.length, isCut: false };
}

const ACTION = /(?:\*\*)?Action(?:\*\*)?:[ \t]*(?:\*\*)?[ \t]*([\w.-]+)[ \t]*([[(])/iy;

/** `Action: name[value]` and `Action: name("value", key=2)`, each on a line of its own. */
export function actionInLine({ text, at, tools }: Place): ReadCalls | undefined {
  const head = matchAt(ACTION, text, at);
  const name = head?.[1] ?? "";
  if (head === null || toolMeant(name, tools)?.isCertain !== true) return undefined;
  const start = at + head[0].length;
  const close = head[2] === "(" ? closingParenthesis(text, start) : closingBracket(text, start);
  if (close === undefined) return undefined;
  const inner = text.slice(start, close).trim();
  const literal = pythonArguments(inner);
  // Between square brackets a value may stand bare: the line bounds it.
  const input = literal ?? (head[2] === "[" && !inner.includes("=") ? JSON.stringify([inner]) : undefined);
  return input === undefined ? undefined : { calls: [{ tool: name, input }], end: close + 1, isCut: false };
}

/** The last one of the line, when nothing follows it. */
function closingBracket(text: string, from: number): number | undefined {
  const line = matchAt(/[^\n]*\](?=[ \t]*(?:\n|$))/y, text, from);
  return line === null ? undefined : from + line[0].length - 1;
}
