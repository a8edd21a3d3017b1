/** What a scripted model or server answers to one call. Pieces are streamed one by one, as a model writes tokens. */
import type { Json } from "../base/json.ts";

/** A tool call that the model makes; `input` is sent as JSON text, as real models do. */
export interface ScriptedToolCall {
  readonly name: string;
  readonly input: Json;
  /** Made from the position of the call when absent. */
  readonly id?: string;
}

/** Tokens; `cached` is part of the input and `reasoning` of the output. */
export interface ScriptedUsage {
  readonly input?: number;
  readonly output?: number;
  readonly cached?: number;
  readonly reasoning?: number;
  /** US dollars, as OpenRouter reports them. */
  readonly cost?: number;
}

/** Why the model stopped, in the words of the model seam. */
export type ScriptedFinish = "stop" | "length" | "content-filter" | "tool-calls" | "error" | "other";

/** One answer: reasoning first, then text, then tool calls. Times are in milliseconds. */
export interface ScriptedReply {
  readonly reasoning?: string | readonly string[];
  /** A string is one piece. */
  readonly text?: string | readonly string[];
  readonly toolCalls?: readonly ScriptedToolCall[];
  /** `tool-calls` when there are some, else `stop`. */
  readonly finish?: ScriptedFinish;
  /** `missing`: the server says nothing. Otherwise counts are made up from the lengths where they are not given. */
  readonly usage?: ScriptedUsage | "missing";
  /** Before the first piece. */
  readonly delayMs?: number;
  /** Between pieces. */
  readonly betweenMs?: number;
  /** The stream stops half-way after so many pieces. */
  readonly breakAfter?: number;
}

/** The text of a reply in one string. */
export function textOfReply({ text = [] }: ScriptedReply): string {
  return typeof text === "string" ? text : text.join("");
}

/** One piece for a string; none for nothing. */
export function piecesOf(text: string | readonly string[] | undefined): readonly string[] {
  if (text === undefined) return [];
  return typeof text === "string" ? [text] : text;
}

/** What the script says, else what follows from its tool calls. */
export function finishOf(reply: ScriptedReply): ScriptedFinish {
  return reply.finish ?? (reply.toolCalls?.length ? "tool-calls" : "stop");
}

/** Four characters a token for what the prompt holds, one token a piece for what is written. */
export function usageOf(
  reply: ScriptedReply,
  promptCharacters: number,
): Required<Omit<ScriptedUsage, "cost">> & { cost?: number } {
  const given = reply.usage === undefined || reply.usage === "missing" ? {} : reply.usage;
  const pieces = piecesOf(reply.text).length + piecesOf(reply.reasoning).length + (reply.toolCalls?.length ?? 0);
  return {
    input: Math.ceil(promptCharacters / 4),
    output: pieces,
    cached: 0,
    reasoning: piecesOf(reply.reasoning).length,
    ...given,
  };
}

/** The next reply of a list, or what a function makes of the call; undefined when the script has none. */
export type Script<Call, Reply = ScriptedReply> = readonly Reply[] | ((call: Call, index: number) => Reply | undefined);

/** `index` counts calls from 0. */
export function replyAt<Call, Reply>(script: Script<Call, Reply>, call: Call, index: number): Reply | undefined {
  return typeof script === "function" ? script(call, index) : script[index];
}
