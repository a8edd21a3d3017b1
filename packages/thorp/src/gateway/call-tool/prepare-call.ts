/** Find the tool, read the arguments, validate them. Every way to be wrong is told in words a model can act on. */
import { type Failure, ThorpError } from "../../base/errors.ts";
import { contentHash, type Json, stableStringify } from "../../base/json.ts";
import { nearest } from "../../base/nearest.ts";
import type { Intent } from "../../base/intent.ts";
import type { Tool, ToolContext } from "../../tools/tool.ts";
import { MAX_ARGUMENTS_LENGTH, parseArguments } from "./parse-arguments.ts";
import type { ToolCall } from "./tool-call.ts";

export type PreparedCall =
  | { readonly ok: true; readonly call: ToolCall; readonly tool: Tool; readonly input: Json; readonly intent: Intent; readonly digest: string }
  | { readonly ok: false; readonly call: ToolCall; readonly input: Json; readonly failure: Failure };

export function prepareCall(call: ToolCall, tools: readonly Tool[], folders: Pick<ToolContext, "workspace" | "out">): PreparedCall {
  const refuse = (code: Failure["code"], message: string): PreparedCall => ({ ok: false, call, input: null, failure: { code, message } });
  const tool = tools.find((candidate) => candidate.name === call.tool);
  if (tool === undefined) {
    const names = tools.map((candidate) => candidate.name);
    const close = nearest(call.tool, names);
    return refuse("tool-unknown", `There is no tool ${call.tool}. ${close ? `Did you mean ${close}?` : `There are: ${names.join(", ")}.`}`);
  }
  if (call.input.length > MAX_ARGUMENTS_LENGTH) {
    return refuse("input-too-large", `The arguments of ${tool.name} have ${call.input.length} characters; ${MAX_ARGUMENTS_LENGTH} are allowed.`);
  }
  const parsed = parseArguments(call.input);
  if (parsed === undefined) return refuse("tool-input", `The arguments of ${tool.name} are not JSON: ${call.input.slice(0, 200)}`);
  const checked = tool.input.safeParse(parsed);
  if (!checked.success) {
    const problems = checked.error.issues.map((issue) => `${issue.path.join(".") || "arguments"}: ${issue.message}`);
    return refuse("tool-input", `The arguments of ${tool.name} do not fit: ${problems.slice(0, 5).join("; ")}.`);
  }
  const input = checked.data as Json;
  try {
    const intent = tool.describe(input, folders);
    return { ok: true, call, tool, input, intent, digest: contentHash(`${tool.name}${stableStringify(input)}`) };
  } catch (error) {
    if (error instanceof ThorpError) return refuse(error.code, error.message);
    throw error;
  }
}

/** Every string inside the arguments: what policy holds against the person's own words. */
export function stringsIn(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return (Array.isArray(value) ? value : Object.values(value)).flatMap((inner: Json) => stringsIn(inner));
}
