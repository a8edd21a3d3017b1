/** Reads one model stream to its end: text out as frames while it comes, everything together at the end. */
import { ThorpError } from "../../base/errors.ts";
import type { Usage } from "../../events/event.ts";
import type { FrameKind } from "../../events/frame.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";
import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from "../../models/language-model.ts";
import { MAX_ARGUMENTS_LENGTH } from "../call-tool/parse-arguments.ts";
import type { ToolCallText } from "./model-call.ts";
import { type AnswerEnd, createAnswerReader } from "./text-calls/read-answer.ts";

type FinishPart = Extract<LanguageModelV4StreamPart, { type: "finish" }>;

/** What a stream was in all. */
export interface CollectedStream {
  readonly text: string;
  readonly toolCalls: readonly ToolCallText[];
  readonly finish: "stop" | "length" | "tool-calls" | "content-filter" | "other";
  readonly usage: Usage;
  /** The part itself, for provider metadata. */
  readonly part: FinishPart;
  /** The model thought, and that was all. */
  readonly onlyThought: boolean;
  /** What was taken out of the text, in words. */
  readonly repaired: readonly string[];
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
  /** Names of the tools that a call written as text can mean; none: no call is looked for. */
  readonly tools?: readonly string[];
  /** The request wants something said many times. */
  readonly mayRepeat?: boolean;
}

/** Characters of text, thoughts and arguments together; a server that never stops must not fill the memory. */
const MAX_REPLY_LENGTH = 16 << 20;
/** Parts that may have arrived before a call was stopped; a provider that goes on writing is not listened to. */
const MOST_ARRIVED = 200;

/**
 * Throws `model-output` when the stream ends without a good finish, does not end at all or repeats itself, the error of
 * an error part, and the signal's reason when it aborts, even if the provider takes no notice of it. Arguments longer
 * than a tool takes are cut there.
 */
export async function collectStream(
  stream: ReadableStream<LanguageModelV4StreamPart>,
  options: CollectOptions,
): Promise<CollectedStream> {
  const { signal, facts = { notices: [] } } = options;
  const reader = stream.getReader();
  const shown = createShownText(options);
  const toolCalls: ToolCallText[] = [];
  let finish: FinishPart | undefined;
  let length = 0;
  let afterAbort = 0;
  const stop = () => void reader.cancel().catch(() => {});
  // Ends a read that is waiting, but not before what had arrived is read: a provider that heard the signal ends by itself.
  const stopSoon = () => void setImmediate(stop);
  signal.addEventListener("abort", stopSoon, { once: true });
  if (signal.aborted) stopSoon();
  try {
    for (;;) {
      const { done, value: part } = await reader.read();
      if (signal.aborted && (done || part.type === "error" || part.type === "finish" || afterAbort++ > MOST_ARRIVED))
        throw signal.reason;
      if (done) break;
      if ("delta" in part) length += part.delta.length;
      if (length > MAX_REPLY_LENGTH)
        throw new ThorpError(
          "model-output",
          `The model wrote more than ${MAX_REPLY_LENGTH} characters without an end.`,
        );
      switch (part.type) {
        case "text-delta":
          shown.text(part.delta);
          break;
        case "reasoning-delta":
          shown.thought(part.delta);
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
    if (finish === undefined) throw new ThorpError("model-output", "The model's stream stopped half-way.");
    const { unified } = finish.finishReason;
    if (unified === "error" || unified === "interrupted")
      throw new ThorpError("model-output", `The model's stream ended with "${unified}".`);
  } catch (error) {
    shown.breakOff();
    throw error;
  } finally {
    signal.removeEventListener("abort", stopSoon);
    // Closes the connection when we leave early; a stream at its end ignores it.
    stop();
  }
  return collected({ shown, toolCalls, finish });
}

interface ShownText {
  text(delta: string): void;
  thought(delta: string): void;
  /** Ends a whole answer. */
  end(): AnswerEnd & { readonly shown: string; readonly thoughts: number };
  /** What was held back belongs to the text also when the stream broke. */
  breakOff(): void;
}

function createShownText({ onFrame, onText, secrets, tools = [], mayRepeat = false }: CollectOptions): ShownText {
  const answer = createAnswerReader({ tools, mayRepeat });
  const spoken = secrets.stream();
  const silent = secrets.stream();
  let text = "";
  let thoughts = 0;
  const show = (delta: string): void => {
    if (delta === "") return;
    text += delta;
    onText(text);
    onFrame("text", delta);
  };
  const think = (delta: string): void => {
    thoughts += delta.length;
    if (delta !== "") onFrame("reasoning", delta);
  };
  const take = (pieces: { readonly text: string; readonly thought: string }) => {
    if (pieces.thought !== "") think(silent.push(pieces.thought));
    if (pieces.text !== "") show(spoken.push(pieces.text));
  };
  const flush = () => {
    think(silent.flush());
    show(spoken.flush());
  };
  return {
    text: (delta) => take(answer.push(delta)),
    thought(delta) {
      think(silent.push(delta));
      answer.think(delta);
    },
    end() {
      const end = answer.end();
      take(end);
      flush();
      // What was shown stands, unless something in it was no part of the answer.
      const shown = end.notes.length === 0 ? text : secrets.clean(end.whole);
      return { ...end, shown, thoughts };
    },
    breakOff() {
      const broken = answer.broken();
      take(broken);
      flush();
      if (broken.soundLength !== undefined) onText(text.slice(0, broken.soundLength));
    },
  };
}

function collected({
  shown,
  toolCalls,
  finish,
}: {
  readonly shown: ShownText;
  readonly toolCalls: readonly ToolCallText[];
  readonly finish: FinishPart;
}): CollectedStream {
  const end = shown.end();
  const atLimit = finish.finishReason.unified === "length";
  // A server that read the calls itself may leave their text where it was.
  const calls = toolCalls.length > 0 ? toolCalls : callsFrom(end);
  return {
    text: end.shown,
    toolCalls: atLimit ? calls.map((call, at) => (at === calls.length - 1 ? { ...call, isCut: true } : call)) : calls,
    finish: toolCalls.length === 0 && calls.length > 0 && !atLimit ? "tool-calls" : finishOf(finish),
    usage: usageOf(finish.usage),
    part: finish,
    onlyThought: end.shown.trim() === "" && calls.length === 0 && end.thoughts > 0,
    repaired: end.notes,
  };
}

function callsFrom({ calls }: AnswerEnd): readonly ToolCallText[] {
  return (calls?.calls ?? []).map(({ tool, input }) => ({
    id: "",
    tool,
    input: input.slice(0, MAX_ARGUMENTS_LENGTH + 1),
    isFromText: true,
    ...(calls?.isAmid ? { isAmidText: true } : {}),
    ...(calls?.isCut ? { isHalf: true } : {}),
  }));
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
