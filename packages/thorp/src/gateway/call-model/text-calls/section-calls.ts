/** Calls between the marks of a template: a mark before each, one between name and arguments, one behind. */
import { withJson } from "./with-json.ts";
import { matchAt, type Place, type ReadCalls } from "./written-call.ts";

const BEFORE_NAME = /(?:<｜tool▁call▁begin｜>)?(?:function)?<｜tool▁sep｜>([\w.:-]+)\s*(?:```\w*\s*)?/y;
const BEHIND_NAME = /(?:<｜tool▁call▁begin｜>)?([\w.:-]+)<｜tool▁sep｜>\s*(?=\{)/y;

/** DeepSeek: `function<｜tool▁sep｜>name` and a fence, or since its third version `name<｜tool▁sep｜>{…}`. */
export function separated({ text, at }: Place): ReadCalls | undefined {
  const head = matchAt(BEHIND_NAME, text, at) ?? matchAt(BEFORE_NAME, text, at);
  if (head === null) return undefined;
  const read = withJson(text, at + head[0].length, head[1] ?? "");
  const tail = matchAt(/\s*(?:```)?\s*(?:<｜tool▁calls?▁end｜>\s*)*/y, text, read.end);
  return { ...read, end: read.end + (tail?.[0].length ?? 0) };
}

/** Kimi: `functions.name:0<|tool_call_argument_begin|>{…}<|tool_call_end|>`. */
export function sectioned({ text, at }: Place): ReadCalls | undefined {
  const head = matchAt(/([\w.:-]+)\s*<\|tool_call_argument_begin\|>\s*(?=\{)/y, text, at);
  if (head === null) return undefined;
  const read = withJson(text, at + head[0].length, head[1] ?? "");
  const tail = matchAt(/\s*(?:<\|tool_call(?:s_section)?_end\|>\s*)*/y, text, read.end);
  return { ...read, end: read.end + (tail?.[0].length ?? 0) };
}
