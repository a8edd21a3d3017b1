/** A call whose name is known already and whose arguments follow as JSON. */
import { readJsonAt } from "../../call-tool/lenient-json.ts";
import type { ReadCalls } from "./written-call.ts";

/** Without an object at this place the call has no arguments. */
export function withJson(text: string, at: number, name: string): ReadCalls {
  const read = text[at] === "{" ? readJsonAt(text, at) : undefined;
  if (read === undefined) return { calls: [{ tool: name, input: "{}" }], end: at, isCut: at >= text.length };
  return {
    calls: [{ tool: name, input: JSON.stringify(read.value) }],
    end: read.end,
    isCut: read.cut === "value" || read.cut === "entry",
  };
}
