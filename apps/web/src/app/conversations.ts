/** Conversations as a person looks for them: by name, with how the last of each went. */
import type { Conversation, Run } from "@thorp/client";

export interface ConversationEntry {
  readonly id: string;
  readonly title: string;
  /** Of its last run, where that is known. */
  readonly state?: Run["state"];
}

/** Both newest first. Runs that began since the list was fetched bring their conversations along. */
export function conversationsOf(
  listed: readonly Pick<Conversation, "id" | "title">[],
  runs: readonly Pick<Run, "conversation" | "text" | "state">[],
): readonly ConversationEntry[] {
  const known = new Set(listed.map(({ id }) => id));
  const states = new Map<string, Run["state"]>();
  const begun = new Map<string, ConversationEntry>();
  for (const { conversation: id, text, state } of runs) {
    if (!states.has(id)) states.set(id, state);
    if (!known.has(id)) begun.set(id, { id, title: text });
  }
  return [...begun.values(), ...listed.map(({ id, title }) => ({ id, title }))].map((entry) => {
    const state = states.get(entry.id);
    return state === undefined ? entry : { ...entry, state };
  });
}
