/** Why a reply ended, in the words of the seam. */
import type { LanguageModelV4FinishReason } from "@ai-sdk/provider";

/**
 * `raw` undefined: the server gave no reason. Several servers say `stop` after tool calls, so calls decide first;
 * only a reply cut off by its length keeps that reason, since its last call may be half.
 */
export function finishReasonFrom(raw: string | undefined, hasToolCalls: boolean): LanguageModelV4FinishReason {
  switch (raw) {
    case "length":
    case "max_tokens":
    case "model_length":
      return { unified: "length", raw };
    case "content_filter":
    case "safety":
    case "refusal":
      return { unified: "content-filter", raw };
    case "error":
      return { unified: "error", raw };
    default:
      break;
  }
  if (hasToolCalls) return { unified: "tool-calls", raw };
  switch (raw) {
    case undefined:
    case "stop":
    case "end_turn":
    case "eos":
    case "stop_sequence":
      return { unified: "stop", raw };
    // Named calls that never came: the reply is over all the same.
    default:
      return { unified: "other", raw };
  }
}
