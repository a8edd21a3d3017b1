/**
 * Chunks of a streamed chat completion, turned into stream parts. All text of one network read becomes one
 * `text-delta`: at full speed a read holds dozens of tokens, and each part costs more than the token in it.
 */
import type { ThorpError } from "../../base/errors.ts";
import { createBlocks } from "../blocks.ts";
import type { LanguageModelV4StreamPart } from "../language-model.ts";
import type { EmitPart } from "../transport/stream-call.ts";
import type { ChatChunk, ChatDelta } from "./chunk.ts";
import { finishReasonFrom } from "./finish-reason.ts";
import { createToolCalls } from "./tool-calls.ts";
import { type ChatTimings, type ChatUsage, usageFrom } from "./usage.ts";

/** Where parts go. */
export interface StreamPartsOptions {
  /** Key of the provider's metadata. */
  readonly provider: string;
  readonly newId: () => string;
  readonly emit: EmitPart;
}

/** One reply, from its first chunk to `finish`. */
export interface StreamParts {
  add(chunk: ChatChunk): void;
  /** Emits the merged deltas; called once per network read. */
  flush(): void;
  /** The server gave a reason to finish: whatever happens now, the reply is whole. */
  isOver(): boolean;
  /** Ends all blocks and calls, and emits `finish`, after an `error` part if there was an error. */
  finish(error?: { readonly error: ThorpError; readonly unified: "error" | "interrupted" }): void;
}

/** Emits nothing before the first chunk. */
export function createStreamParts({ provider, newId, emit }: StreamPartsOptions): StreamParts {
  const blocks = createBlocks(emit);
  const tools = createToolCalls(emit, newId);
  let usage: ChatUsage | undefined;
  let timings: ChatTimings | undefined;
  let rawReason: string | undefined;
  let upstream: string | undefined;
  let hasMetadata = false;

  const addDelta = (delta: ChatDelta) => {
    const thought = delta.reasoning_content ?? delta.reasoning;
    if (typeof thought === "string" && thought !== "") blocks.add("reasoning", thought);
    const { content, refusal } = delta;
    if (typeof content === "string") {
      if (content !== "") blocks.add("text", content);
    } else if (Array.isArray(content)) {
      blocks.add("text", textOfPieces(content));
    }
    if (typeof refusal === "string" && refusal !== "") {
      rawReason = "refusal";
      blocks.add("text", refusal);
    }
    if (Array.isArray(delta.tool_calls)) for (const call of delta.tool_calls) if (call) tools.add(call);
  };

  return {
    add(chunk) {
      if (!hasMetadata && (chunk.id || chunk.model)) {
        hasMetadata = true;
        emit(responseMetadata(chunk));
      }
      if (chunk.usage) usage = chunk.usage;
      if (chunk.timings) timings = chunk.timings;
      if (typeof chunk.provider === "string") upstream = chunk.provider;
      const choice = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined;
      if (!choice) return;
      const delta = choice.delta ?? choice.message;
      if (delta) addDelta(delta);
      if (choice.finish_reason && rawReason !== "refusal") rawReason = choice.finish_reason;
    },
    flush() {
      blocks.flush();
      tools.flush();
    },
    isOver: () => rawReason !== undefined,
    finish(failed) {
      const hasCalls = tools.count > 0;
      blocks.end();
      tools.finish(failed === undefined);
      if (failed) emit({ type: "error", error: failed.error });
      emit({
        type: "finish",
        usage: usageFrom(usage, timings),
        finishReason: failed ? { unified: failed.unified, raw: rawReason } : finishReasonFrom(rawReason, hasCalls),
        ...(upstream !== undefined && { providerMetadata: { [provider]: { provider: upstream } } }),
      });
    },
  };
}

function responseMetadata({ id, model, created }: ChatChunk): LanguageModelV4StreamPart {
  return {
    type: "response-metadata",
    ...(typeof id === "string" && id !== "" && { id }),
    ...(typeof model === "string" && model !== "" && { modelId: model }),
    ...(typeof created === "number" && Number.isFinite(created) && { timestamp: new Date(created * 1000) }),
  };
}

function textOfPieces(pieces: readonly unknown[]): string {
  let text = "";
  for (const piece of pieces) {
    if (typeof piece === "object" && piece !== null && "text" in piece && typeof piece.text === "string")
      text += piece.text;
  }
  return text;
}
