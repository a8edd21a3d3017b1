/** The shape of a streamed chunk as servers send it: every field may be missing, null or of another kind. */
import type { ToolCallDelta } from "./tool-calls.ts";
import type { ChatTimings, ChatUsage } from "./usage.ts";

/** What a chunk adds to the message. */
export interface ChatDelta {
  /** A string by the protocol; a list of typed pieces from some. */
  readonly content?: unknown;
  readonly reasoning?: unknown;
  readonly reasoning_content?: unknown;
  readonly refusal?: unknown;
  readonly tool_calls?: readonly ToolCallDelta[] | null;
}

/** One chunk, or a whole answer from servers that do not stream. */
export interface ChatChunk {
  readonly id?: string | null;
  readonly created?: number | null;
  readonly model?: string | null;
  /** OpenRouter: who really answered. */
  readonly provider?: string | null;
  readonly choices?:
    | readonly {
        readonly delta?: ChatDelta | null;
        /** Instead of `delta` from servers that ignore `stream`. */
        readonly message?: ChatDelta | null;
        readonly finish_reason?: string | null;
      }[]
    | null;
  readonly usage?: ChatUsage | null;
  readonly timings?: ChatTimings | null;
  readonly error?: unknown;
}
