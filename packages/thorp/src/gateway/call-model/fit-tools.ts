/** Which tools a model with a small window is shown: rather fewer of them than no call at all. */
import type { LanguageModelV4FunctionTool } from "../../models/language-model.ts";

type Tools = readonly LanguageModelV4FunctionTool[];

/** Of what the answer leaves, tools may fill so much while others could go. */
const MOST_OF_ROOM = 0.4;

/** How much room there is, and how it is measured. Tokens. */
export interface ToolRoom {
  /** Tokens of prompt and tools together. */
  readonly room: number;
  /** An upper estimate for a list of tools. */
  readonly count: (tools: Tools) => number;
  /** The least that the prompt can be made to when it has so many tokens. */
  readonly promptTokens: (window: number) => number;
}

/**
 * `leaveOutFirst`: names, the least useful first, asked for only when something must go; whatever is not named stays. Tools go until they fill no more than
 * their share and the prompt fits beside them.
 */
export function fitTools(
  tools: Tools,
  leaveOutFirst: () => readonly string[],
  { room, count, promptTokens }: ToolRoom,
): Tools {
  let gone: string[] | undefined;
  let kept = tools;
  for (;;) {
    const taken = kept.length === 0 ? 0 : count(kept);
    const isSmall = taken <= room * MOST_OF_ROOM;
    if (isSmall && promptTokens(room - taken) <= room - taken) return kept;
    gone ??= leaveOutFirst().filter((name) => tools.some((tool) => tool.name === name));
    const next = gone.shift();
    if (next === undefined) return kept;
    kept = kept.filter((tool) => tool.name !== next);
  }
}
