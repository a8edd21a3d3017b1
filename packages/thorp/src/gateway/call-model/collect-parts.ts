/** The parts of one reply, put together; each is taken in its own turn, nothing is waited for. */

import { ThorpError } from "../../base/errors.ts";
import type { Usage } from "../../events/event.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";
import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from "../../models/language-model.ts";
import { MAX_ARGUMENTS_LENGTH } from "../call-tool/parse-arguments.ts";
import type { AnswerFilter } from "./answer-filter.ts";
import { maskedCalls } from "./masked-calls.ts";
import type { ToolCallText } from "./model-call.ts";
import { createShownText, type ShownText, type ShownTextOptions } from "./shown-text.ts";
import type { AnswerEnd } from "./text-calls/read-answer.ts";

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

/** Where the parts go. */
export interface CollectPartsOptions extends ShownTextOptions {
  readonly facts?: StreamFacts;
}

/** The reply so far. */
export interface PartCollector {
  /** Throws `model-output` when the reply is without end or repeats itself. */
  take(part: LanguageModelV4StreamPart): void;
  /** What an error part said; what comes after it may still tell the usage. */
  readonly failure: { readonly error: unknown } | undefined;
  /** The stream has ended. Throws the failure, and `model-output` where the end was no good one. */
  whole(): CollectedStream;
  /** The stream will not be read to its end: shows what was held back. */
  breakOff(): void;
}

/** Characters of text, thoughts and arguments together; a server that never stops must not fill the memory. */
const MAX_REPLY_LENGTH = 16 << 20;

/** Arguments longer than a tool takes are cut there. */
export function collectParts(options: CollectPartsOptions): PartCollector {
  const { facts = { notices: [] } } = options;
  const shown = createShownText(options);
  const toolCalls: ToolCallText[] = [];
  let finish: FinishPart | undefined;
  let failure: PartCollector["failure"];
  let length = 0;
  return {
    take(part) {
      if ("delta" in part) length += part.delta.length;
      if (length > MAX_REPLY_LENGTH) throw endless();
      switch (part.type) {
        case "text-delta":
          return shown.text(part.delta);
        case "reasoning-delta":
          return shown.thought(part.delta);
        case "tool-call":
          toolCalls.push({
            id: part.toolCallId,
            tool: part.toolName,
            input: part.input.slice(0, MAX_ARGUMENTS_LENGTH + 1),
          });
          return;
        case "stream-start":
          for (const warning of part.warnings) facts.notices.push(options.secrets.clean(warningWords(warning)));
          return;
        case "response-metadata":
          if (part.modelId !== undefined) facts.answeredBy = part.modelId;
          return;
        case "finish":
          finish = part;
          facts.finish = part;
          return;
        case "error":
          failure ??= { error: errorOf(part.error) };
          return;
        default:
      }
    },
    get failure() {
      return failure;
    },
    whole() {
      if (failure !== undefined) throw failure.error;
      if (finish === undefined) throw new ThorpError("model-output", "The model's stream stopped half-way.");
      const { unified } = finish.finishReason;
      if (unified === "error" || unified === "interrupted")
        throw new ThorpError("model-output", `The model's stream ended with "${unified}".`);
      return collected({ shown, toolCalls, finish, secrets: options.secrets, filters: options.filters });
    },
    breakOff: () => shown.breakOff(),
  };
}

function endless(): ThorpError {
  return new ThorpError("model-output", `The model wrote more than ${MAX_REPLY_LENGTH} characters without an end.`);
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new ThorpError("model-output", `The model's stream broke: ${String(error)}`);
}

function collected({
  shown,
  toolCalls,
  finish,
  secrets,
  filters,
}: {
  readonly shown: ShownText;
  readonly toolCalls: readonly ToolCallText[];
  readonly finish: FinishPart;
  readonly secrets: SecretFilter;
  readonly filters: AnswerFilter | undefined;
}): CollectedStream {
  const end = shown.end();
  const atLimit = finish.finishReason.unified === "length";
  // A server that read the calls itself may leave their text where it was.
  const calls = maskedCalls(toolCalls.length > 0 ? toolCalls : callsFrom(end), secrets, filters);
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
