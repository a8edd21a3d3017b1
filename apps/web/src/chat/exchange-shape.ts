/** What is read off one exchange of a conversation. */
import type { Exchange } from "@thorp/client";

export function answerOf({ messages }: Exchange): string | undefined {
  return messages.findLast(({ role }) => role === "team")?.text;
}
