/**
 * What a request stands for in its conversation: "and for north?", "now as a pie chart", "how much is that per month?",
 * or the answer to a question that was asked back. The whole conversation is read again, turn by turn, so that a third
 * "and west?" still knows the first request.
 */
import type { FileNote, HistoryMessage } from "../../brief.ts";
import { lex } from "../text/lex.ts";
import { answeredRequest, isQuestionBack } from "./answered-question.ts";
import { evidenceOf } from "./evidence.ts";
import { asContinued, asOutput, asSaved } from "./last-result.ts";
import { mergedRequest } from "./merge-request.ts";
import { needsLanguageModel } from "./needs-language-model.ts";
import { type Piece, pieceOf } from "./piece.ts";
import { asSameThings, withNamed } from "./same-things.ts";
import { isPlainTalk } from "./small-talk.ts";

/** What a conversation has come to: requests in words that stand by themselves. */
interface Standing {
  readonly request: string;
  /** The newest request that found something: what pictures, reports and sums are made of. */
  readonly finding: string;
}

/** The whole request that an elliptical one stands for; the request itself where it stands by itself. */
export function withHistory(request: string, history: readonly HistoryMessage[], files: readonly FileNote[]): string {
  if (history.length === 0 || isPlainTalk(request)) return request;
  const answers = history.at(-1)?.role === "person";
  // The person has just answered a question of this very run; its own request may stand before the question.
  const asked = answers && history.some((message) => message.role === "person" && message.text === request);
  const turns: readonly HistoryMessage[] = !answers
    ? [...history, { role: "person", text: request }]
    : asked
      ? history
      : [...history.slice(0, -2), { role: "person", text: request }, ...history.slice(-2)];
  let standing: Standing | undefined;
  let before: Standing | undefined;
  let failed: string | undefined;
  let said = "";
  for (const { role, text } of turns) {
    if (role === "team") {
      said = text;
      if (!refused.test(text)) continue;
      // What nobody could make sense of is nothing to go on from, but for a file that was missing in it.
      failed = standing?.request;
      standing = before;
    } else if (!isPlainTalk(text)) {
      const mended = failed === undefined ? undefined : answeredRequest(failed, "Which file?", { answer: text, files });
      before = standing;
      standing = mended === undefined ? next(standing, text, { said, files }) : { request: mended, finding: mended };
      failed = undefined;
    }
  }
  return standing?.request ?? request;
}

const refused = /^(?:I found no tool for this|This needs a language model|Without a language model)\b/;

function next(
  before: Standing | undefined,
  words: string,
  { said, files }: { readonly said: string; readonly files: readonly FileNote[] },
): Standing {
  if (before === undefined) return { request: words, finding: words };
  const text = withNamed(words, said);
  const { request, finding } = before;
  const answered = isQuestionBack(said) ? answeredRequest(request, said, { answer: text, files }) : undefined;
  if (answered !== undefined) return { request: answered, finding: answered };
  const tokens = lex(text, files);
  const output = asOutput(tokens, finding) ?? asSaved(tokens, finding);
  if (output !== undefined) return { request: output, finding };
  const same = asSameThings(text, request);
  if (same !== undefined) return { request: same, finding: same };
  const continued = asContinued(text, { finding: request, files });
  if (continued !== undefined) return { request: continued, finding };
  // A changed picture stays a picture: "as a bar chart", "and now per city".
  const merged = mergedRequest(request, text, files);
  if (merged === undefined) {
    const whole = withSource(text, request, files);
    return { request: whole, finding: whole };
  }
  return { request: merged, finding: finding === request ? merged : (mergedRequest(finding, text, files) ?? merged) };
}

/** "what does it say about Lisbon?" asks the document of the request before. A table at hand is found by its columns. */
function withSource(text: string, before: string, files: readonly FileNote[]): string {
  const piece = pieceOf(text, "start", files);
  if (piece.namesTable || piece.readables.length > 0 || piece.urls.length > 0) return text;
  const { readables, tables, urls } = pieceOf(before, "start", files);
  const [source] = [...readables, ...urls];
  if (source === undefined || readables.length + urls.length > 1 || (tables.length > 0 && readables.length === 0))
    return text;
  const evidence = evidenceOf(piece);
  if (Math.max(evidence.calculate, evidence.convert, evidence.calendar, evidence.write) >= 5) return text;
  if (pointer.test(text)) return text.replace(pointer, source);
  const continues = /^(?:and|also|what about|but)\b/i.test(text.trim()) || asksOfTheSource(piece);
  return continues ? `${text.replace(/[?.!\s]+$/, "")} in ${source}` : text;
}

const pointer =
  /\b(?:it|this|that|(?:the|this|that) (?:document|file|text|page|site|article|contract|notes|minutes|invoice))\b(?! (?:is|was|possible|true))/i;

// "who are the parties?" and nothing else that could answer it.
function asksOfTheSource({ skeleton, ...piece }: Piece): boolean {
  return (
    /^(?:who|what|which|when|where|how|is|are|does|do|did|was|were)\b.*\b(?:the|there|any)\b/.test(skeleton) &&
    Math.max(...Object.values(evidenceOf({ skeleton, ...piece }))) < 2.5 &&
    !needsLanguageModel(skeleton, { grounded: false, exact: false, supplied: false, aboutText: false })
  );
}
