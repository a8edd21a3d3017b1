/**
 * Passages by a question: Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over stems,
 * with the headings above a passage counted like words in it, times the share of the question that a passage holds. The
 * best of it are ordered once more together with the hashed embedder, which sees parts of words (reciprocal rank fusion,
 * Cormack et al. 2009). On the fifty questions of retrieval-set.ts BM25 alone puts 33 right first and 42 among the first
 * three, both together 36 and 42. Embedding every passage instead of the best ones brought one more to the first place,
 * for as many vectors as there are passages.
 */
import { embedText } from "../../models/hashed-embedder.ts";
import { termsOf } from "../documents/terms.ts";

/** A passage with where it stands. */
export interface Passage {
  readonly title: string;
  readonly location: string;
  /** For choosing documents by name. */
  readonly document: string;
  readonly text: string;
}

/** A passage and how well it fits; values compare within one question only. */
export interface RankedPassage {
  readonly passage: Passage;
  /** Share of the question's words that it holds, rare words counting more; from 0 to 1. */
  readonly match: number;
}

/** The passages of a shelf, ready to be searched. */
export interface PassageIndex {
  /** Best first; none when no word of the question occurs. */
  search(query: string, options: { readonly most: number; readonly document?: string }): readonly RankedPassage[];
}

const K1 = 1.2;
const B = 0.6;
/** Passages that are looked at a second time; a tenth of a millisecond each. */
const SECOND_LOOK = 50;
/** How fast a rank loses weight; small, because the lists are short. */
const RANK_OFFSET = 10;
/** A word of a heading says what the passage is about. */
const HEADING_WEIGHT = 2;

interface Posting {
  readonly at: number;
  readonly count: number;
}

/** Looks at each passage once; the passages must not change afterwards. */
export function createPassageIndex(passages: readonly Passage[]): PassageIndex {
  const postings = new Map<string, Posting[]>();
  const lengths = passages.map((passage, at) => {
    const { counts, length } = weigh(passage);
    for (const [term, count] of counts) {
      const list = postings.get(term);
      if (list === undefined) postings.set(term, [{ at, count }]);
      else list.push({ at, count });
    }
    return length;
  });
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const rarity = (term: string): number => {
    const holding = postings.get(term)?.length ?? 0;
    return Math.log(1 + (passages.length - holding + 0.5) / (holding + 0.5));
  };

  return {
    search(query, { most, document }) {
      const wanted = [...new Set(termsOf(query))];
      const scores = new Map<number, { score: number; held: number }>();
      const all = wanted.reduce((sum, term) => sum + rarity(term), 0);
      for (const term of wanted) {
        const weight = rarity(term);
        for (const { at, count } of postings.get(term) ?? []) {
          const found = scores.get(at) ?? { score: 0, held: 0 };
          const norm = K1 * (1 - B + (B * (lengths[at] ?? average)) / Math.max(1, average));
          scores.set(at, {
            score: found.score + (weight * count * (K1 + 1)) / (count + norm),
            held: found.held + weight,
          });
        }
      }
      const byWords = [...scores]
        .flatMap(([at, { score, held }]) => {
          const passage = passages[at];
          const match = held / all;
          return passage === undefined || !isIn(passage, document)
            ? []
            : [{ passage, match, score: score * match, at }];
        })
        .sort((one, other) => other.score - one.score || one.at - other.at);
      return secondLook(query, byWords.slice(0, Math.max(most, SECOND_LOOK))).slice(0, most);
    },
  };
}

/** `found` best first. */
function secondLook(query: string, found: readonly RankedPassage[]): readonly RankedPassage[] {
  const asked = embedText(query);
  const byParts = found
    .map((ranked) => ({
      ranked,
      closeness: closenessOf(asked, embedText(`${ranked.passage.title}\n${ranked.passage.text}`)),
    }))
    .sort((one, other) => other.closeness - one.closeness);
  const placeByParts = new Map(byParts.map(({ ranked }, place) => [ranked, place]));
  return found
    .map((ranked, place) => ({
      ranked,
      score: 1 / (RANK_OFFSET + place) + 1 / (RANK_OFFSET + (placeByParts.get(ranked) ?? place)),
    }))
    .sort((one, other) => other.score - one.score)
    .map(({ ranked: { passage, match } }) => ({ passage, match }));
}

/** Cosine of two vectors of length 1. */
function closenessOf(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}

function weigh({ title, document, text }: Passage): { counts: ReadonlyMap<string, number>; length: number } {
  const counts = new Map<string, number>();
  const add = (terms: readonly string[], weight: number): void => {
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + weight);
  };
  const words = termsOf(text);
  add(words, 1);
  add(termsOf(`${title} ${document.replace(/\.\w+$/, "")}`), HEADING_WEIGHT);
  return { counts, length: words.length };
}

function isIn({ document }: Passage, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const name = document.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => name.includes(word));
}
