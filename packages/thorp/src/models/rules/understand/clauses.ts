/**
 * Splits a request into pieces that are one task each: at sentence ends, "then", "and" and commas, but only where a new
 * task begins there. Lists of things ("revenue and units by region") stay together; text that is to be written down
 * (behind a colon, in a section) is never split.
 */
import type { FileNote } from "../../brief.ts";
import type { Token } from "../text/lex.ts";
import { isPrefix, type Opener, openerAt } from "./openers.ts";
import { type Joint, type Piece, pieceFrom } from "./piece.ts";
import { skeletonOf } from "./skeleton.ts";

interface Cut {
  /** First token of the new piece. */
  readonly at: number;
  readonly joint: Joint;
  readonly opener: Opener | undefined;
}

/** The pieces of a request in order; at least one for a request that says anything. */
export function splitClauses(text: string, tokens: readonly Token[], files: readonly FileNote[]): readonly Piece[] {
  const words = tokens.map((token) => skeletonOf([token], files));
  const cuts = chosenCuts(tokens, words);
  const starts = [{ at: 0, joint: "start" as Joint }, ...cuts];
  const pieces: Piece[] = [];
  starts.forEach((start, index) => {
    const end = starts[index + 1]?.at ?? tokens.length;
    const own = trimmed(tokens.slice(start.at, end));
    const first = own[0];
    const last = own.at(-1);
    if (first === undefined || last === undefined) return;
    pieces.push(pieceFrom(own, text.slice(first.start, last.end), { files, joint: start.joint }));
  });
  return pieces;
}

function chosenCuts(tokens: readonly Token[], words: readonly string[]): readonly Cut[] {
  const cuts: Cut[] = [];
  let start = 0;
  let opened = openerAt(words, 0, "start") !== undefined;
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? "";
    if (tokens[i]?.kind === "mark" && text === "(") depth++;
    if (tokens[i]?.kind === "mark" && text === ")") depth = Math.max(0, depth - 1);
    if (depth > 0 || i === 0) continue;
    const cut = cutAt(tokens, words, { at: i, start, opened });
    if (cut === undefined) continue;
    if (cut === "scene") {
      opened = true;
      continue;
    }
    cuts.push(cut);
    start = cut.at;
    opened = cut.opener !== undefined;
    i = cut.at;
  }
  return cuts;
}

interface Place {
  readonly at: number;
  /** First token of the piece under way. */
  readonly start: number;
  /** False while the piece has only set a scene: "using sales.csv, …". */
  readonly opened: boolean;
}

/** `scene`: what came before belongs to what begins here. */
function cutAt(
  tokens: readonly Token[],
  words: readonly string[],
  { at, start, opened }: Place,
): Cut | "scene" | undefined {
  const candidate = jointAt(tokens, words, at);
  if (candidate === undefined || candidate.next >= tokens.length || candidate.next <= start) return undefined;
  const { joint, next } = candidate;
  const before = words.slice(start, at).join(" ");
  if (before === "") return undefined;
  const opener = openerAt(words, next, joint);
  if (isContent(before, words, at) && !(joint === "then" && opener !== undefined)) return undefined;
  if (!opened && isPrefix(before) && joint !== "sentence" && !hasSubjectAndVerb(before))
    return opener === undefined ? undefined : "scene";
  if (joint === "sentence") return { at: next, joint, opener };
  if (opener === undefined) {
    const prefixNext =
      isPrefix(words.slice(next).join(" ")) &&
      /^(?:and |then )?(?:once|when|after|using|with that|with those|based on|from that|from this|from those)\b/.test(
        words.slice(next, next + 3).join(" "),
      );
    const listed = words[at] === "," && opensListItem(words, next, before);
    return (joint === "then" && next > at) || prefixNext || listed ? { at: next, joint, opener } : undefined;
  }
  return { at: next, joint, opener };
}

interface Candidate {
  readonly joint: Joint;
  readonly next: number;
}

