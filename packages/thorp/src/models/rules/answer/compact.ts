/** Purpose `compact`: the older part of a conversation as an extract, so that the newest fits the window. */
import type { Brief, HistoryMessage } from "../../brief.ts";
import { type Reply, textReply } from "../reply.ts";
import { sentencesOf, summaryOf } from "../text/sentences.ts";

/** Words of the whole extract, about 500 tokens. */
const BUDGET_WORDS = 360;
const WORDS_A_MESSAGE = 60;

/** What was asked stays in the person's words; of answers the lead and what is most central. Newest first when it is tight. */
export function compact({ history }: Pick<Brief, "history">): Reply {
  let left = BUDGET_WORDS;
  const kept: string[] = [];
  for (const message of [...history].reverse()) {
    const line = lineOf(message);
    const words = wordsIn(line);
    if (line === "") continue;
    if (words > left) break;
    left -= words;
    kept.unshift(line);
  }
  return textReply(kept.join("\n"), 0.7);
}

function lineOf({ role, text }: HistoryMessage): string {
  const name = role === "person" ? "Person" : "Team";
  const plain = text.replace(/\s*\[\d+(?:, ?\d+)*\]/g, "").trim();
  if (plain === "") return "";
  if (wordsIn(plain) <= WORDS_A_MESSAGE && !/^\||\n\|/.test(plain)) return `${name}: ${plain.replace(/\s+/g, " ")}`;
  const extract: string[] = [];
  let words = 0;
  const sentences = summaryOf(plain, 4);
  for (const sentence of sentences.length > 0 ? sentences : sentencesOf(plain)) {
    const more = wordsIn(sentence);
    if (words + more > WORDS_A_MESSAGE) break;
    extract.push(sentence);
    words += more;
  }
  const shown = extract.length > 0 ? extract.join(" ") : plain.split(/\s+/).slice(0, WORDS_A_MESSAGE).join(" ");
  return `${name}: ${shown}`;
}

function wordsIn(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}
