/**
 * A small English stemmer: the plural, -ing, -ed, -ly, -ation and final e of Porter's algorithm (1980, steps 1 and 5),
 * which is as much as short requests and tool descriptions need.
 */

const vowel = /[aeiouy]/;

/** The stem of one lower-case word. Stems compare, they are never shown. */
export function stem(word: string): string {
  if (word.length <= 3) return word;
  let stemmed = word.replace(/['’]s?$/, "");
  stemmed = withoutPlural(stemmed);
  stemmed = withoutEnding(stemmed);
  if (stemmed.length > 4 && stemmed.endsWith("ly")) stemmed = stemmed.slice(0, -2);
  if (stemmed.length > 6) stemmed = stemmed.replace(/(at(?:ion|e|or)|ator)$/, "");
  if (stemmed.length > 3 && stemmed.endsWith("e")) stemmed = stemmed.slice(0, -1);
  if (stemmed.length > 3 && stemmed.endsWith("y")) stemmed = `${stemmed.slice(0, -1)}i`;
  return stemmed;
}

function withoutPlural(word: string): string {
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:[sxz]|ch|sh)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith("s") && !/(?:ss|us|is)$/.test(word)) return word.slice(0, -1);
  return word;
}

function withoutEnding(word: string): string {
  const ending = word.endsWith("ing") ? 3 : word.endsWith("ed") && !word.endsWith("eed") ? 2 : 0;
  const rest = word.slice(0, word.length - ending);
  if (ending === 0 || rest.length < 3 || !vowel.test(rest)) return word;
  // "planned" -> "plan", but "selling" -> "sell".
  return /([bdgmnprt])\1$/.test(rest) ? rest.slice(0, -1) : rest;
}
