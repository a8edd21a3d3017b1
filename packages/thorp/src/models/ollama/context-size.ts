/**
 * The window to ask Ollama for. Its default (4096) silently cuts the prompts of agents; the model's full window may not
 * fit into memory; and every change of it loads the model anew, which takes seconds. So: the smallest of a few sizes
 * that holds prompt and answer, growing with the calls of a process and never shrinking.
 */
import { ThorpError } from "../../base/errors.ts";

/** An agent's prompt with tools takes 5 to 8 thousand tokens; below this a second load would come soon. */
const SMALLEST = 8192;
/** What an answer gets when the call sets no limit. */
const DEFAULT_OUTPUT = 2048;

/** What has to fit into the window, in tokens. */
export interface ContextNeed {
  readonly promptTokens: number;
  readonly maxOutputTokens?: number | undefined;
  /** The model's name, for the error. */
  readonly name: string;
}

/** One for each model: it remembers the largest window that was asked for. */
export interface ContextSizer {
  /** `num_ctx` for a call. Throws `context-length` when the prompt alone does not fit the model's window. */
  sizeFor(need: ContextNeed): number;
}

/** The window of the first call; whoever loads a model beforehand takes the same, else the call would load it anew. */
export function firstContextSize(window: number): number {
  return Math.min(SMALLEST, window);
}

/** One per model and process. `window`: what the catalogue says the model can hold on this machine. */
export function createContextSizer(window: number): ContextSizer {
  let current = firstContextSize(window);
  return {
    sizeFor({ promptTokens, maxOutputTokens = DEFAULT_OUTPUT, name }) {
      if (promptTokens >= window) {
        throw new ThorpError("context-length", `${name} holds ${window} tokens, the prompt has about ${promptTokens}`);
      }
      const needed = promptTokens + maxOutputTokens;
      while (current < needed && current < window) current = Math.min(current * 2, window);
      return current;
    },
  };
}
