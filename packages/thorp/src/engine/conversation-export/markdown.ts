/** A conversation as Markdown: what was said stands as it was written, everything around it in lists below. */

import { cleanText } from "../../base/clean-text.ts";
import { timeWords } from "../../base/words.ts";
import type { Conversation, Exchange } from "../collect-conversation.ts";
import { citationWords, costWords, creditWords, fileWords, headWords } from "./conversation-facts.ts";

/** Headings for who spoke; titles, sources and file names are escaped, requests and answers keep their own Markdown. */
export function conversationMarkdown(conversation: Conversation): string {
  const head = `# ${plain(conversation.title)}\n\n${headWords(conversation)}  \n${conversation.id}\n`;
  return `${[head, ...conversation.exchanges.map(exchangeMarkdown)].join("\n")}`;
}

function exchangeMarkdown(exchange: Exchange): string {
  const { team, startedAt, request, answer, attachments, failure } = exchange;
  const parts = [
    `## You, ${timeWords(startedAt)}`,
    cleanText(request).trim(),
    list("Attached", attachments),
    `## ${team}`,
    answer === "" ? "*No answer.*" : cleanText(answer),
    failure === undefined ? "" : `*${plain(failure.message)}*`,
    list("Sources", citationWords(exchange)),
    list("Credits", creditWords(exchange)),
    list("Files", fileWords(exchange)),
    `*${costWords(exchange)} · ${exchange.run}*`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function list(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return [`${title}:`, "", ...lines.map((line) => `- ${plain(line)}`)].join("\n");
}

/** On one line, without what Markdown would take for its own. */
function plain(text: string): string {
  return cleanText(text)
    .replace(/\s+/g, " ")
    .replace(/[\\`*_<>#|]/g, "\\$&");
}
