/** Reads one model stream to its end: text out as frames while it comes, everything together at the end. */
import { ThorpError } from "../../base/errors.ts";
import type { Usage } from "../../events/event.ts";
import type { FrameKind } from "../../events/frame.ts";
import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from "../../models/language-model.ts";
import type { SecretStream } from "../../guard/secret-filter.ts";
import type { ToolCallText } from "./model-call.ts";

type FinishPart = Extract<LanguageModelV4StreamPart, { type: "finish" }>;

export interface CollectedStream {
  readonly text: string;
  readonly toolCalls: readonly ToolCallText[];
  readonly finish: "stop" | "length" | "tool-calls" | "content-filter" | "other";
  readonly usage: Usage;
  /** The part itself, for cost and provider metadata. */
  readonly part: FinishPart;
}

export interface CollectOptions {
  readonly onFrame: (kind: FrameKind, delta: string) => void;
  /** Keeps what was shown when the stream breaks. */
  readonly onText: (text: string) => void;
  readonly secrets: SecretStream;
  readonly signal: AbortSignal;
}

/** Throws `model-output` when the stream ends without a finish part, and the error of an error part. */
export async function collectStream(stream: ReadableStream<LanguageModelV4StreamPart>, options: CollectOptions): Promise<CollectedStream> {
  const { onFrame, onText, secrets, signal } = options;
  const reader = stream.getReader();
  const toolCalls: ToolCallText[] = [];
  let text = "";
  let finish: FinishPart | undefined;
  const show = (delta: string): void => {
    if (delta === "") return;
    text += delta;
    onText(text);
    onFrame("text", delta);
  };
  try {
    for (;;) {
      const { done, value: part } = await reader.read();
      if (done) break;
      if (signal.aborted) throw signal.reason;
      switch (part.type) {
        case "text-delta":
          show(secrets.push(part.delta));
          break;
        case "reasoning-delta":
          onFrame("reasoning", part.delta);
          break;
        case "tool-call":
          toolCalls.push({ id: part.toolCallId, tool: part.toolName, input: part.input });
          break;
        case "finish":
          finish = part;
          break;
        case "error":
          throw part.error instanceof Error ? part.error : new ThorpError("model-output", `The model's stream broke: ${String(part.error)}`);
        default:
          break;
      }
    }
  } finally {
    // Closes the connection when we leave early; a stream at its end ignores it.
    reader.cancel().catch(() => {});
  }
  show(secrets.flush());
  if (finish === undefined) throw new ThorpError("model-output", "The model's stream stopped half-way.");
  return { text, toolCalls, finish: finishOf(finish), usage: usageOf(finish.usage), part: finish };
}

function finishOf(part: FinishPart): CollectedStream["finish"] {
  const reason = part.finishReason.unified;
  return reason === "stop" || reason === "length" || reason === "tool-calls" || reason === "content-filter" ? reason : "other";
}

function usageOf(usage: LanguageModelV4Usage): Usage {
  const { cacheRead } = usage.inputTokens;
  const { reasoning } = usage.outputTokens;
  return {
    inputTokens: usage.inputTokens.total ?? 0,
    outputTokens: usage.outputTokens.total ?? 0,
    ...(cacheRead ? { cachedTokens: cacheRead } : {}),
    ...(reasoning ? { reasoningTokens: reasoning } : {}),
  };
}
