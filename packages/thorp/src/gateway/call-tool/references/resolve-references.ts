/**
 * Hands an earlier result to a tool without its passing through a model: the model writes a reference, and the value
 * takes its place before anything looks at the call. Validation, policy, the person who is asked and the tool see the
 * value with the labels of where it came from; the history keeps the reference.
 *
 * What a file holds at that moment is an input of the run: read once for each call and recorded.
 */
import type { Failure } from "../../../base/errors.ts";
import { contentHash, type Json, parseJson, stableStringify } from "../../../base/json.ts";
import { joinLabels, type Labels } from "../../../base/label.ts";
import type { RunContext } from "../../../events/run-context.ts";
import type { ReadResult, ToolContext } from "../../../tools/tool.ts";
import type { RunFacts } from "../../call-model/run-facts.ts";
import type { CallToolServices } from "../call-tools.ts";
import { parseArguments } from "../parse-arguments.ts";
import { schemaOf } from "../repair/repair-call.ts";
import { isFields } from "../repair/schema-node.ts";
import type { ToolCall, ToolTurn } from "../tool-call.ts";
import { atPointer, findReferences, type Reference, withValues } from "./find-references.ts";

/** A call with values in the places of its references, or why there are none. */
export type ReferredCall =
  | {
      readonly ok: true;
      readonly call: ToolCall;
      /** As the model wrote it; absent where it wrote no reference. */
      readonly written?: Json;
      /** Of all that was referred to. */
      readonly labels: Labels;
    }
  | { readonly ok: false; readonly call: ToolCall; readonly written: Json; readonly failure: Failure };

/** Characters of one value. */
const MOST_CHARACTERS = 900_000;

/** The call itself, without a step, where nothing refers to anything. */
export async function resolveReferences(
  services: Pick<CallToolServices, "toolContext">,
  context: RunContext,
  { call, run, turn }: { readonly call: ToolCall; readonly run: RunFacts; readonly turn: ToolTurn },
): Promise<ReferredCall> {
  const tool = turn.tools.find(({ name }) => name === call.tool);
  const parsed = tool !== undefined && call.input.includes("@result:") ? parseArguments(call.input) : undefined;
  const references = findReferences(parsed);
  if (tool === undefined || !isFields(parsed) || references.length === 0) return { ok: true, call, labels: [] };
  const written = parsed as Readonly<Record<string, Json>>;
  const digest = contentHash(`${tool.name}${references.map(({ text }) => text).join("\n")}`);
  const found = (await context.step<Json>({
    name: `${call.step}-references`,
    digest,
    run: async (step) => {
      step.begin({ kind: "other", digest });
      const { signal } = step;
      const reader = await services.toolContext({ run, step, tool, inputs: turn.inputs, uncaged: false, signal });
      const results: Record<string, Found> = {};
      for (const reference of references) results[reference.text] = await lookUp(reference, reader, turn);
      return results as unknown as Json;
    },
  })) as unknown as Readonly<Record<string, Found>>;
  const problem = references.flatMap(({ text }) => found[text]?.problem ?? [])[0];
  if (problem !== undefined) return { ok: false, call, written, failure: { code: "tool-input", message: problem } };
  const resolved = withValues(written, schemaOf(tool), ({ text }, type) => valueOf(found[text], type));
  const labels = joinLabels(...references.map(({ text }) => found[text]?.labels ?? []));
  return { ok: true, call: { ...call, input: stableStringify(resolved) }, written, labels };
}

/** What one reference stands for, as it is recorded. */
interface Found {
  readonly text?: string;
  readonly data?: Json;
  readonly labels?: Labels;
  readonly problem?: string;
}

async function lookUp(reference: Reference, reader: Pick<ToolContext, "readResult">, turn: ToolTurn): Promise<Found> {
  const { id, pointer, text: written } = reference;
  // The last result of a tool goes by the tool's name.
  const named = turn.inputs.some((input) => input.id === id)
    ? undefined
    : turn.inputs.findLast(({ goal }) => goal === id)?.id;
  const result = await reader.readResult(named ?? id);
  if (result === undefined) return { problem: unknown(written, turn) };
  const { data } = result;
  const labels = result.labels ?? ([`agent:${id}`] as const);
  if (pointer !== "") {
    const part = data === undefined ? undefined : atPointer(data, pointer);
    if (part === undefined) return { problem: `${written}: the result ${id} has no such part in its data.` };
    return sized(written, { text: typeof part === "string" ? part : stableStringify(part), data: part, labels });
  }
  const text = await wholeText(result, reader);
  return sized(written, { text, ...(data === undefined ? {} : { data }), labels });
}

function sized(written: string, found: Found): Found {
  const { length } = found.text ?? "";
  if (length <= MOST_CHARACTERS) return found;
  return { problem: `${written} has ${length} characters; a tool takes at most ${MOST_CHARACTERS} by reference.` };
}

/** What stands in the prompt of a long result is its beginning, with the name of the whole. */
async function wholeText({ text, artifacts }: ReadResult, reader: Pick<ToolContext, "readResult">): Promise<string> {
  const name = /\[(?:… |cut here; )the whole has \d+ characters(?::| and is) result ([\w.~-]+)[^\]]*\]\s*$/.exec(
    text,
  )?.[1];
  const isThere = name !== undefined && artifacts.some(({ id }) => id === name);
  return (isThere ? (await reader.readResult(name))?.text : undefined) ?? text;
}

function unknown(written: string, { inputs }: ToolTurn): string {
  const known = inputs.map(({ id }) => `@result:${id}`).slice(0, 20);
  const there = known.length === 0 ? "there is none yet" : `there are ${known.join(", ")}`;
  return `${written.slice(0, 100)} names no result that this task may use; ${there}.`;
}

/** A text where a text is wanted or nothing is said, else the data, also of a text that is JSON. */
function valueOf(found: Found | undefined, type: string | undefined): Json {
  const { text = "", data } = found ?? {};
  if (type === undefined || type === "string") return text;
  return data ?? (parseJson(text) as Json | undefined) ?? text;
}

/** Whether a reference is left in arguments that were mended: its value would be missing. */
export function hasReference(input: Json): boolean {
  return findReferences(input).length > 0;
}
