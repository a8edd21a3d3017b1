/** A conversation for people: what was said, with what belongs to each answer dimmed below it. */
import { relative } from "node:path";
import { cleanText, oneLine } from "../../base/clean-text.ts";
import { timeWords } from "../../base/words.ts";
import type { Conversation, Exchange } from "../../engine/collect-conversation.ts";
import { citationWords, costWords, headWords } from "../../engine/conversation-export/conversation-facts.ts";
import type { Paint } from "../terminal/paint.ts";

/** A `paint` without colours makes plain text of the same lines. */
export interface ConversationLook {
  readonly paint: Paint;
  /** File names are given from here. */
  readonly cwd: string;
}

/** Ends in a newline. Control characters in what was said are taken out: a terminal would obey them. */
export function conversationReport(conversation: Conversation, look: ConversationLook): string {
  const head = `${look.paint.bold(oneLine(conversation.title))}\n${look.paint.dim(`${headWords(conversation)} · ${conversation.id}`)}\n`;
  return [head, ...conversation.exchanges.map((exchange) => exchangeReport(exchange, look))].join("\n");
}

/** Lines, each with its newline. */
export function exchangeReport(exchange: Exchange, { paint, cwd }: ConversationLook): string {
  const { request, answer, team, state, startedAt, failure, files, isUndone, attachments } = exchange;
  const said = (text: string) => (isUndone ? paint.dim(text) : text);
  const lines = [
    `${paint.cyan("You")} ${paint.dim(timeWords(startedAt))}`,
    said(cleanText(request).trim()),
    ...attachments.map((name) => paint.dim(`attached ${oneLine(name)}`)),
    paint.green(team),
    ...(answer === "" ? [] : [said(cleanText(answer).trim())]),
    ...(failure === undefined || state === "cancelled" || failure.message.trim() === answer
      ? []
      : [paint.yellow(oneLine(failure.message))]),
    ...citationWords(exchange).map((line) => paint.dim(line)),
    ...files.map(({ file, isNew }) =>
      paint.dim(`${isNew ? "made" : "changed"} ${oneLine(relative(cwd, file) || file)}`),
    ),
    paint.dim(costWords(exchange)),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
