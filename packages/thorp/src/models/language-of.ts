/**
 * Which language a text is in: by its script, then by the words that no sentence does without. It says nothing rather
 * than something doubtful: names, code, tables and short texts have no language.
 */

/** Words of sentences, as few as possible in two languages at once. */
const WORDS: Readonly<Record<string, string>> = {
  english:
    "the of and to is are was were that this with for from have has not you your it its which what there they will would can been by as or if when how",
  german:
    "der die das und ist sind war nicht mit von zu den dem des ein eine einen auf für als auch sich wird werden oder wenn wie bei nach sie wir ich aus kann durch über noch nur",
  french:
    "le la les des une et est sont dans pour avec sur par que qui pas plus vous nous il elle au aux ce cette ces se ne ou comme mais être sa leur",
  spanish:
    "el los las una y es son en para con por que se su sus del al lo como más pero este esta no hay muy también entre cuando sobre ser sin",
  italian:
    "il lo gli una e è sono di del della dei delle che per con non si come più ma questo questa al alla nel nella anche ha sul sono tra quando essere",
  portuguese:
    "os as uma e é são de do da dos das em no na que para com não se como mais mas este esta ao pelo também ser sua foi entre quando você",
  dutch:
    "de het een en van is zijn was niet met voor op aan dat die te in er maar ook als bij naar door om wordt worden of dan uit deze dit kan",
  polish:
    "i w na z do jest są nie to że się jak dla od po przez ale lub oraz ten ta tego który która które było może tylko przy",
  swedish:
    "och att det är en ett som på för med av till inte den de har om kan från var eller men vi sig så när också efter vid",
  turkish: "ve bir bu için ile de da olarak daha çok en olan gibi kadar sonra ne değil ise var ya ki ancak veya her",
};

const WORD_SETS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(WORDS).map(([language, words]) => [language, new Set(words.split(" "))]),
);

const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ["japanese", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ["chinese", /\p{Script=Han}/gu],
  ["korean", /\p{Script=Hangul}/gu],
  ["russian", /\p{Script=Cyrillic}/gu],
  ["arabic", /\p{Script=Arabic}/gu],
  ["greek", /\p{Script=Greek}/gu],
  ["hebrew", /\p{Script=Hebrew}/gu],
  ["hindi", /\p{Script=Devanagari}/gu],
  ["thai", /\p{Script=Thai}/gu],
];

/** Fewer words tell nothing. */
const FEWEST_WORDS = 6;
const FEWEST_HITS = 3;
/** A language has this share of a text's words, and half as many again as the next. */
const LEAST_SHARE = 0.16;
const LEAD = 1.5;

/** Its English name in lower case; undefined where one cannot be sure. Languages of one script (Russian and Ukrainian) are not told apart. */
export function languageOf(text: string): string | undefined {
  const prose = proseOf(text);
  const letters = prose.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return undefined;
  const byScript = scriptOf(prose, letters);
  if (byScript !== undefined) return byScript === "mixed" ? undefined : byScript;
  const words = prose.toLowerCase().match(/\p{L}+(?:['’]\p{L}+)?/gu) ?? [];
  if (words.length < FEWEST_WORDS) return undefined;
  const ranked = [...WORD_SETS]
    .map(([language, set]) => ({ language, hits: words.filter((word) => set.has(word)).length }))
    .sort((a, b) => b.hits - a.hits);
  const [best, second] = ranked;
  if (best === undefined || best.hits < FEWEST_HITS || best.hits / words.length < LEAST_SHARE) return undefined;
  return best.hits >= (second?.hits ?? 0) * LEAD ? best.language : undefined;
}

function scriptOf(prose: string, letters: number): string | undefined {
  let foreign = 0;
  for (const [language, pattern] of SCRIPTS) {
    const count = prose.match(pattern)?.length ?? 0;
    foreign += count;
    // Japanese is full of Chinese characters, but a tenth of it is its own.
    if (count > letters * (language === "japanese" ? 0.1 : 0.6)) return language;
  }
  return foreign > letters * 0.2 ? "mixed" : undefined;
}

/** Without code, addresses, quotations, tables and names of files. */
function proseOf(text: string): string {
  return text
    .slice(0, 20_000)
    .replace(/```[\s\S]*?(?:```|$)/g, " ")
    .replace(/`[^`\n]*`/g, " ")
    .replace(/https?:\/\/\S+|\S+@\S+|\b[\w./-]+\.\w{1,5}\b/g, " ")
    .replace(/"[^"\n]{3,}"|“[^”\n]{3,}”|„[^“”\n]{3,}[“”]|«[^»\n]{3,}»/g, " ")
    .replace(/^\s*(?:\||>).*$/gm, " ");
}
