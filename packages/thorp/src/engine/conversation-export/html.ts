/** A conversation as one HTML file: no scripts, nothing loaded from elsewhere, readable in light and dark. */

import { cleanText } from "../../base/clean-text.ts";
import { timeWords } from "../../base/words.ts";
import type { Conversation, Exchange } from "../collect-conversation.ts";
import { citationWords, costWords, creditWords, fileWords, headWords } from "./conversation-facts.ts";

const style = `:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1rem; margin: 1.5rem 0 0.25rem; }
.said { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
.person { border-inline-start: 3px solid; padding-inline-start: 0.75rem; }
.facts, ul { font-size: 0.85rem; opacity: 0.75; } .undone { opacity: 0.55; }`;

/** All that was said is escaped, Markdown in it is not rendered; a policy in the page forbids scripts and loading. */
export function conversationHtml(conversation: Conversation): string {
  const title = escaped(conversation.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>
${style}
</style>
</head>
<body>
<h1>${title}</h1>
<p class="facts">${escaped(headWords(conversation))}<br>${escaped(conversation.id)}</p>
${conversation.exchanges.map(exchangeHtml).join("\n")}
</body>
</html>
`;
}

function exchangeHtml(exchange: Exchange): string {
  const { team, startedAt, request, answer, attachments, failure, isUndone, run } = exchange;
  const parts = [
    `<h2>You, ${escaped(timeWords(startedAt))}</h2>`,
    `<p class="said person" dir="auto">${escaped(request.trim())}</p>`,
    list("Attached", attachments),
    `<h2>${escaped(team)}</h2>`,
    `<p class="said" dir="auto">${answer === "" ? "<em>No answer.</em>" : escaped(answer)}</p>`,
    failure === undefined ? "" : `<p><em>${escaped(failure.message)}</em></p>`,
    list("Sources", citationWords(exchange)),
    list("Credits", creditWords(exchange)),
    list("Files", fileWords(exchange)),
    `<p class="facts">${escaped(costWords(exchange))} · ${escaped(run)}</p>`,
  ];
  const body = parts.filter((part) => part !== "").join("\n");
  return `<article${isUndone ? ' class="undone"' : ""}>\n${body}\n</article>`;
}

function list(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `<p class="facts">${title}</p>\n<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join("")}</ul>`;
}

function escaped(text: string): string {
  return cleanText(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
