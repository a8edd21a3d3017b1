/** One model call as agents ask for it, and what comes of it. */
import type { Failure } from "../../base/errors.ts";
import type { Labels } from "../../base/label.ts";
import type { AnswerTerms } from "../../events/client-terms.ts";
import type { ContentFinding } from "../../events/content-finding.ts";
import type { Usage } from "../../events/event.ts";
import type { Brief } from "../../models/brief.ts";
import type { MediaKind } from "../../models/brief-media.ts";
import type { LanguageModelV4FunctionTool, LanguageModelV4Prompt, Tier } from "../../models/language-model.ts";

/** A prompt that fits its window. */
export interface BuiltPrompt {
  readonly messages: LanguageModelV4Prompt;
  /** What was shortened or left out to fit, in words. */
  readonly trimmed: readonly string[];
}

/** What an agent asks of a model, before anybody knows which one. */
export interface ModelCall {
  /** Unique in its path. */
  readonly step: string;
  readonly brief: Brief;
  readonly agent: CallingAgent;
  /**
   * Writes the prompt for a window of so many tokens, tools and answer not counted. `takes`: the kinds of files that the
   * model takes; they stand in the prompt by reference, all others in words.
   */
  readonly promptFor: (tokens: number, takes?: readonly MediaKind[]) => BuiltPrompt;
  readonly tools: readonly LanguageModelV4FunctionTool[];
  /** Names of tools that may be left out where the window is small, the least useful first. */
  readonly leaveOutFirst?: () => readonly string[];
  /** JSON schema that the answer must follow. */
  readonly schema?: object;
  /** Which of the tools the model has to call; it decides itself when absent. */
  readonly toolChoice?: "required" | { readonly tool: string };
  readonly temperature?: number;
  /** What a program that asked wants beyond the temperature. */
  readonly sampling?: Pick<AnswerTerms, "topP" | "seed" | "presencePenalty" | "frequencyPenalty">;
  /** Tokens; a default of the gateway otherwise. Always sent, because reserves are made with it. */
  readonly maxOutputTokens?: number;
  /** Labels of everything in the prompt; the answer carries them. */
  readonly labels: Labels;
  readonly complexity: number;
  readonly complexityReasons: readonly string[];
  readonly atLeast?: Tier;
  /** The same prompt may be answered from the cache. */
  readonly cacheable: boolean;
  /** What a person should know of how it was asked; they come back with the outcome. */
  readonly notices?: readonly string[];
  /** False for retries and repair: they may use the part of the budget that is kept back. */
  readonly firstTry: boolean;
}

/** As much of an agent as a route depends on. `threshold` is a complexity in [0, 1]. */
export interface CallingAgent {
  readonly name: string;
  readonly models: Readonly<Partial<Record<Tier, string>>>;
  readonly threshold: number;
}

/** A tool call as a model wrote it. */
export interface ToolCallText {
  readonly id: string;
  readonly tool: string;
  /** JSON as the model wrote it; may be broken. */
  readonly input: string;
  /** The output ended at its limit with this call. */
  readonly isCut?: boolean;
  /** It was found in the text; words stood around it; the text broke off in its arguments. */
  readonly isFromText?: boolean;
  readonly isAmidText?: boolean;
  readonly isHalf?: boolean;
}

/** Recorded as the result of the step; plain JSON. */
export type ModelOutcome =
  | {
      readonly ok: true;
      readonly text: string;
      readonly toolCalls: readonly ToolCallText[];
      readonly finish: "stop" | "length" | "tool-calls" | "content-filter" | "other";
      readonly model: string;
      readonly tier: Tier;
      readonly usage: Usage;
      readonly costMicro: number;
      /** Milliseconds from the request to the first piece of the answer; absent for one from the cache. */
      readonly firstMs?: number;
      /** The rules model said that this needs a language model. */
      readonly abstained?: boolean;
      /** In [0, 1], where the model gives one. */
      readonly confidence?: number;
      readonly cached?: boolean;
      /** A model of a higher tier could have been asked. */
      readonly higherTier?: Tier;
      /** Models that were tried before, with what went wrong. */
      readonly fallbacks?: readonly string[];
      /** The model that really answered, as the server names it, where that is not the one that was asked. */
      readonly answeredBy?: string;
      /** What of the call was changed or not heard on the way: a value moved into its range, a picture not seen. */
      readonly notices?: readonly string[];
      /** What was mended in the reply, in words. */
      readonly repaired?: readonly string[];
      /** What the team's filters found in it that a person has to be asked about. */
      readonly asks?: readonly ContentFinding[];
    }
  | {
      readonly ok: false;
      readonly failure: Failure;
      /** What had been streamed before it stopped. */
      readonly text: string;
      readonly costMicro: number;
    };