/** Is there a place to cut before token `at`, and where would the new piece begin? */
function jointAt(tokens: readonly Token[], words: readonly string[], at: number): Candidate | undefined {
  const word = words[at] ?? "";
  const token = tokens[at];
  if (token?.kind === "mark") {
    if (/^[.!?;\n]$/.test(word)) return { joint: strongest(words, at + 1, "sentence"), next: at + 1 };
    if (word === ",") return { joint: strongest(words, at + 1, "comma"), next: skipJoiners(words, at + 1) };
    if (/^[-–—]$/.test(word) && isSpaced(tokens, at)) return { joint: "comma", next: at + 1 };
    if (
      word === ":" &&
      /\b(?:things|tasks|steps|following|jobs|questions|this|to do|todos?)\b/.test(
        words.slice(Math.max(0, at - 4), at).join(" "),
      )
    )
      return { joint: "sentence", next: at + 1 };
    if (word === "&") return { joint: "and", next: at + 1 };
    return undefined;
  }
  // "average salary plus 10 percent": a finding and what is done with it.
  if (
    /^(?:times|plus|minus)$/.test(word) &&
    at > 1 &&
    !/#n/.test(words.slice(0, at).join(" ")) &&
    /^#n(?: (?:%|percent))?(?: [.?!,].*)?$/.test(words.slice(at + 1, at + 4).join(" "))
  )
    return { joint: "and", next: at };
  if (word === "and" || word === "or" || word === "but" || word === "plus")
    return { joint: strongest(words, at, "and"), next: skipJoiners(words, at + 1) };
  if (word === "then" || word === "afterwards" || word === "finally")
    return { joint: "then", next: skipJoiners(words, at) };
  // ", saved to out/costs.csv" also comes without the comma.
  if (/^(?:converted|saved|exported)$/.test(word) && openerAt(words, at, "and") === "participle")
    return { joint: "and", next: at };
  if (
    /^(?:multiplied|divided)$/.test(word) &&
    openerAt(words, at, "and") === "applied" &&
    at > 3 &&
    !/^(?:is|are|was|when)$/.test(words[at - 1] ?? "")
  )
    return { joint: "and", next: at };
  return undefined;
}

function strongest(words: readonly string[], at: number, joint: Joint): Joint {
  const next = words.slice(at, at + 3).join(" ");
  if (/^(?:and )?(?:then|afterwards|finally|next|after that|lastly)\b/.test(next)) return "then";
  return joint === "comma" && /^and\b/.test(next) ? "and" : joint;
}

function skipJoiners(words: readonly string[], from: number): number {
  let at = from;
  while (/^(?:and|then|also|finally|afterwards|lastly|,)$/.test(words[at] ?? "")) at++;
  return at;
}

function isSpaced(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const mark = tokens[at];
  const after = tokens[at + 1];
  return (
    before !== undefined &&
    mark !== undefined &&
    after !== undefined &&
    before.end < mark.start &&
    mark.end < after.start &&
    !(before.kind === "number" && after.kind === "number")
  );
}

const takesText =
  /\b(?:report|write|save|store|append|note|put|record|add|keep|log|jot|memo|table|translate|correct|fix|code|says|saying|reads|reading|contains|containing|text)\b/;

/** Inside text that is to be written down: behind the colon or in the sections of a report, table or file. */
function isContent(before: string, words: readonly string[], at: number): boolean {
  if (!takesText.test(before)) return false;
  if (/\b(?:three|two|#n|several|few|following) (?:things|tasks|steps|jobs)\b/.test(before)) return false;
  if (/ (?::|-) /.test(` ${before} `) || words[at] === ":") return true;
  return (
    /\breport\b/.test(before) &&
    /\b(?:sections?|headings?|heading)\b|\breport (?:named|called|titled) [a-z ]+ [.]/.test(
      `${before} ${words.slice(at, at + 3).join(" ")}`,
    )
  );
}

/** "my suitcase weighs 23 kg": a statement, not a scene. */
function hasSubjectAndVerb(before: string): boolean {
  return /^(?:i|we|you|it|my [a-z]+|the [a-z]+) (?:is|are|was|have|has|had|need|want)\b/.test(before);
}

const dataHead =
  /^(?:(?:the|a|an|also|total|overall) )*(?:total|sum|average|mean|median|count|number|highest|lowest|max|min|maximum|minimum|overrun|difference|share|percentage|ratio|top|bottom|best|worst|how|days|weeks|weekday|date|day|#n %)\b/;

/** An item of a list of requests: "revenue by product, expenses by vendor", "7% of 1,850, 7% of 2,300". */
function opensListItem(words: readonly string[], at: number, before: string): boolean {
  const end = words.findIndex((word, index) => index > at && /^[,.;]$/.test(word));
  const item = words.slice(at, end < 0 ? words.length : end).join(" ");
  if (/\b(?:chart|table|graph|plot|report)\b/.test(before)) return false;
  if (/ by /.test(item) && / by /.test(before) && !/^by /.test(item)) return true;
  if (dataHead.test(item))
    return !/^(?:top|bottom|total|average|mean|sum|count|number)$/.test(item) && item.split(" ").length > 1;
  return isCalculation(item) && isCalculation(before);
}

function isCalculation(skeleton: string): boolean {
  return /#n (?:%|percent)(?: \w+)? of #n|#n [-+*/^x] #n|#n [a-z]+ (?:to|in|into|as) [a-z]+$/.test(skeleton);
}

function trimmed(tokens: readonly Token[]): readonly Token[] {
  const idle = (token: Token | undefined) =>
    token !== undefined &&
    ((token.kind === "mark" && /^[,.;:!\n–—&-]$/.test(token.text)) || /^(?:and|then|but)$/.test(token.lower));
  let from = 0;
  let to = tokens.length;
  while (from < to && idle(tokens[from])) from++;
  while (to > from && idle(tokens[to - 1])) to--;
  return tokens.slice(from, to);
}
