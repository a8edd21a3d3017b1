/**
 * A model without weights: rules that plan, choose tools, fill their slots, check and answer from results.
 *
 * It reads the brief in `providerOptions.thorp`, never the prompt, and gives the same reply to the same brief on every
 * machine: no clock, no network, no files. What rules cannot do it refuses openly; every reply says `engine: "rules"`.
 */
import type {
  JSONObject,
  LanguageModelV4Content,
  LanguageModelV4FinishReason,
  SharedV4ProviderMetadata,
} from "@ai-sdk/provider";
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from "../language-model.ts";
import type { Reply } from "./reply.ts";
import { replyTo } from "./reply-to.ts";
import type { Correction } from "./understand/rank-capabilities.ts";

/** What was learned; the rules themselves are fixed. */
export interface RulesModelOptions {
  /** What feedback taught about the choice of tools; added to their scores. */
  readonly correction?: Correction;
}

/** Provider `thorp`, model `rules`. Calls never fail, except with the reason of an aborted signal. */
export function createRulesModel({ correction }: RulesModelOptions = {}): LanguageModelV4 {
  const answer = (options: LanguageModelV4CallOptions) => {
    options.abortSignal?.throwIfAborted();
    return replyTo(options.providerOptions?.["thorp"], correction);
  };
  return {
    specificationVersion: "v4",
    provider: "thorp",
    modelId: "rules",
    supportedUrls: {},
    async doGenerate(options) {
      const reply = answer(options);
      return {
        content: contentOf(reply),
        finishReason: finishReasonOf(reply),
        usage: usageOf(reply),
        providerMetadata: metadataOf(reply),
        warnings: [],
      };
    },
    async doStream(options) {
      const parts = partsOf(answer(options));
      return {
        stream: new ReadableStream({
          start(controller) {
            for (const part of parts) controller.enqueue(part);
            controller.close();
          },
        }),
      };
    },
  };
}

function contentOf(reply: Reply): LanguageModelV4Content[] {
  if (reply.kind === "text") return [{ type: "text", text: reply.text }];
  return [{ type: "tool-call", toolCallId: reply.callId, toolName: reply.tool, input: JSON.stringify(reply.input) }];
}

function* partsOf(reply: Reply): Generator<LanguageModelV4StreamPart> {
  yield { type: "stream-start", warnings: [] };
  yield { type: "response-metadata", modelId: "rules" };
  if (reply.kind === "text") {
    yield { type: "text-start", id: "1" };
    for (const delta of wordGroups(reply.text)) yield { type: "text-delta", id: "1", delta };
    yield { type: "text-end", id: "1" };
  } else {
    const input = JSON.stringify(reply.input);
    yield { type: "tool-input-start", id: reply.callId, toolName: reply.tool };
    yield { type: "tool-input-delta", id: reply.callId, delta: input };
    yield { type: "tool-input-end", id: reply.callId };
    yield { type: "tool-call", toolCallId: reply.callId, toolName: reply.tool, input };
  }
  yield {
    type: "finish",
    finishReason: finishReasonOf(reply),
    usage: usageOf(reply),
    providerMetadata: metadataOf(reply),
  };
}

const WORDS_A_GROUP = 3;

/** The text in pieces of a few words, each with the white space that follows it. */
export function wordGroups(text: string): readonly string[] {
  const words = text.match(/\s*\S+\s*/g) ?? (text === "" ? [] : [text]);
  const groups: string[] = [];
  for (let i = 0; i < words.length; i += WORDS_A_GROUP) groups.push(words.slice(i, i + WORDS_A_GROUP).join(""));
  return groups;
}

function finishReasonOf(reply: Reply): LanguageModelV4FinishReason {
  return reply.kind === "text" ? { unified: "stop", raw: "stop" } : { unified: "tool-calls", raw: "tool-call" };
}

/** Nothing is read as a prompt and nothing is billed; the output is counted in words. */
function usageOf(reply: Reply): LanguageModelV4Usage {
  const words = (reply.kind === "text" ? reply.text : JSON.stringify(reply.input)).split(/\s+/).filter(Boolean).length;
  return {
    inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: words, text: words, reasoning: 0 },
  };
}

function metadataOf(reply: Reply): SharedV4ProviderMetadata {
  const thorp: JSONObject = {
    engine: "rules",
    confidence: reply.confidence,
    abstained: reply.kind === "text" && reply.abstained,
    ...(reply.reason === undefined ? {} : { reason: reply.reason }),
  };
  return { thorp };
}
