/** What a search found: where it was said, and the words around it with the found ones set off. */

import { cleanText, oneLine } from "../../base/clean-text.ts";
import { shortId, timeWords } from "../../base/words.ts";
import type { FoundMessage } from "../../engine/search-messages.ts";
import type { Paint } from "../terminal/paint.ts";
import { fitText } from "../terminal/text-width.ts";

/** The title comes again with each find of the same conversation. */
export interface NamedFind extends FoundMessage {
  /** Of the conversation. */
  readonly title: string;
}

/** Letters before the first found word. */
const BEFORE = 40;
const LONGEST = 240;

/** Two lines for each find, in the order given; empty when nothing was found. `width` is in columns. */
export function foundReport(
  finds: readonly NamedFind[],
  { paint, width }: { readonly paint: Paint; readonly width: number },
): string {
  return finds
    .map(({ title, message, places }) => {
      const where = `${shortId(message.conversation)}  ${timeWords(message.at)}  ${message.role === "person" ? "you" : "team"}  ${oneLine(title)}`;
      const taken = message.undoneAfter === undefined ? "" : paint.dim(" (taken back)");
      return `${paint.dim(fitText(where, width - 1))}${taken}\n  ${snippet(message.text, places, paint)}\n`;
    })
    .join("");
}

/** On one line; begins shortly before the first found word, at the beginning of a word. */
export function snippet(text: string, places: FoundMessage["places"], paint: Paint): string {
  const first = places[0]?.[0] ?? 0;
  const from = first <= BEFORE ? 0 : wordStart(text, first - BEFORE, first);
  const to = Math.min(text.length, from + LONGEST);
  const parts: string[] = [];
  let at = from;
  for (const [start, end] of places) {
    if (start >= to) break;
    parts.push(flat(text.slice(at, start)), paint.bold(paint.yellow(flat(text.slice(start, Math.min(end, to))))));
    at = Math.min(end, to);
  }
  parts.push(flat(text.slice(at, to)));
  return `${from > 0 ? "…" : ""}${parts.join("").trim()}${to < text.length ? "…" : ""}`;
}

function wordStart(text: string, from: number, before: number): number {
  const blank = text.slice(from, before).search(/\s/);
  return blank < 0 ? before : from + blank + 1;
}

/** Keeps one blank where several were, also at the ends. */
function flat(text: string): string {
  return cleanText(text).replace(/\s+/g, " ");
}
