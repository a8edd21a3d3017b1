/** A question that was asked back and its answer: together they are the request that was meant. */
import type { FileNote } from "../../brief.ts";
import { lex, type Token } from "../text/lex.ts";
import { namedInWords } from "./mentions.ts";

const LONGEST_QUESTION = 300;
const MOST_WORDS = 8;

/** True when the team's last words were a question, also one with a list of choices below it. */
export function isQuestionBack(said: string): boolean {
  const [first = ""] = said.trim().split("\n");
  return first.endsWith("?") && first.length <= LONGEST_QUESTION && !/\n\n/.test(said.trim());
}

/** The request with what was missing; undefined where the words are no answer but a request of their own. */
export function answeredRequest(
  request: string,
  question: string,
  { answer, files }: { readonly answer: string; readonly files: readonly FileNote[] },
): string | undefined {
  const base = request.replace(/[?.!\s]+$/, "");
  const plain = answer.trim().replace(/[?.!\s]+$/, "");
  const [asked = ""] = question.trim().split("\n");
  if (/\b(?:file|document)\b/i.test(asked) && !/^to which/i.test(asked))
    return withFile(base, lex(plain, files), { plain, files });
  const words = plain.split(/\s+/).length;
  if (/^into which unit/i.test(asked)) {
    const unit = plain.replace(/^(?:please )?(?:convert (?:it|that) )?(?:in(?:to)?|to) /i, "");
    return words <= MOST_WORDS ? `${base} to ${unit}` : undefined;
  }
  if (words > MOST_WORDS && !/^what should be written/i.test(asked)) return undefined;
  if (/^did you mean|^which of these/i.test(asked)) return `${plain}: ${base}`;
  if (/^to which file/i.test(asked)) return `${base} to ${plain.replace(/^(?:in(?:to)?|to) /i, "")}`;
  if (/^what should be written/i.test(asked)) return `${base}: ${plain}`;
  if (/^which words/i.test(asked)) return `${base} for ${plain.replace(/^for /i, "")}`;
  return `${base} ${plain}`;
}

const aroundFile =
  /^(?:it|is|it's|its|in|use|take|the|file|files|a|an|called|named|please|from|of|with|try|that|would|be|i|mean|meant|one|my|sorry|look|at|there|data|ok|okay|and|to)$/;

function withFile(
  base: string,
  tokens: readonly Token[],
  { plain, files }: { readonly plain: string; readonly files: readonly FileNote[] },
): string | undefined {
  const path = tokens.find((token) => token.kind === "path")?.text ?? namedInWords(tokens, files)[0]?.file.path;
  if (path === undefined) return undefined;
  const inWords = new Set(namedInWords(tokens, files).map(({ at }) => at));
  const rest = tokens.filter(
    (token, at) => token.kind === "word" && !aroundFile.test(token.lower) && !(token.text !== path && inWords.has(at)),
  );
  if (rest.length > 0) {
    const output = bareOutput.exec(base)?.[1];
    return output === undefined ? undefined : `Make a ${output} of ${plain}`;
  }
  const pointed = base.replace(pointedFile, path);
  return pointed === base ? `${base} in ${path}` : pointed;
}

// "the document", "this file" at the end: what the path stands for.
const pointedFile =
  /\b(?:the|this|that|my|a|an) (?:document|file|pdf|text|page|attachment|spreadsheet|table|data|dataset)$/i;
const bareOutput =
  /^(?:(?:please|can|could|you|make|draw|create|build|show|give|me|i|need|want|a|an|the) )*((?:[a-z]+ )?(?:chart|graph|plot|table|diagram|report))$/i;
