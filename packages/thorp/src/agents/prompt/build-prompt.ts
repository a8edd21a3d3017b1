/** From a brief to the prompt of one call, fitted to whatever window the route turns out to have. */
import type { BuiltPrompt } from "../../gateway/call-model/model-call.ts";
import type { Brief } from "../../models/brief.ts";
import type { LanguageModelV4Prompt } from "../../models/language-model.ts";
import type { Agent, AgentMode } from "../team.ts";
import { fitBrief } from "./fit-brief.ts";
import { renderBrief } from "./render-brief.ts";

/** An upper estimate, in tokens of the model that will read them. */
export type CountTokens = (messages: LanguageModelV4Prompt) => number;

/** What a prompt is made of. */
export interface PromptSource {
  readonly agent: Agent;
  readonly mode: AgentMode | undefined;
  readonly brief: Brief;
  readonly countTokens: CountTokens;
}

/** The whole prompt is rendered once, however many windows are asked for. */
export function promptBuilder({ agent, mode, brief, countTokens }: PromptSource): (tokens: number) => BuiltPrompt {
  let whole: BuiltPrompt | undefined;
  let wholeTokens: number | undefined;
  return (tokens) => {
    whole ??= { messages: renderBrief(agent, mode, brief), trimmed: [] };
    if (tokens === Infinity) return whole;
    wholeTokens ??= countTokens(whole.messages);
    if (wholeTokens <= tokens) return whole;
    const fitted = fitBrief(brief, tokens, (candidate) => countTokens(renderBrief(agent, mode, candidate)));
    return { messages: renderBrief(agent, mode, fitted.brief), trimmed: fitted.trimmed };
  };
}
