/**
 * Markdown as a list of blocks that keep their identity while a text grows: what is settled is neither read nor drawn
 * again, so the cost of a token does not grow with the length of the answer.
 */
import { lexer, type Token } from "marked";
import remend from "remend";

export interface MarkdownBlock {
  /** Where it begins in the text; stays the same while the text grows. */
  readonly at: number;
  readonly raw: string;
  readonly token: Token;
}

export interface MarkdownText {
  readonly text: string;
  readonly blocks: readonly MarkdownBlock[];
}

export const noMarkdown: MarkdownText = { text: "", blocks: [] };

/** `before` is the reading of an earlier state of the same text. `isGrowing`: the end may be cut off in the middle of a sign. */
export function readMarkdown(text: string, before: MarkdownText, isGrowing: boolean): MarkdownText {
  // The last two blocks may still change: a list goes on, a paragraph becomes a table.
  const kept = isGrowing && text.startsWith(before.text) ? before.blocks.slice(0, -2) : [];
  const last = kept.at(-1);
  const from = last === undefined ? 0 : last.at + last.raw.length;
  const rest = text.slice(from);
  return { text, blocks: [...kept, ...blocksIn(isGrowing ? completed(rest) : rest, from)] };
}

function blocksIn(text: string, from: number): readonly MarkdownBlock[] {
  let at = from;
  return lexer(text, { gfm: true }).map((token) => {
    const block = { at, raw: token.raw, token };
    at += token.raw.length;
    return block;
  });
}

/** Closes what is open at the end, and holds back a sign whose meaning is not known yet, so that no bare sign is seen. */
function completed(text: string): string {
  const isInCode = (text.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
  if (isInCode) return text.replace(/\n`{1,2}$/, "\n");
  const held = text
    // The first line of what may become a table, with or without a part of the line below it.
    .replace(/(^|\n\n)\|[^\n]*(?:\n[|\-: ]*)?$/, "$1")
    .replace(/(^|\n)[ \t]*(?:[-+>]|#{1,6}|\d+\.)[ \t]*$/, "$1")
    .replace(/[*_~`]+$/, "");
  return remend(held, { linkMode: "text-only" });
}
