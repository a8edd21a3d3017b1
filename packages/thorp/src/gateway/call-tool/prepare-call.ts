/** Find the tool, read the arguments, validate them. Every way to be wrong is told in words a model can act on. */
import { type Failure, failureFrom, ThorpError } from "../../base/errors.ts";
import type { Intent } from "../../base/intent.ts";
import { contentHash, type Json, stableStringify } from "../../base/json.ts";
import type { Labels } from "../../base/label.ts";
import type { Tool, ToolContext } from "../../tools/tool.ts";
import { type RepairedCall, repairCall } from "./repair/repair-call.ts";
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
      /** What was mended before it fitted, in words. */
      readonly repaired: readonly string[];
      /** As the model wrote it, where `input` has values in the places of references; for the history. */
      readonly written?: Json;
      /** Of what was referred to. */
      readonly labels?: Labels;
    }
  | { readonly ok: false; readonly call: ToolCall; readonly input: Json; readonly failure: Failure };

type Folders = Pick<ToolContext, "workspace" | "out">;

/** Mostly one; several where a model glued calls together. Never throws: a tool that cannot describe a call refuses it. */
export function prepareCall(call: ToolCall, tools: readonly Tool[], folders: Folders): readonly PreparedCall[] {
  return repairCall(call, tools).map((repaired, position) =>
    prepared(position === 0 ? call : partOf(call, position + 1), repaired, folders),
  );
}

/** Calls of a turn that are the same are one: the second would only do it twice. */
export function withoutDoubles(calls: readonly PreparedCall[]): readonly PreparedCall[] {
  const seen = new Set<string>();
  return calls.filter((call) => {
    if (!call.ok) return true;
    const isNew = !seen.has(call.digest);
    seen.add(call.digest);
    return isNew;
  });
}

function partOf(call: ToolCall, number: number): ToolCall {
  return { ...call, step: `${call.step}.${number}`, id: `${call.id}-${number}` };
}

function prepared(call: ToolCall, repaired: RepairedCall, folders: Folders): PreparedCall {
  const refuse = (code: Failure["code"], message: string, given: Json = null): PreparedCall => ({
    ok: false,
    call: { ...call, tool: repaired.tool?.name ?? call.tool },
    input: given,
    failure: { code, message },
  });
  if (!repaired.ok) return refuse(repaired.code, repaired.message, repaired.given);
  const { tool, input } = repaired;
  try {
    const intent = tool.describe(input, folders);
    const digest = contentHash(`${tool.name}${stableStringify(input)}`);
    return { ok: true, call, tool, input, intent, digest, repaired: repaired.repaired };
  } catch (error) {
    if (error instanceof ThorpError) return refuse(error.code, error.message);
    // A tool of a team or a package may be faulty; that must not end the run.
    return refuse("tool-failed", `${tool.name} could not read its arguments: ${failureFrom(error).message}`);
  }
}

/** Everything inside the arguments that could have been chosen otherwise: what policy holds against the person's words. */
export function literalsIn(value: Json): readonly string[] {
  if (value === null) return [];
  if (typeof value !== "object") return [String(value)];
  return (Array.isArray(value) ? value : Object.values(value)).flatMap((inner: Json) => literalsIn(inner));
}
