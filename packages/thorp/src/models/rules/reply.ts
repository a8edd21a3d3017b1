/** What the rules model says in one call, before it becomes a stream. */
import type { Json } from "../../base/json.ts";

/** What the rules say or do next. */
export type Reply = TextReply | ToolReply;

interface ReplyMarks {
  /** In [0, 1]. */
  readonly confidence: number;
  /** Why, where it abstained or asked: one of a few fixed words. */
  readonly reason?: string;
}

/** An answer in words. */
export interface TextReply extends ReplyMarks {
  readonly kind: "text";
  readonly text: string;
  /** True when the text only says that rules cannot do this. */
  readonly abstained: boolean;
}

/** A tool to call. */
export interface ToolReply extends ReplyMarks {
  readonly kind: "tool";
  readonly tool: string;
  readonly input: Json;
  /** Unique among the calls of its task. */
  readonly callId: string;
}

/** `confidence` lies in [0, 1]. */
export function textReply(text: string, confidence = 1): TextReply {
  return { kind: "text", text, confidence, abstained: false };
}

/** `text` is for people, `reason` for programs. */
export function abstention(text: string, reason: string): TextReply {
  return { kind: "text", text, confidence: 0, abstained: true, reason };
}

/** `confidence` lies in [0, 1]; the call is named after its tool when no id is given. */
export function toolReply(
  tool: string,
  input: Json,
  options: { readonly confidence: number; readonly callId?: string },
): ToolReply {
  return { kind: "tool", tool, input, confidence: options.confidence, callId: options.callId ?? tool };
}
