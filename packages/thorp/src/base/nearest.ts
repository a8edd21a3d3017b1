/** "Did you mean …": the known name closest to a misspelt one. */

/** Names are short; whoever sends a megabyte as one wants our time. Characters. */
const LONGEST_NAME = 200;

/**
 * Undefined when nothing is close enough to be worth suggesting: more than a third of the letters differ (two may in
 * short names, where one swap counts as two), or all of them.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  if (wanted.length > LONGEST_NAME) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.ceil(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance && distance < Math.max(1, wanted.length)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The end of a sentence about an unknown name: the nearest known one, else all of them when they are few. */
export function suggestion(name: string, known: Iterable<string>): string {
  const names = [...known];
  const near = nearest(name, names);
  if (near !== undefined) return `; did you mean \`${near}\`?`;
  if (names.length === 0 || names.length > 20) return "";
  return `; known: ${names.join(", ")}`;
}

/** Levenshtein distance with one row of memory. */
function editDistance(from: string, to: string): number {
  const row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    let diagonal = row[0] ?? 0;
    row[0] = i;
    for (let j = 1; j <= to.length; j++) {
      const above = row[j] ?? 0;
      const replaced = diagonal + (from[i - 1] === to[j - 1] ? 0 : 1);
      row[j] = Math.min(above + 1, (row[j - 1] ?? 0) + 1, replaced);
      diagonal = above;
    }
  }
  return row[to.length] ?? 0;
}
