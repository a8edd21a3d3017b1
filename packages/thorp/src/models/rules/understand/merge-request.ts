/** "and by product?", "what about March", "the same for staff.csv": the request before with one part exchanged. */
import type { FileNote } from "../../brief.ts";
import { lex } from "../text/lex.ts";
import { evidenceOf } from "./evidence.ts";
import { appended, type Change, exchanged, prepositions, startsWithPreposition } from "./exchange-part.ts";
import { openerAt } from "./openers.ts";
import { pieceOf } from "./piece.ts";

const leads =
  /^(?:(?:and|or|but|ok|okay|so|now|also|then|please|what about|how about|what of|what if|the same(?: thing)?|same(?: thing)?|again|instead|do (?:that|it|the same)|show me(?: that| it)?|show (?:that|it)|give me(?: that| it)?|make (?:it|that)|only|just|,)(?![\w-])[\s,]*)+/i;
const tails = /(?:[\s,]+(?:instead|please|too|as well|then|now|again|only|alone))*[?.!\s]*$/i;
const MOST_WORDS = 9;
const sum = /\d\s*[-+*/×÷^]\s*\(?\d/;

/** The old request with the new part in the place of its like; undefined where the new one stands by itself. */
export function mergedRequest(before: string, request: string, files: readonly FileNote[]): string | undefined {
  const base = before.replace(/[?.!\s]+$/, "");
  const fresh = withoutHead(request.trim().replace(leads, "").replace(tails, ""), base);
  if (fresh === "") return leads.test(request.trim()) ? before : undefined;
  if (standsAlone(request.trim(), fresh, files)) return undefined;
  const text = fresh.replace(new RegExp(`^(?:(?:${prepositions}|the|in the|for the)\\s+)+`, "i"), "");
  const again = (first: string, part: string) => mergedRequest(first, part, files);
  const change: Change = { base, tokens: lex(base, files), fresh, text, files, again };
  return exchanged(change) ?? appended(change);
}

// "and which has the lowest?" after "Which department has the highest …": the head is the same.
function withoutHead(fresh: string, base: string): string {
  const head =
    /^(?:how many(?: of them)?|how much|which(?: one)?(?: has| have| had)?|who(?: has| have)?|what(?: is| was| are)?)\b/i;
  const own = head.exec(fresh)?.[0];
  if (own === undefined) return fresh;
  const rest = fresh
    .slice(own.length)
    .trim()
    .replace(/^(?:is|are|was|were|has|have|had|did|do|does|works?)\b\s*/i, "");
  const first = (text: string) => text.toLowerCase().split(/\s+/)[0];
  const short = rest !== "" && rest.split(/\s+/).length <= 3;
  return short && first(own) === first(base) ? rest : fresh;
}

function standsAlone(request: string, fresh: string, files: readonly FileNote[]): boolean {
  const tokens = lex(fresh, files);
  const words = tokens.filter((token) => token.kind !== "mark");
  if (words.length === 0 || words.length > MOST_WORDS) return true;
  const piece = pieceOf(fresh, "start", files);
  const evidence = evidenceOf(piece);
  const exact = Math.max(evidence.calculate, evidence.calendar, evidence.convert) >= 5;
  // "10 kg" and "15 %" are parts, "5 + 5" and "5 km to miles" are wholes. Some signs of sums are no words.
  if (exact && (words.length > 2 || sum.test(fresh))) return true;
  if (/\b(?:write|save|append|note)\b/.test(piece.skeleton)) return true;
  const marked = leads.test(request) || startsWithPreposition.test(fresh);
  if (openerAt(piece.skeleton.split(" "), 0, "start") !== undefined) return true;
  if (
    new RegExp(`^(?:${prepositions}) .*\\b(?:find|make|show|list|give|what|which|how|draw|create|write)\\b`).test(
      piece.skeleton,
    )
  )
    return true;
  return !marked && words.length > 3;
}
