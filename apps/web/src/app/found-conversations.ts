/** Conversations out of messages that the server found. */
import type { FoundMessage } from "@thorp/client";

type Found = Pick<FoundMessage, "title" | "places"> & {
  readonly message: Pick<FoundMessage["message"], "conversation" | "text">;
};

export interface FoundConversation {
  readonly id: string;
  readonly title: string;
  /** A line around the first word that was found. */
  readonly excerpt: string;
}

/** Characters before and after the first word. */
const BEFORE = 24;
const AFTER = 60;

/** Each once, by the first of its messages; without those in `shown`, which the person sees already. */
export function foundConversations(found: readonly Found[], shown: ReadonlySet<string>): readonly FoundConversation[] {
  const byId = new Map<string, FoundConversation>();
  for (const { message, title, places } of found) {
    const { conversation: id, text } = message;
    if (!shown.has(id) && !byId.has(id)) byId.set(id, { id, title, excerpt: excerptOf(text, places[0]?.[0] ?? 0) });
  }
  return [...byId.values()];
}

function excerptOf(text: string, at: number): string {
  const from = Math.max(0, at - BEFORE);
  const to = Math.min(text.length, at + AFTER);
  const line = text.slice(from, to).replace(/\s+/g, " ").trim();
  return `${from > 0 ? "…" : ""}${line}${to < text.length ? "…" : ""}`;
}
