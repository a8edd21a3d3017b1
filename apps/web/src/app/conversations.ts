/** Conversations out of their runs. */
import type { Run } from "@thorp/client";

export interface ConversationEntry {
  readonly id: string;
  readonly title: string;
  readonly last: Run;
}

/** `runs` newest first; in the order of their last run; the title is the oldest request that is known. */
export function conversationsOf(runs: readonly Run[]): readonly ConversationEntry[] {
  const byId = new Map<string, ConversationEntry>();
  for (const run of runs) {
    const known = byId.get(run.conversation);
    byId.set(run.conversation, { id: run.conversation, title: run.text, last: known?.last ?? run });
  }
  return [...byId.values()];
}
