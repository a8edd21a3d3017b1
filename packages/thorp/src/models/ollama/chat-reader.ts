/** The JSON lines of /api/chat, turned into stream parts. */
import { ThorpError } from "../../base/errors.ts";
import { parseJson } from "../../base/json.ts";
import { createBlocks } from "../blocks.ts";
import { finishReasonFrom } from "../openai-compatible/finish-reason.ts";
import { noUsage } from "../openai-compatible/usage.ts";
import { type CallTarget, errorFromStream, name } from "../transport/call-errors.ts";
import { messageFromBody, messageFromJson } from "../transport/server-message.ts";
import type { EmitPart, PartReader } from "../transport/stream-call.ts";
import { type ChatLine, type ChatToolCall, timestampOf, timingsOf, usageOf } from "./chat-line.ts";
import { createLineReader } from "./line-reader.ts";

/** Where parts go. */
export interface ChatReaderOptions {
  readonly target: CallTarget;
  readonly newId: () => string;
  readonly emit: EmitPart;
  readonly includeRawChunks: boolean;
}

/** Lines that are no JSON make the stream end with an error, not with silence. */
export function createChatReader(options: ChatReaderOptions): PartReader {
  const { target, emit } = options;
  const parts = createChatParts(options);
  let failure: ThorpError | undefined;
  let isTorn = false;

  const lines = createLineReader((text) => {
    if (text.trim() === "" || failure || parts.isOver()) return;
    const line = parseJson(text.replace(/^\uFEFF/, "")) as ChatLine | null | undefined;
    if (typeof line !== "object" || line === null) {
      const isPage = text.trimStart().startsWith("<");
      const said = messageFromBody(text).text;
      if (isPage) failure = new ThorpError("model-unavailable", `${name(target)} answered with a page: ${said}`);
      // The torn last line of a broken connection is no news of its own.
      else if (!isTorn)
        failure = new ThorpError("model-output", `${name(target)} sent a line that is not JSON: ${said}`);
      return;
    }
    if (options.includeRawChunks) emit({ type: "raw", rawValue: line });
    if (line.error !== undefined && line.error !== null) failure = errorFromStream(target, messageFromJson(line));
    else parts.add(line);
  });

  return {
    text(text) {
      lines.feed(text);
      if (!failure && !parts.isOver()) {
        parts.flush();
        return false;
      }
      parts.finish(failure && { error: failure, unified: "error" });
      return true;
    },
    close(error) {
      isTorn = true;
      lines.end();
      if (failure) parts.finish({ error: failure, unified: "error" });
      else if (parts.isOver() && error?.code !== "cancelled") parts.finish();
      else parts.finish({ error: error ?? endedEarly(target), unified: "interrupted" });
    },
  };
}

function endedEarly(target: CallTarget): ThorpError {
  return new ThorpError("model-unavailable", `${name(target)} ended the stream before the answer was complete`);
}

/** Lines into parts; the counterpart of the OpenAI adapter's `createStreamParts`. */
function createChatParts({ target, newId, emit }: ChatReaderOptions) {
  const blocks = createBlocks(emit);
  let last: ChatLine | undefined;
  let hasMetadata = false;
  const ids = new Set<string>();

  const addCall = (call: ChatToolCall) => {
    const id = call.id && !ids.has(call.id) ? call.id : newId();
    ids.add(id);
    const toolName = call.function?.name ?? "";
    const given = call.function?.arguments ?? {};
    const input = typeof given === "string" ? given : JSON.stringify(given);
    if (toolName !== "") {
      emit({ type: "tool-input-start", id, toolName });
      emit({ type: "tool-input-delta", id, delta: input });
      emit({ type: "tool-input-end", id });
    }
    emit({ type: "tool-call", toolCallId: id, toolName, input });
  };

  return {
    add(line: ChatLine) {
      if (!hasMetadata && typeof line.model === "string") {
        hasMetadata = true;
        emit({ type: "response-metadata", modelId: line.model, ...timestampOf(line) });
      }
      const { content, thinking, tool_calls } = line.message ?? {};
      if (typeof thinking === "string" && thinking !== "") blocks.add("reasoning", thinking);
      if (typeof content === "string" && content !== "") blocks.add("text", content);
      if (Array.isArray(tool_calls) && tool_calls.length > 0) {
        blocks.end();
        for (const call of tool_calls) if (call) addCall(call);
      }
      if (line.done === true) last = line;
    },
    flush: () => blocks.flush(),
    isOver: () => last !== undefined,
    finish(failed?: { readonly error: ThorpError; readonly unified: "error" | "interrupted" }) {
      blocks.end();
      if (failed) emit({ type: "error", error: failed.error });
      emit({
        type: "finish",
        usage: last ? usageOf(last) : noUsage,
        finishReason: failed
          ? { unified: failed.unified, raw: last?.done_reason }
          : finishReasonFrom(last?.done_reason, ids.size > 0),
        ...(last && { providerMetadata: { [target.provider]: timingsOf(last) } }),
      });
    },
  };
}
