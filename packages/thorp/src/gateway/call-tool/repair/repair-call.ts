/**
 * A tool call as a model wrote it, made into the calls that it means.
 *
 * What only looks something up may be guessed at where one reading is likely. What changes something (a file, a
 * message, money) is carried out only if nothing else can have been meant: a spelling, a kind of value, a wrapper are
 * mended, but nothing that was cut off, left out, glued together or named halfway. No repair invents a value.
 */
import { z } from "zod";
import { type ErrorCode, failureFrom } from "../../../base/errors.ts";
import type { Effect } from "../../../base/intent.ts";
import type { Json } from "../../../base/json.ts";
import { nearest } from "../../../base/nearest.ts";
import type { Tool } from "../../../tools/tool.ts";
import { MAX_ARGUMENTS_LENGTH } from "../parse-arguments.ts";
import type { ToolCall } from "../tool-call.ts";
import { argumentNames } from "./argument-names.ts";
import { fitArguments } from "./fit-arguments.ts";
import { withNameFromInside } from "./nameless-call.ts";
import { placeholderIn } from "./placeholders.ts";
import { type ReadArguments, readArguments } from "./read-arguments.ts";
import { createRepairNotes, type RepairNotes } from "./repair-notes.ts";
import type { SchemaNode } from "./schema-node.ts";
import { toolMeant } from "./tool-name.ts";

/** A call that fits its tool, or why it cannot be made to. */
export type RepairedCall =
  | {
      readonly ok: true;
      readonly tool: Tool;
      readonly input: Json;
      /** What was mended, in words; empty for a call that needed nothing. */
      readonly repaired: readonly string[];
    }
  | {
      readonly ok: false;
      readonly tool?: Tool;
      readonly code: ErrorCode;
      readonly message: string;
      /** The arguments as they were sent, where they could be read: whoever mends them has to see them. */
      readonly given?: Json;
    };

type Refused = Extract<RepairedCall, { ok: false }>;

/** One for each call that was meant; never empty. Refusals are in words that a model can act on. */
export function repairCall(given: ToolCall, tools: readonly Tool[]): readonly RepairedCall[] {
  const names = tools.map((tool) => tool.name);
  const call = withNameFromInside(given, names);
  const meant = toolMeant(call.tool, names);
  const tool = tools.find((candidate) => candidate.name === meant?.name);
  if (tool === undefined || meant === undefined) return [unknownTool(call.tool, names)];
  const refuse = (code: ErrorCode, message: string): readonly Refused[] => [{ ok: false, tool, code, message }];
  if (call.input.length > MAX_ARGUMENTS_LENGTH) {
    return refuse(
      "input-too-large",
      `The arguments of ${tool.name} have more than ${MAX_ARGUMENTS_LENGTH} characters.`,
    );
  }
  if (!meant.isCertain && changesSomething(tool.effect)) return [unknownTool(call.tool, names)];
  const read = readArguments(call.input);
  if (read === undefined)
    return refuse("tool-input", `The arguments of ${tool.name} are not JSON: ${call.input.slice(0, 200)}`);
  const doubt = doubtIn(read, { call, tool });
  if (doubt !== undefined) return refuse("tool-input", doubt);
  return read.values.map((value) => {
    const notes = createRepairNotes();
    if (given.tool !== tool.name) notes.mended(`the tool was called ${given.tool.slice(0, 60) || "nothing"}`);
    if (call.isFromText) notes.mended("the call was written as text");
    if (read.values.length > 1) notes.guessed("several calls were glued together");
    if (read.cut === "value" || read.cut === "entry") notes.guessed("the arguments were cut off");
    else if (read.isMended) notes.mended("the JSON was broken");
    try {
      return fitCall(tool, value, { notes, isMended: read.isMended });
    } catch (error) {
      // A tool of a team or a package may be faulty in its own checks; that must not end the run.
      const message = `${tool.name} could not read its arguments: ${failureFrom(error).message}`;
      return { ok: false, tool, code: "tool-failed", message };
    }
  });
}

/** Beyond reading and fetching; what a fetch may ask for is decided by policy. */
function changesSomething(effect: Effect): boolean {
  return effect !== "none" && effect !== "read" && effect !== "fetch";
}

