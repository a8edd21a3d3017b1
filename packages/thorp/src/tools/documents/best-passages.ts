/**
 * The passages of a document that fit a question best, word for word.
 *
 * Source of the score: Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over
 * passages, times the share of the question's words that a passage holds.
 */
import type { DocumentPage } from "./document-text.ts";
import { termsOf } from "./terms.ts";

/** A part of a page, word for word. */
export interface Passage {
  readonly page: number;
  readonly text: string;
  /** Higher is better; comparable within one document and question only. */
  readonly score: number;
}

interface Candidate {
  readonly page: number;
  readonly text: string;
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

const K1 = 1.2;
const B = 0.75;
const LONGEST_PASSAGE = 700;
const LEAST_PASSAGE = 40;

/** At most `most` passages, best first; none when no word of the question occurs. */
export function bestPassages(pages: readonly DocumentPage[], question: string, most = 6): readonly Passage[] {
  const wanted = [...new Set(termsOf(question))];
  const candidates = pages.flatMap(({ number, text }) => passagesIn(text).map((passage) => candidate(number, passage)));
  const averageLength = candidates.reduce((sum, { length }) => sum + length, 0) / Math.max(1, candidates.length);
  const weights = new Map(
    wanted.map((term) => [term, rarity(candidates.filter(({ counts }) => counts.has(term)).length, candidates.length)]),
  );
  const scored = candidates.map(({ page, text, counts, length }) => {
    const present = wanted.filter((term) => counts.has(term));
    const score = present.reduce((sum, term) => {
      const count = counts.get(term) ?? 0;
      return (
        sum + ((weights.get(term) ?? 0) * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / averageLength))
      );
    }, 0);
    return { page, text, score: (score * present.length) / Math.max(1, wanted.length) };
  });
  return scored
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, most);
}

function candidate(page: number, text: string): Candidate {
  const terms = termsOf(text);
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return { page, text, counts, length: terms.length };
}

function rarity(holding: number, all: number): number {
  return Math.log(1 + (all - holding + 0.5) / (holding + 0.5));
}

/** Paragraphs; short ones (headings) go with the next, long ones are cut between sentences. */
function passagesIn(text: string): readonly string[] {
  const passages: string[] = [];
  let waiting = "";
  for (const paragraph of text.split(/\n\s*\n/)) {
    const words = paragraph.trim();
    if (words === "") continue;
    const whole = waiting === "" ? words : `${waiting}\n${words}`;
    waiting = "";
    if (whole.length < LEAST_PASSAGE) waiting = whole;
    else passages.push(...cutLong(whole));
  }
  if (waiting !== "") passages.push(waiting);
  return passages;
}

function cutLong(text: string): readonly string[] {
  if (text.length <= LONGEST_PASSAGE) return [text];
  const parts: string[] = [];
  let part = "";
  for (const sentence of text.split(SENTENCE_END).flatMap(pieces)) {
    if (part !== "" && part.length + sentence.length > LONGEST_PASSAGE) {
      parts.push(part.trim());
      part = "";
    }
    part += sentence;
  }
  return part.trim() === "" ? parts : [...parts, part.trim()];
}

/** A point inside a number or an address ends nothing. */
const SENTENCE_END = /(?<=[.!?]\s|\n)(?=\S)/;

/** What has no end is cut anywhere rather than lost. */
function pieces(sentence: string): readonly string[] {
  if (sentence.length <= LONGEST_PASSAGE) return [sentence];
  return sentence.match(new RegExp(`[^]{1,${LONGEST_PASSAGE}}`, "gu")) ?? [];
}
