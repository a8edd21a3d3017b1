/** What the gateway asks about models; the engine puts it together from catalogue, providers and health. */
import type { ThorpError } from "../../base/errors.ts";
import type { MicroDollars } from "../../base/money.ts";
import type {
  LanguageModelV4,
  LanguageModelV4FinishPart,
  LanguageModelV4FunctionTool,
  LanguageModelV4Prompt,
  Tier,
} from "../../models/language-model.ts";

/** A model as far as calls depend on it. `context` and `maxOutputTokens` are in tokens. */
export interface ModelInfo {
  readonly id: string;
  readonly provider: string;
  /** Calls that wait together: they go to the same servers. */
  readonly line: string;
  /** Those that serve it, at least one; a call goes to one of them. */
  readonly servers: readonly string[];
  /** Calls that each of them takes at once. */
  readonly slots: number;
  readonly tier: Tier;
  /** Tokens of prompt and answer together. */
  readonly context: number;
  readonly maxOutputTokens?: number;
  /** True when every call is free. */
  readonly free: boolean;
  readonly capabilities: readonly string[];
}

/** The models of an engine; what it says of health holds for the moment. */
export interface ModelDirectory {
  /** By id or alias; undefined for a name that nobody knows. */
  info(idOrAlias: string): ModelInfo | undefined;
  /**
   * Why the model cannot be called now (no key, no price, server down); undefined when it can. A promise only where a
   * server has to be asked first, so that a missing one is left out instead of being tried.
   */
  obstacle(model: ModelInfo): string | undefined | Promise<string | undefined>;
  /** Whether calls may go to a server, as far as its health is known. */
  admits(server: string): boolean;
  /**
   * The model at one of its servers, which is started first where that is left to us; rejects with `model-unavailable`
   * when it does not come up, with the signal's reason when that aborts.
   */
  languageModel(model: ModelInfo, server: string, signal: AbortSignal): Promise<LanguageModelV4>;
  noteSuccess(model: ModelInfo, server: string): void;
  noteFailure(model: ModelInfo, server: string, error: ThorpError): void;
  /** An upper estimate of the prompt, tools included. */
  countTokens(model: ModelInfo, prompt: LanguageModelV4Prompt, tools: readonly LanguageModelV4FunctionTool[]): number;
  /** List price of so many tokens. */
  listPrice(model: ModelInfo, inputTokens: number, outputTokens: number): MicroDollars;
  /** What a call cost: as the provider says it, else by list price; undefined when nobody knows. */
  costOf(
    model: ModelInfo,
    finish: LanguageModelV4FinishPart,
    headers: Readonly<Record<string, string>> | undefined,
  ): MicroDollars | undefined;
}
