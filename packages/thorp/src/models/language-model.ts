/**
 * The model seam is AI SDK 7's `LanguageModelV4` and `EmbeddingModelV4`; any provider that implements them plugs in.
 * What Thorp tells a model beyond the call itself stands in `providerOptions.thorp`: the rules model reads it, others
 * ignore it and it never goes over the wire.
 */
export type {
  EmbeddingModelV4,
  JSONObject,
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4FunctionTool,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from "@ai-sdk/provider";

import type { LanguageModelV4StreamPart } from "@ai-sdk/provider";

/** The last part of a stream that went well. */
export type LanguageModelV4FinishPart = Extract<LanguageModelV4StreamPart, { type: "finish" }>;

export const tiers = ["embedded", "local", "frontier"] as const;
/** Rules without weights, weights on your machines, paid. */
export type Tier = (typeof tiers)[number];
