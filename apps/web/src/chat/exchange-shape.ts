/** One request of a conversation and what came of it, as the server pages it. */
import type { Message, Run } from "@thorp/client";

export interface Feedback {
  readonly by?: string;
  readonly rating?: "up" | "down";
  readonly reason?: string;
  readonly prefer?: "stronger" | "cheaper";
}

export interface ConversationExchange {
  readonly run: Run;
  readonly messages: readonly Message[];
  /** The runs in this place, the oldest first; more than one are branches. */
  readonly branches: readonly string[];
  readonly feedback: readonly Feedback[];
}

export interface ExchangePage {
  readonly exchanges: readonly ConversationExchange[];
  readonly next?: string;
}

export function answerOf({ messages }: ConversationExchange): string | undefined {
  return messages.findLast(({ role }) => role === "team")?.text;
}