function unknownTool(name: string, names: readonly string[]): Refused {
  const close = nearest(name, names);
  return {
    ok: false,
    code: "tool-unknown",
    message: `There is no tool ${name.slice(0, 80)}. ${close ? `Did you mean ${close}?` : `There are: ${names.join(", ")}.`}`,
  };
}

/** Why nothing may be made of what was read, before a look at its values. */
function doubtIn(
  read: ReadArguments,
  { call, tool }: { readonly call: ToolCall; readonly tool: Tool },
): string | undefined {
  const isHalf = call.isHalf || read.cut === "value" || read.cut === "entry";
  const cutOff = `The arguments of ${tool.name} were cut off. Call it again with all of them; write less if they are long.`;
  if (call.isCut && (isHalf || read.cut !== "closed")) return cutOff;
  if (!changesSomething(tool.effect)) return undefined;
  if (isHalf) return cutOff;
  if (read.isDoubled) return `An argument of ${tool.name} was given twice, with different values. Give each once.`;
  if (read.values.length > 1)
    return `The arguments of ${tool.name} hold ${read.values.length} calls. Make one call for each.`;
  if (call.isAmidText)
    return `A call of ${tool.name} stood in the middle of a text, so it was not made. Call ${tool.name} by itself if it is meant.`;
  return undefined;
}

interface FitCall {
  readonly notes: RepairNotes;
  readonly isMended: boolean;
}

function fitCall(tool: Tool, value: unknown, { notes, isMended }: FitCall): RepairedCall {
  const refuse = (message: string): RepairedCall => ({ ok: false, tool, code: "tool-input", message });
  const strict = isMended ? undefined : tool.input.safeParse(value);
  let input: Json | undefined = strict?.success && keepsAll(value, strict.data) ? (strict.data as Json) : undefined;
  if (input === undefined) {
    const fitted = fitArguments(schemaOf(tool), value, { tool: tool.name, notes });
    if (!fitted.ok && fitted.conflict !== undefined)
      return refuse(`The arguments of ${tool.name} do not fit: ${fitted.conflict}.`);
    const checked = tool.input.safeParse(fitted.ok ? fitted.value : value);
    if (!checked.success)
      return {
        ...refuse(`The arguments of ${tool.name} do not fit: ${problemsOf(checked.error)}.${namesOf(tool)}`),
        ...(isRecord(value) ? { given: value as Json } : {}),
      };
    input = checked.data as Json;
  }
  const placeholder = placeholderIn(input);
  if (placeholder !== undefined)
    return refuse(`An argument of ${tool.name} is a placeholder, not a value: ${placeholder}. Put the real value in.`);
  const guess = changesSomething(tool.effect) ? notes.guesses[0] : undefined;
  if (guess !== undefined)
    return refuse(`It is not certain what the arguments of ${tool.name} mean (${guess}). Use exactly its keys.`);
  return { ok: true, tool, input, repaired: notes.all };
}

/** What a tool takes, as far as repairs and references look at it. */
export function schemaOf(tool: Tool): SchemaNode {
  // A tool that comes with a schema of its own is told by it, and mended by the same.
  return (tool.inputSchema ?? z.toJSONSchema(tool.input, { io: "input", unrepresentable: "any" })) as SchemaNode;
}

/** Validation passes over keys that it does not know; what they say must not be lost unread. */
function keepsAll(given: unknown, kept: unknown): boolean {
  if (typeof given !== "object" || given === null) return true;
  if (typeof kept !== "object" || kept === null) return false;
  return Object.entries(given).every(([key, inner]) => {
    const own = (kept as Readonly<Record<string, unknown>>)[key];
    return Object.hasOwn(kept, key) && keepsAll(inner, own);
  });
}

/** Without the list, an argument under a name that the tool lacks only seems to be missing. */
function namesOf({ input }: Tool): string {
  const names = argumentNames(input);
  return names === undefined ? "" : ` It takes: ${names}.`;
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function problemsOf({ issues }: z.ZodError): string {
  const problems = issues.slice(0, 5).map((issue) => `${issue.path.join(".") || "arguments"}: ${issue.message}`);
  return problems.join("; ").slice(0, 1000);
}
