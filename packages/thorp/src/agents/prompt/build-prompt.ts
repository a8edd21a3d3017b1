/** From a brief to the prompt of one call, fitted to whatever window the route turns out to have. */
import type { BuiltPrompt, ModelCall } from "../../gateway/call-model/model-call.ts";
import type { Brief } from "../../models/brief.ts";
import { withMediaFor } from "../../models/brief-media.ts";
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

/** The whole prompt is rendered once for each choice of files, however many windows are asked for. */
export function promptBuilder({ agent, mode, brief, countTokens }: PromptSource): ModelCall["promptFor"] {
  const wholes = new Map<string, BuiltPrompt & { tokens?: number }>();
  return (tokens, takes = []) => {
    const taken = withMediaFor(brief, takes);
    const render = (candidate: Brief) => renderBrief(agent, mode, candidate);
    const key = taken === brief ? "whole" : `without all but ${takes.join()}`;
    const whole = wholes.get(key) ?? { messages: render(taken), trimmed: [] };
    wholes.set(key, whole);
    if (tokens === Infinity) return whole;
    whole.tokens ??= countTokens(whole.messages);
    if (whole.tokens <= tokens) return whole;
    const fitted = fitBrief(taken, tokens, (candidate) => countTokens(render(candidate)));
    return { messages: render(fitted.brief), trimmed: fitted.trimmed };
  };
}
