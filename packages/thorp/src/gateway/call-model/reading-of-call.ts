/** What is looked for in the text of a reply to a call. */
import type { ModelCall } from "./model-call.ts";
import type { ModelInfo } from "./model-directory.ts";

interface Reading {
  /** Names of tools whose calls may stand in the text. */
  readonly tools: readonly string[];
  /** Endlessly repeated words do not stop the call. */
  readonly mayRepeat: boolean;
}

/** The rules model writes no calls into its text. */
export function readingOf({ call, model }: { readonly call: ModelCall; readonly model: ModelInfo }): Reading {
  const names = [...call.tools.map((tool) => tool.name), ...call.brief.toolCalls.map((done) => done.tool)];
  return {
    tools: model.tier === "embedded" ? [] : [...new Set(names)],
    mayRepeat: model.tier === "embedded" || REPEATS.test(call.brief.task?.goal ?? call.brief.request),
  };
}

/** Somebody wants the same words many times. */
const REPEATS = /\brepeat|\b\d{2,}\s*(?:x|times|lines|copies|mal)\b|\bhundred times\b|\bover and over\b/i;
