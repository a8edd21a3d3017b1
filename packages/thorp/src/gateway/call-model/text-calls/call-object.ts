/** A JSON object that is a call: what models put around name and arguments. */
import { toolMeant } from "../../call-tool/repair/tool-name.ts";
import type { WrittenCall } from "./written-call.ts";

/** What models call the name of the tool. */
export const NAME_KEYS = [
  "name",
  "tool",
  "tool_name",
  "function",
  "function_name",
  "action",
  "recipient_name",
] as const;
/** Keys under which a list of calls stands. */
export const LIST_KEYS = ["tool_calls", "tool_uses", "function_calls"] as const;
/** Keys under which one call stands. */
export const FRAME_KEYS = ["function", "function_call", "tool_call"] as const;
const ARGUMENT_KEYS = [
  "arguments",
  "parameters",
  "args",
  "params",
  "input",
  "tool_input",
  "action_input",
  "kwargs",
  "function_args",
  "function_arguments",
  "function_parameters",
  "tool_args",
  "tool_arguments",
  "tool_parameters",
] as const;
/** May stand beside them. */
const COMPANIONS = new Set<string>([
  ...NAME_KEYS,
  ...ARGUMENT_KEYS,
  "type",
  "id",
  "call_id",
  "thought",
  "description",
  "reason",
  "index",
]);

/** Every call in the value, in order; undefined when it is anything else than calls. */
export function callsInObject(value: unknown, tools: readonly string[]): readonly WrittenCall[] | undefined {
  if (Array.isArray(value)) {
    const calls = value.map((item) => callsInObject(item, tools));
    return calls.length > 0 && calls.every((call) => call !== undefined) ? calls.flat() : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const list = LIST_KEYS.map((key) => fields[key]).find((inner) => Array.isArray(inner));
  if (list !== undefined) return callsInObject(list, tools);
  const framed = FRAME_KEYS.map((key) => fields[key]).find((inner) => typeof inner === "object" && inner !== null);
  if (framed !== undefined) return callsInObject(framed, tools);
  return namedCall(fields, tools) ?? flatCall(fields, tools) ?? keyedCall(fields, tools);
}

function namedCall(
  fields: Readonly<Record<string, unknown>>,
  tools: readonly string[],
): readonly WrittenCall[] | undefined {
  const nameKey = NAME_KEYS.find((key) => typeof fields[key] === "string");
  const argumentKey = ARGUMENT_KEYS.find((key) => key in fields);
  if (nameKey === undefined || argumentKey === undefined) return undefined;
  const name = String(fields[nameKey]);
  const given = fields[argumentKey];
  const isKnown = toolMeant(name, tools) !== undefined;
  // A tool that nobody has is still a call when it looks like nothing else; the model is told that there is none.
  if (!isKnown && (!/^[\w.:-]{1,64}$/.test(name) || typeof given !== "object")) return undefined;
  if (Object.keys(fields).some((key) => !COMPANIONS.has(key))) return undefined;
  return [{ tool: name, input: inputText(given) }];
}

/** `{"name": "read_file", "path": "a.md"}`; only for tools that there are, and no description of one. */
function flatCall(
  fields: Readonly<Record<string, unknown>>,
  tools: readonly string[],
): readonly WrittenCall[] | undefined {
  const nameKey = NAME_KEYS.find((key) => typeof fields[key] === "string" && tools.includes(fields[key]));
  if (nameKey === undefined) return undefined;
  const { [nameKey]: name, ...given } = fields;
  const keys = Object.keys(given);
  if (keys.length === 0 || keys.some((key) => COMPANIONS.has(key))) return undefined;
  return [{ tool: String(name), input: inputText(given) }];
}

/** `{"read_file": {"path": "a.md"}}` */
function keyedCall(
  fields: Readonly<Record<string, unknown>>,
  tools: readonly string[],
): readonly WrittenCall[] | undefined {
  const [key, ...more] = Object.keys(fields);
  if (key === undefined || more.length > 0 || !tools.includes(key)) return undefined;
  const given = fields[key];
  return typeof given === "object" && given !== null ? [{ tool: key, input: inputText(given) }] : undefined;
}

function inputText(given: unknown): string {
  return typeof given === "string" ? given : JSON.stringify(given ?? {});
}
