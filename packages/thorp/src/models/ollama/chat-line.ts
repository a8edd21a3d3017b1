/** A line of /api/chat's answer, and what can be read off the last one. */
import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from "../language-model.ts";

/** A tool call as the server sends it, whole. */
export interface ChatToolCall {
  readonly id?: string;
  readonly function?: { readonly name?: string; readonly arguments?: unknown } | null;
}

/** Any field may be missing or of another kind. */
export interface ChatLine {
  readonly model?: string;
  readonly created_at?: string;
  readonly message?: {
    readonly content?: unknown;
    readonly thinking?: unknown;
    readonly tool_calls?: readonly ChatToolCall[] | null;
  } | null;
  readonly done?: boolean;
  readonly done_reason?: string;
  readonly prompt_eval_count?: unknown;
  readonly eval_count?: unknown;
  /** Durations in nanoseconds. */
  readonly total_duration?: number;
  readonly load_duration?: number;
  readonly prompt_eval_duration?: number;
  readonly eval_duration?: number;
  readonly error?: unknown;
}

/** Absent counts stay undefined; reasoning is counted as text. */
export function usageOf(line: ChatLine): LanguageModelV4Usage {
  const input = count(line.prompt_eval_count);
  const output = count(line.eval_count);
  return {
    inputTokens: { total: input, noCache: input, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: output, text: output, reasoning: undefined },
  };
}

/** What is no count stays undefined: nobody may take it for zero. */
function count(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 && Number.isFinite(value) ? value : undefined;
}

/** Milliseconds; Ollama counts nanoseconds. */
export function timingsOf(line: ChatLine): Record<string, number> {
  const timings: Record<string, number> = {};
  for (const [key, nanoseconds] of [
    ["totalMs", line.total_duration],
    ["loadMs", line.load_duration],
    ["promptMs", line.prompt_eval_duration],
    ["answerMs", line.eval_duration],
  ] as const) {
    if (typeof nanoseconds === "number") timings[key] = nanoseconds / 1e6;
  }
  return timings;
}

/** Empty when the server sent no date, or none that can be read. */
export function timestampOf({
  created_at,
}: ChatLine): Pick<Extract<LanguageModelV4StreamPart, { type: "response-metadata" }>, "timestamp"> {
  const time = created_at === undefined ? Number.NaN : Date.parse(created_at);
  return Number.isNaN(time) ? {} : { timestamp: new Date(time) };
}
