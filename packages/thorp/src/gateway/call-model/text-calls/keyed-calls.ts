/** Calls as GLM writes them: the name, then a tag for each key and one for each value. */
import { toolMeant } from "../../call-tool/repair/tool-name.ts";
import { matchAt, type Place, type ReadCalls } from "./written-call.ts";

const PAIR = /\s*<arg_key>\s*([\w.-]+)\s*<\/arg_key>\s*<arg_value>([\s\S]*?)<\/arg_value>/y;

/** `name<arg_key>path</arg_key><arg_value>a.md</arg_value>`; only for tools that there are. */
export function keyed({ text, at, tools }: Place): ReadCalls | undefined {
  const head = matchAt(/([\w.:-]+)\s*(?=<arg_key>)/y, text, at);
  const name = head?.[1] ?? "";
  if (head === null || toolMeant(name, tools)?.isCertain !== true) return undefined;
  const input: Record<string, string> = {};
  let end = at + head[0].length;
  for (let pair = matchAt(PAIR, text, end); pair !== null; pair = matchAt(PAIR, text, end)) {
    input[pair[1] ?? ""] = (pair[2] ?? "").replace(/^\n|\n$/g, "");
    end += pair[0].length;
  }
  return {
    calls: [{ tool: name, input: JSON.stringify(input) }],
    end,
    // A pair that has no end is not among them.
    isCut: /^\s*<(?:arg_|a?$)/.test(text.slice(end, end + 40)),
  };
}
