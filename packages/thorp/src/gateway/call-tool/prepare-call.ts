/** Find the tool, read the arguments, validate them. Every way to be wrong is told in words a model can act on. */
import type { z } from "zod";
import { type Failure, failureFrom, ThorpError } from "../../base/errors.ts";
import type { Intent } from "../../base/intent.ts";
import { contentHash, type Json, stableStringify } from "../../base/json.ts";
import { nearest } from "../../base/nearest.ts";
import type { Tool, ToolContext } from "../../tools/tool.ts";
import { MAX_ARGUMENTS_LENGTH, parseArguments } from "./parse-arguments.ts";
import type { ToolCall } from "./tool-call.ts";

/** A call that may go to the policy, or the reason why not. */
export type PreparedCall =
  | {
      readonly ok: true;
      readonly call: ToolCall;
      readonly tool: Tool;
      readonly input: Json;
      readonly intent: Intent;
      readonly digest: string;
    }
  | { readonly ok: false; readonly call: ToolCall; readonly input: Json; readonly failure: Failure };

/** Never throws: a tool that cannot describe a call refuses it. */
export function prepareCall(
  call: ToolCall,
  tools: readonly Tool[],
  folders: Pick<ToolContext, "workspace" | "out">,
): PreparedCall {
  const refuse = (code: Failure["code"], message: string): PreparedCall => ({
    ok: false,
    call,
    input: null,
    failure: { code, message },
  });
  const tool = tools.find((candidate) => candidate.name === call.tool);
  if (tool === undefined) {
    const names = tools.map((candidate) => candidate.name);
    const close = nearest(call.tool, names);
    return refuse(
      "tool-unknown",
      `There is no tool ${call.tool.slice(0, 80)}. ${close ? `Did you mean ${close}?` : `There are: ${names.join(", ")}.`}`,
    );
  }
  if (call.input.length > MAX_ARGUMENTS_LENGTH) {
    return refuse(
      "input-too-large",
      `The arguments of ${tool.name} have more than ${MAX_ARGUMENTS_LENGTH} characters.`,
    );
  }
  const parsed = parseArguments(call.input);
  if (parsed === undefined)
    return refuse("tool-input", `The arguments of ${tool.name} are not JSON: ${call.input.slice(0, 200)}`);
  try {
    const checked = tool.input.safeParse(parsed);
    if (!checked.success)
      return refuse("tool-input", `The arguments of ${tool.name} do not fit: ${problemsOf(checked.error)}.`);
    const input = checked.data as Json;
    const intent = tool.describe(input, folders);
    return { ok: true, call, tool, input, intent, digest: contentHash(`${tool.name}${stableStringify(input)}`) };
  } catch (error) {
    if (error instanceof ThorpError) return refuse(error.code, error.message);
    // A tool of a team or a package may be faulty; that must not end the run.
    return refuse("tool-failed", `${tool.name} could not read its arguments: ${failureFrom(error).message}`);
  }
}

function problemsOf({ issues }: z.ZodError): string {
  const problems = issues.slice(0, 5).map((issue) => `${issue.path.join(".") || "arguments"}: ${issue.message}`);
  return problems.join("; ").slice(0, 1000);
}

/** Everything inside the arguments that could have been chosen otherwise: what policy holds against the person's words. */
export function literalsIn(value: Json): readonly string[] {
  if (value === null) return [];
  if (typeof value !== "object") return [String(value)];
  return (Array.isArray(value) ? value : Object.values(value)).flatMap((inner: Json) => literalsIn(inner));
}
