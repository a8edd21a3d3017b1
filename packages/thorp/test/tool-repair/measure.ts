/** What becomes of a broken call: the same way that a reply takes through the gateway, without a server. */
import type { Json } from "../../src/base/json.ts";
import { createAnswerReader } from "../../src/gateway/call-model/text-calls/read-answer.ts";
import { prepareCall, withoutDoubles } from "../../src/gateway/call-tool/prepare-call.ts";
import type { ToolCall } from "../../src/gateway/call-tool/tool-call.ts";
import { builtInTools } from "../../src/tools/built-in-tools.ts";
import type { Tool } from "../../src/tools/tool.ts";
import type { BrokenCall, MeantCall } from "./corpus.ts";

export interface Made {
  readonly calls: readonly (MeantCall & { readonly effect: Tool["effect"] })[];
  readonly refused: readonly string[];
  readonly shown: string;
  /** What a reader saw while it came. */
  readonly live: string;
}

const builtIn = builtInTools();
const folders = { workspace: "/work", out: "/work/out" };

/** A text comes in pieces of so many characters. */
export function makeOf(broken: BrokenCall, pieceLength = 1, tools: readonly Tool[] = builtIn): Made {
  const reply =
    broken.text === undefined
      ? { calls: [structural(broken)], shown: "", live: "" }
      : readText(broken, pieceLength, tools);
  const prepared = withoutDoubles(reply.calls.flatMap((call) => prepareCall(call, tools, folders)));
  return {
    calls: prepared.flatMap((call) =>
      call.ok ? [{ tool: call.tool.name, input: call.input, effect: call.tool.effect }] : [],
    ),
    refused: prepared.flatMap((call) => (call.ok ? [] : [call.failure.message])),
    shown: reply.shown,
    live: reply.live,
  };
}

function structural({ call, finish, id }: BrokenCall): ToolCall {
  return { step: "tool-1.1", id, tool: call?.tool ?? "", input: call?.input ?? "", isCut: finish === "length" };
}

function readText(
  { text = "", finish, id }: BrokenCall,
  pieceLength: number,
  tools: readonly Tool[],
): { readonly calls: readonly ToolCall[]; readonly shown: string; readonly live: string } {
  const reader = createAnswerReader({ tools: tools.map((tool) => tool.name), mayRepeat: false });
  let shown = "";
  for (let at = 0; at < text.length; at += pieceLength) shown += reader.push(text.slice(at, at + pieceLength)).text;
  const end = reader.end();
  shown += end.text;
  const calls = (end.calls?.calls ?? []).map((call, position) => ({
    step: `tool-1.${position + 1}`,
    id: `${id}-${position}`,
    ...call,
    isFromText: true,
    isAmidText: end.calls?.isAmid ?? false,
    isHalf: end.calls?.isCut ?? false,
    isCut: finish === "length",
  }));
  // What was shown while it came may be less than what stays: thoughts and calls are taken out at the end.
  return { calls, shown: end.notes.length === 0 ? shown : end.whole, live: shown };
}

export function isRight(broken: BrokenCall, made: Made): boolean {
  const wanted = broken.means === "refuse" ? [] : broken.means;
  const plain = (calls: readonly MeantCall[]) => JSON.stringify(calls.map(({ tool, input }) => [tool, sorted(input)]));
  return plain(made.calls) === plain(wanted);
}

/** Effects beyond reading that nobody meant. */
export function wrongEffects(broken: BrokenCall, made: Made): readonly MeantCall[] {
  if (isRight(broken, made)) return [];
  return made.calls.filter(({ effect }) => effect !== "none" && effect !== "read" && effect !== "fetch");
}

/** Whether a reader of what was shown saw the call itself. */
export function showsCall({ means }: BrokenCall, shown: string): boolean {
  return (
    means !== "refuse" && means.some(({ tool }) => new RegExp(`${tool}["'(]|"name"|<tool_call|TOOL_CALLS`).test(shown))
  );
}

function sorted(value: Json): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item: Json) => sorted(item));
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
