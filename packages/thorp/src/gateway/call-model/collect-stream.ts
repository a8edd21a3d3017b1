/** Reads one model stream to its end: text out as frames while it comes, everything together at the end. */
import { ThorpError } from "../../base/errors.ts";
import type { Usage } from "../../events/event.ts";
import type { FrameKind } from "../../events/frame.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";
import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from "../../models/language-model.ts";
import { MAX_ARGUMENTS_LENGTH } from "../call-tool/parse-arguments.ts";
import type { ToolCallText } from "./model-call.ts";

type FinishPart = Extract<LanguageModelV4StreamPart, { type: "finish" }>;

/** What a stream was in all. */
export interface CollectedStream {
  readonly text: string;
  readonly toolCalls: readonly ToolCallText[];
  readonly finish: "stop" | "length" | "tool-calls" | "content-filter" | "other";
  readonly usage: Usage;
  /** The part itself, for provider metadata. */
  readonly part: FinishPart;
}

/** What a stream says besides its text; filled while it is read, so that it is there too when the stream breaks. */
export interface StreamFacts {
  /** What the provider did not take, in words. */
  readonly notices: string[];
  /** The model that answers, as the server says. */
  answeredBy?: string;
  /** The part itself, for cost and provider metadata. */
  finish?: FinishPart;
}

/** Who hears of the stream while it comes. */
export interface CollectOptions {
  readonly onFrame: (kind: FrameKind, delta: string) => void;
  /** Keeps what was shown when the stream breaks. */
  readonly onText: (text: string) => void;
  readonly secrets: SecretFilter;
  readonly signal: AbortSignal;
  readonly facts?: StreamFacts;
}

/** Characters of text, thoughts and arguments together; a server that never stops must not fill the memory. */
const MAX_REPLY_LENGTH = 16 << 20;

/**
 * Throws `model-output` when the stream ends without a good finish or does not end at all, the error of an error part, and the signal's reason
 * when it aborts, even if the provider takes no notice of it. Arguments longer than a tool takes are cut there.
 */
export async function collectStream(
  stream: ReadableStream<LanguageModelV4StreamPart>,
  options: CollectOptions,
): Promise<CollectedStream> {
  const { onFrame, onText, secrets, signal, facts = { notices: [] } } = options;
  const reader = stream.getReader();
  const toolCalls: ToolCallText[] = [];
  let text = "";
  let finish: FinishPart | undefined;
  let length = 0;
  const spoken = secrets.stream();
  const thought = secrets.stream();
  const think = (delta: string): void => {
    if (delta !== "") onFrame("reasoning", delta);
  };
  const show = (delta: string): void => {
    if (delta === "") return;
    text += delta;
    onText(text);
    onFrame("text", delta);
  };
  // Ends a read that is waiting.
  const stop = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", stop, { once: true });
  try {
    for (;;) {
      if (signal.aborted) throw signal.reason;
      const { done, value: part } = await reader.read();
      if (signal.aborted) throw signal.reason;
      if (done) break;
      if ("delta" in part) length += part.delta.length;
      if (length > MAX_REPLY_LENGTH)
        throw new ThorpError(
          "model-output",
          `The model wrote more than ${MAX_REPLY_LENGTH} characters without an end.`,
        );
      switch (part.type) {
        case "text-delta":
          show(spoken.push(part.delta));
          break;
        case "reasoning-delta":
          think(thought.push(part.delta));
          break;
        case "tool-call":
          toolCalls.push({
            id: part.toolCallId,
            tool: part.toolName,
            input: part.input.slice(0, MAX_ARGUMENTS_LENGTH + 1),
          });
          break;
        case "stream-start":
          for (const warning of part.warnings) facts.notices.push(warningWords(warning));
          break;
        case "response-metadata":
          if (part.modelId !== undefined) facts.answeredBy = part.modelId;
          break;
        case "finish":
          finish = part;
          facts.finish = part;
          break;
        case "error":
          await readFinish(reader, facts);
          throw part.error instanceof Error
            ? part.error
            : new ThorpError("model-output", `The model's stream broke: ${String(part.error)}`);
        default:
          break;
      }
    }
  } finally {
    signal.removeEventListener("abort", stop);
    // Closes the connection when we leave early; a stream at its end ignores it.
    stop();
    // What was held back belongs to the text also when the stream broke.
    think(thought.flush());
    show(spoken.flush());
  }
  if (finish === undefined) throw new ThorpError("model-output", "The model's stream stopped half-way.");
  const { unified } = finish.finishReason;
  if (unified === "error" || unified === "interrupted")
    throw new ThorpError("model-output", `The model's stream ended with "${unified}".`);
  return { text, toolCalls, finish: finishOf(finish), usage: usageOf(finish.usage), part: finish };
}

/** After an error the end still says what was used; it is there at once or not at all. */
async function readFinish(
  reader: ReadableStreamDefaultReader<LanguageModelV4StreamPart>,
  facts: StreamFacts,
): Promise<void> {
  const soon = new Promise<undefined>((resolve) => setImmediate(resolve, undefined));
  for (;;) {
    const next = await Promise.race([reader.read(), soon]);
    if (next === undefined || next.done) return;
    if (next.value.type === "finish") facts.finish = next.value;
  }
}

type Warning = Extract<LanguageModelV4StreamPart, { type: "stream-start" }>["warnings"][number];

function warningWords(warning: Warning): string {
  if (warning.type === "other") return warning.message;
  if (warning.type === "deprecated") return `${warning.setting}: ${warning.message}`;
  const details = warning.details === undefined ? "" : `: ${warning.details}`;
  return `${warning.feature} was ${warning.type === "unsupported" ? "left out" : "adapted"}${details}`;
}

function finishOf(part: FinishPart): CollectedStream["finish"] {
  const reason = part.finishReason.unified;
  return reason === "stop" || reason === "length" || reason === "tool-calls" || reason === "content-filter"
    ? reason
    : "other";
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
