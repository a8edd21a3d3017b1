/** Character n-grams: how alike two spellings are. */

/** The distinct n-grams of a word with its edges marked, so that beginnings and ends count. */
export function gramsOf(word: string, size = 4): readonly string[] {
  const padded = `^${word}$`;
  if (padded.length <= size) return [padded];
  const grams = new Set<string>();
  for (let i = 0; i + size <= padded.length; i++) grams.add(padded.slice(i, i + size));
  return [...grams];
}

/** Dice coefficient of the n-grams of two words, in [0, 1]. */
export function likeness(a: string, b: string, size = 3): number {
  const gramsA = gramsOf(a, size);
  const gramsB = new Set(gramsOf(b, size));
  let shared = 0;
  for (const gram of gramsA) if (gramsB.has(gram)) shared++;
  return (2 * shared) / (gramsA.length + gramsB.size);
}
