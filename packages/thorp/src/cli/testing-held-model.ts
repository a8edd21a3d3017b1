/** For tests: a model whose answers are held back until the test lets them go. */
import type { LanguageModelV4 } from "../models/language-model.ts";
import type { ScriptedModel } from "../testing/scripted-model.ts";

export interface HeldModel {
  readonly held: LanguageModelV4 & Pick<ScriptedModel, "calls">;
  /** Lets calls go whose last message holds the words: those that wait and those to come. */
  release(words: string): void;
}

export function heldModel(model: LanguageModelV4 & Pick<ScriptedModel, "calls">): HeldModel {
  const free: string[] = [];
  const waiting = new Set<() => void>();
  const goAhead = ({ prompt, abortSignal }: Parameters<LanguageModelV4["doStream"]>[0]): Promise<void> =>
    new Promise((resolve, reject) => {
      const said = JSON.stringify(prompt.at(-1));
      const look = (): void => {
        if (!free.some((words) => said.includes(words))) return;
        waiting.delete(look);
        resolve();
      };
      abortSignal?.addEventListener("abort", () => reject(abortSignal.reason), { once: true });
      waiting.add(look);
      look();
    });
  return {
    held: {
      ...model,
      calls: model.calls,
      async doStream(call) {
        await goAhead(call);
        return model.doStream(call);
      },
    },
    release(words) {
      free.push(words);
      for (const look of waiting) look();
    },
  };
}
