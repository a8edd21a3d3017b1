/** What a call used, from the fields that servers of this protocol send. */
import type { LanguageModelV4Usage } from "../language-model.ts";

/** Tokens as servers count them; every field may be missing. */
export interface ChatUsage {
  readonly prompt_tokens?: number | null;
  readonly completion_tokens?: number | null;
  readonly prompt_tokens_details?: {
    readonly cached_tokens?: number | null;
    readonly cache_write_tokens?: number | null;
  } | null;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number | null } | null;
  /** US dollars; OpenRouter, and LiteLLM when its upstream sends it. */
  readonly cost?: number | null;
  readonly is_byok?: boolean | null;
  readonly cost_details?: { readonly upstream_inference_cost?: number | null } | null;
}

/** llama-server counts here even when no usage was asked for. */
export interface ChatTimings {
  readonly cache_n?: number;
  readonly prompt_n?: number;
  readonly predicted_n?: number;
}

/** For servers that say nothing. */
export const noUsage: LanguageModelV4Usage = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

/** Counts that were not sent, or are no counts, stay undefined: nobody may take them for zero. */
export function usageFrom(usage: ChatUsage | undefined, timings?: ChatTimings): LanguageModelV4Usage {
  if (usage === undefined) return timings === undefined ? noUsage : usageFromTimings(timings);
  const input = count(usage.prompt_tokens);
  const output = count(usage.completion_tokens);
  const cacheRead = count(usage.prompt_tokens_details?.cached_tokens);
  const cacheWrite = count(usage.prompt_tokens_details?.cache_write_tokens);
  const reasoning = count(usage.completion_tokens_details?.reasoning_tokens);
  return {
    inputTokens: { total: input, noCache: minus(input, cacheRead), cacheRead, cacheWrite },
    outputTokens: { total: output, text: minus(output, reasoning), reasoning },
    raw: usage as NonNullable<LanguageModelV4Usage["raw"]>,
  };
}

function usageFromTimings({ cache_n, prompt_n, predicted_n }: ChatTimings): LanguageModelV4Usage {
  const cacheRead = count(cache_n);
  const fresh = count(prompt_n);
  const output = count(predicted_n);
  return {
    inputTokens: {
      total: fresh === undefined ? undefined : fresh + (cacheRead ?? 0),
      noCache: fresh,
      cacheRead,
      cacheWrite: undefined,
    },
    outputTokens: { total: output, text: output, reasoning: undefined },
  };
}

function count(value: number | null | undefined): number | undefined {
  return typeof value === "number" && value >= 0 && Number.isFinite(value) ? value : undefined;
}

function minus(total: number | undefined, part: number | undefined): number | undefined {
  return total === undefined ? undefined : Math.max(0, total - (part ?? 0));
}
