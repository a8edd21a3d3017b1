/** Looks for words in what was said, newest conversation first: a plain scan, so that it works over every store. */
import type { MessageRow } from "../storage/store.ts";
import { type ConversationReads, newestConversations } from "./conversations.ts";

/** A message that holds all the words, also one that was taken back. */
export interface FoundMessage {
  readonly message: MessageRow;
  /** Where the words stand in the text: from and to, in order, without overlap. */
  readonly places: readonly (readonly [from: number, to: number])[];
}

/** Newest conversation first, within one the newest message first. */
export interface SearchResult {
  readonly found: readonly FoundMessage[];
  /** True when it stopped before everything was looked at. */
  readonly isCut: boolean;
}

/** An aborted search does not reject: what was found by then comes back as cut. */
export interface SearchOptions {
  /** Messages at most. */
  readonly limit: number;
  /** Ends the search between two conversations. */
  readonly signal?: AbortSignal;
}

/** Beyond this a plain scan takes longer than anybody waits. */
const MOST_CONVERSATIONS = 10_000;

/** Messages that hold all the words, in any order and case; words in quotes must stand together. */
export async function searchMessages(
  reads: ConversationReads,
  text: string,
  { limit, signal }: SearchOptions,
): Promise<SearchResult> {
  const words = wordsOf(text);
  const found: FoundMessage[] = [];
  if (words.length === 0) return { found, isCut: false };
  const ids = await newestConversations(reads, MOST_CONVERSATIONS);
  for (const id of ids) {
    if (signal?.aborted) return { found, isCut: true };
    for (const message of (await reads.messages(id)).toReversed()) {
      const places = placesIn(message.text, words);
      if (places === undefined) continue;
      if (found.length === limit) return { found, isCut: true };
      found.push({ message, places });
    }
  }
  return { found, isCut: ids.length === MOST_CONVERSATIONS };
}

/** `budget "last year"` is `budget` and `last year`. */
export function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]+)"|(\S+)/g)]
    .map(([, quoted, plain]) => fold((quoted ?? plain ?? "").replaceAll('"', "").trim()))
    .filter((word) => word !== "");
}

function placesIn(text: string, words: readonly string[]): FoundMessage["places"] | undefined {
  const folded = fold(text);
  const places: [number, number][] = [];
  for (const word of words) {
    const before = places.length;
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length))
      places.push([at, at + word.length]);
    if (places.length === before) return undefined;
  }
  return joined(places.sort(([a], [b]) => a - b));
}

function joined(places: readonly [number, number][]): FoundMessage["places"] {
  const merged: [number, number][] = [];
  for (const [from, to] of places) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** Letter by letter, so that places in the folded text are places in the text itself. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return text.replace(/./gsu, (letter) => {
    const small = letter.toLowerCase();
    return small.length === letter.length ? small : letter;
  });
}
