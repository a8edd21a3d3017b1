/** The end of a conversation that is gone on with, so that the person knows where they were. */

import { countWords } from "../../base/words.ts";
import { collectConversation } from "../../engine/collect-conversation.ts";
import { exchangeReport } from "../conversations/conversation-report.ts";
import type { Chat } from "./chat.ts";

const SHOWN = 3;

/** Lines, each with its newline; empty when nothing was said. */
export async function recallWords({ thorp, context }: Chat, conversation: string): Promise<string> {
  const collected = await collectConversation(thorp, conversation, { last: SHOWN });
  if (collected === undefined) return "";
  const look = { paint: context.terminal.paint, cwd: context.surroundings.cwd };
  const { exchanges, earlier, title } = collected;
  // One that goes on is told as it goes on.
  const over = exchanges.filter(({ endedAt }) => endedAt !== undefined);
  const head = earlier === 0 ? title : `${title}: ${countWords(earlier, "earlier exchange")}, /history shows all`;
  return [`${look.paint.bold(head)}\n`, ...over.map((exchange) => exchangeReport(exchange, look))].join("\n");
}
