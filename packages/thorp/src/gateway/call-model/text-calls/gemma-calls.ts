/** Calls as Gemma 4 and FunctionGemma write them, with marks of their own for quotation marks. */
import { readJsonAt } from "../../call-tool/lenient-json.ts";
import { closingParenthesis } from "./python-calls.ts";
import { matchAt, type Place, type ReadCalls } from "./written-call.ts";

const QUOTE = /<\|"\|>|<escape>/y;
const QUOTES = /<\|"\|>|<escape>/g;

/** `call:name{key:<|"|>value<|"|>}`, also with parentheses. */
export function called({ text, at }: Place): ReadCalls | undefined {
  const head = matchAt(/call:([\w.:-]+)\s*([({])/y, text, at);
  if (head === null) return undefined;
  const start = at + head[0].length;
  const rest = text.slice(start).replaceAll(QUOTES, '"');
  const close = head[2] === "(" ? closingParenthesis(rest, 0) : undefined;
  const read = readJsonAt(`{${close === undefined ? rest : `${rest.slice(0, close)}}`}`, 0);
  if (read === undefined) return undefined;
  // Counted in the text as it was: its quotation marks were longer.
  const length = close === undefined ? read.end - 1 : close + 1;
  const end = start + lengthBefore(text.slice(start), length);
  return {
    calls: [{ tool: head[1] ?? "", input: JSON.stringify(read.value) }],
    end: end + (matchAt(/\s*(?:<tool_call\|>|<\|tool_call\|>)?/y, text, end)?.[0].length ?? 0),
    isCut: read.cut === "value" || read.cut === "entry",
  };
}

function lengthBefore(text: string, plainLength: number): number {
  let plain = 0;
  let at = 0;
  while (plain < plainLength && at < text.length) {
    at += matchAt(QUOTE, text, at)?.[0].length ?? 1;
    plain++;
  }
  return at;
}
