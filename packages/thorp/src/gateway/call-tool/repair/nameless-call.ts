/** A call without a name, whose arguments hold the whole call: `{"name": …, "arguments": …}`. */
import { parseJson } from "../../../base/json.ts";
import { callsInObject } from "../../call-model/text-calls/call-object.ts";
import type { ToolCall } from "../tool-call.ts";

/** The call as it was meant, or as it was. */
export function withNameFromInside(call: ToolCall, names: readonly string[]): ToolCall {
  if (call.tool.trim() !== "") return call;
  const [inside, ...more] = callsInObject(parseJson(call.input), names) ?? [];
  return inside === undefined || more.length > 0 ? call : { ...call, tool: inside.tool, input: inside.input };
}
