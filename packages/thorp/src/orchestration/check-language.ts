/** Is the answer in the language of the request? Only what is plain beyond doubt counts as wrong. */
import { languageName } from "../base/language-name.ts";
import { languageOf } from "../models/language-of.ts";

/** Who asks for another language, for code or for a text as it stands gets it. */
const OTHER_WANTED =
  /(?<!\p{L})(?:translat|übersetz|tradu|vertaal|przetłumacz|översätt|çevir|перевед|翻訳|翻译|quote|quotation|verbatim|zitier|extract|code|script|function|regex|sql|language|sprache|langue|idioma|lingua)|(?<!\p{L})(?:in|auf|en|em|på|po) (?:english|german|french|spanish|italian|portuguese|dutch|polish|russian|chinese|japanese|korean|turkish|swedish|englisch|deutsch|französisch|spanisch|italienisch|anglais|allemand|français|inglés|alemán|español|inglese|tedesco|italiano|inglês|alemão|português)/iu;

/** An answer, and what it answers. */
export interface LanguageQuestion {
  /** What the person wrote. */
  readonly request: string;
  /** The task in the planner's words, where there is one: it may be in another language than the request. */
  readonly goal?: string;
  readonly answer: string;
  /** Tag of the language that the person prefers, whatever they write in. */
  readonly preferred?: string | undefined;
}

/** What is wrong, in words for the one who tries again; undefined when nothing is, or nobody can be sure. */
export function languageProblem({ request, goal = "", answer, preferred }: LanguageQuestion): string | undefined {
  if (OTHER_WANTED.test(request) || OTHER_WANTED.test(goal)) return undefined;
  const wanted = preferred === undefined ? languageOf(request) : preferredName(preferred);
  const given = wanted === undefined ? undefined : languageOf(answer);
  if (wanted === undefined || given === undefined || wanted === given) return undefined;
  // A planner that thinks in another language hands that on; whoever puts the answer together turns it back.
  if (goal !== "" && languageOf(goal) !== wanted) return undefined;
  const why = preferred === undefined ? "the request in" : "the person prefers";
  return `The answer is in ${nameOf(given)}, ${why} ${nameOf(wanted)}. Answer in ${nameOf(wanted)}.`;
}

/** As `languageOf` names it: without the region. */
function preferredName(tag: string): string {
  return languageName(tag.split("-")[0] ?? tag).toLowerCase();
}

function nameOf(language: string): string {
  return `${language.charAt(0).toUpperCase()}${language.slice(1)}`;
}
