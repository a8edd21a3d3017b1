/** Sentences, and the choice of the telling ones: extraction, never invention. */
import { termsOf } from "./terms.ts";

/** Sentences of prose; headings, table rows and list items stand by themselves. Each is trimmed and not empty. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/\n+/)
    .flatMap((line) => {
      const trimmed = line.trim();
      if (trimmed === "" || /^[|#>`=-]{1,3}(?:\s|$)|^\|/.test(trimmed)) return trimmed === "" ? [] : [trimmed];
      return trimmed.split(/(?<=[.!?]["'”’)]?)\s+(?=["'“‘(]?[\p{Lu}\d])/u);
    })
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

/** The sentences that share most with a question, in the order of the text; fewer where fewer share anything. */
export function bestSentences(text: string, question: string, most: number): readonly string[] {
  const sentences = sentencesOf(text).filter(isProse);
  const wanted = new Set(termsOf(question));
  const sets = sentences.map((sentence) => new Set(termsOf(sentence)));
  const frequency = new Map<string, number>();
  for (const set of sets) for (const term of set) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const scored = sentences.map((sentence, index) => {
    let score = 0;
    for (const term of sets[index] ?? [])
      if (wanted.has(term)) score += Math.log(1 + sentences.length / (frequency.get(term) ?? 1));
    return { sentence, index, score: score / Math.sqrt(8 + (sets[index]?.size ?? 0)) };
  });
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .sort((a, b) => a.index - b.index)
    .map(({ sentence }) => sentence);
}

/**
 * A summary of the first sentence and the most central ones, in order. Central as in TextRank (Mihalcea and Tarau,
 * 2004): the sentence that shares words with many others; the overlap is summed once instead of iterated.
 */
export function summaryOf(text: string, most: number): readonly string[] {
  const sentences = [...new Set(sentencesOf(text).filter(isProse))].slice(0, 400);
  if (sentences.length <= most) return sentences;
  const sets = sentences.map((sentence) => new Set(termsOf(sentence)));
  const scored = sentences.map((sentence, index) => {
    const own = sets[index] ?? new Set<string>();
    let score = 0;
    sets.forEach((other, at) => {
      if (at === index || own.size < 3 || other.size < 3) return;
      let shared = 0;
      for (const term of own) if (other.has(term)) shared++;
      score += shared / (Math.log(1 + own.size) + Math.log(1 + other.size));
    });
    // What comes first was usually put first for a reason.
    return { sentence, index, score: score * (1 + 0.5 / (1 + index)) + (index === 0 ? Number.MAX_SAFE_INTEGER : 0) };
  });
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .sort((a, b) => a.index - b.index)
    .map(({ sentence }) => sentence);
}

function isProse(sentence: string): boolean {
  return (
    sentence.length > 12 &&
    sentence.length < 700 &&
    !/^[|#>`=]|^\[?page \d+\]?$/i.test(sentence) &&
    /\p{L}{3}/u.test(sentence) &&
    sentence.split(/\s+/).length >= 3
  );
}
