/** Mends slips of the keyboard in the words that steer: "garph", "lst", "buisness". Other words are left alone. */

const steering = (
  "add amount append average between business calculate chart charts column columns compare compute contain contains content contract convert count create " +
  "database date dates days department describe difference directory display document documents download draw employees expenses export extract fetch file files find folder " +
  "generate graph handbook highest histogram inventory lines list load lowest make maximum median mention mentions minimum minutes month monthly multiply number open order orders " +
  "percent percentage plot product products quarter query read records region report result results retrieve revenue salary sales save scatter search sections share show spreadsheet " +
  "subtract summarise summarize summary survey table tables temperature temperatures text title total translate units visualise visualize warehouse weather website weekday weeks " +
  "which what when where write working workdays year years yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january february march april august september " +
  "october november december paraphrase rephrase rewrite explain recommend suggest predict forecast interpret compose opinion kilometers kilometres miles celsius fahrenheit the and with from into"
).split(" ");

const byFirstLetter = new Map<string, string[]>();
for (const word of steering) {
  const first = word[0] ?? "";
  const list = byFirstLetter.get(first) ?? [];
  list.push(word);
  byFirstLetter.set(first, list);
}
// Words of their own that look like slips of others.
const realWords = ["form", "forms", "wit", "thin", "trail", "quiet", "angel", "diary"];
const known = new Set([...steering, ...realWords]);

/** The steering word that a word was meant to be, else the word itself. */
export function mendSpelling(word: string): string {
  if (word.length < 3 || known.has(word) || !/^[a-z]+$/.test(word)) return word;
  for (const candidate of byFirstLetter.get(word[0] ?? "") ?? []) {
    if (isSlip(word, candidate)) return candidate;
  }
  return word;
}

/**
 * One letter missing, doubled too much, or two swapped; a wrong letter only in long words, since "charm" is not "chart".
 * Plurals and other inflections of steering words are no slips.
 */
function isSlip(word: string, candidate: string): boolean {
  const longer = word.length > candidate.length ? word : candidate;
  const shorter = longer === word ? candidate : word;
  if (word.length === candidate.length)
    return isSwap(word, candidate) || (word.length >= 8 && differences(word, candidate) === 1);
  if (longer.length - shorter.length !== 1 || shorter.length < 3) return false;
  if (
    longer === `${shorter}s` ||
    longer === `${shorter}d` ||
    longer === `${shorter}r` ||
    longer === `${shorter}y` ||
    longer === `${shorter}n`
  )
    return false;
  // Short words have many true neighbours ("moth", "salt"): only a lost vowel or the end of "list" counts there.
  if (shorter.length < 5 && !(longer === candidate && dropsVowel(shorter, longer))) return false;
  return isOneLonger(shorter, longer);
}

function isSwap(a: string, b: string): boolean {
  const at = firstDifference(a, b);
  return at > 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

function differences(a: string, b: string): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
}

function dropsVowel(shorter: string, longer: string): boolean {
  return (
    isOneLonger(shorter, longer) &&
    /[aeiou]/.test(longer[firstDifference(shorter, longer)] ?? "") &&
    !/[aeiou]/.test(shorter)
  );
}

function isOneLonger(shorter: string, longer: string): boolean {
  const at = firstDifference(shorter, longer);
  return longer.slice(0, at) + longer.slice(at + 1) === shorter;
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}
