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
import type { ModelSettings } from "../../models/model-settings.ts";

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
  /** How it wants to be asked. */
  readonly settings?: ModelSettings;
}

/** What a call is going to need, for its reserve. */
export interface CallNeed {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Pictures in the prompt. */
  readonly images: number;
}

/** What came of a call, for its bill. */
export interface ServedCall {
  readonly finish: LanguageModelV4FinishPart;
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** The model that answered, as the server says. */
  readonly answeredBy: string | undefined;
  readonly images: number;
}

/** Why a model cannot be called now. */
export interface Obstacle {
  readonly reason: string;
  /** Nobody has connected it: its key is missing, or its server was never heard of. */
  readonly isAbsent?: boolean;
  /** What mends it, where more is known than the code of the failure says. */
  readonly hint?: string;
}

/** Whose call it is: users and teams may have keys of their own. */
export interface CallAsker {
  readonly user?: string | undefined;
  readonly team: string;
}

/** The models of an engine; what it says of health holds for the moment. */
export interface ModelDirectory {
  /** By id or alias; undefined for a name that nobody knows. */
  info(idOrAlias: string): ModelInfo | undefined;
  /**
   * Why the model cannot be called now (no key, no price, server down); undefined when it can. A promise only where a
   * server has to be asked first, so that a missing one is left out instead of being tried.
   */
  obstacle(model: ModelInfo, asker?: CallAsker): Obstacle | undefined | Promise<Obstacle | undefined>;
  /** Whether calls may go to a server, as far as its health is known. */
  admits(server: string): boolean;
  /**
   * The model at one of its servers, which is started first where that is left to us; rejects with `model-unavailable`
   * when it does not come up, with the signal's reason when that aborts.
   */
  languageModel(
    model: ModelInfo,
    server: string,
    how: { readonly signal: AbortSignal; readonly asker?: CallAsker },
  ): Promise<LanguageModelV4>;
  noteSuccess(model: ModelInfo, server: string): void;
  noteFailure(model: ModelInfo, server: string, error: ThorpError): void;
  /** An upper estimate of the prompt, tools included. */
  countTokens(model: ModelInfo, prompt: LanguageModelV4Prompt, tools: readonly LanguageModelV4FunctionTool[]): number;
  /** The most that the call can cost. */
  listPrice(model: ModelInfo, need: CallNeed): MicroDollars;
  /** What a call cost: as the provider says it, else by the price of the model that answered; undefined when nobody knows. */
  costOf(model: ModelInfo, served: ServedCall): MicroDollars | undefined;
  /** Whether another model than the asked one answered, as the server names it, and whether that is news. */
  answeredBy(
    model: ModelInfo,
    named: string | undefined,
  ): { readonly model: string; readonly notice?: string } | undefined;
}
