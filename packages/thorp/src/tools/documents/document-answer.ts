/** What a tool says about a document that was read: its pages, or the passages that answer a question. */
import type { Json } from "../../base/json.ts";
import { bestPassages } from "./best-passages.ts";
import { type DocumentText, mostCharacters, type PageWish } from "./document-text.ts";
import { parsePageRanges } from "./page-ranges.ts";

/** Which pages are wanted, or what is asked; both may be left out. */
export interface DocumentQuestion {
  readonly pages?: string | undefined;
  readonly question?: string | undefined;
}

/** About 3500 tokens. */
const SHOWN = 14_000;

/** How much must be read: everything for a question, else what can be shown. Throws `tool-input`. */
export function wishFor({ pages, question }: DocumentQuestion): PageWish {
  const characters = isAsked(question) ? mostCharacters : SHOWN;
  return pages === undefined || pages.trim() === "" ? { characters } : { characters, pages: parsePageRanges(pages) };
}

/** The text for the model and the same as data. */
export function answerFromDocument(
  name: string,
  document: DocumentText,
  { question }: DocumentQuestion,
): { readonly text: string; readonly data: Json } {
  const about = { ...(document.title === undefined ? {} : { title: document.title }), pages: document.totalPages };
  const title = document.title === undefined || document.title === name ? "" : `, "${document.title}"`;
  const head = `${name}${title}, ${document.totalPages} page${document.totalPages === 1 ? "" : "s"}`;
  if (!isAsked(question)) return shownPages(head, document, about);
  const passages = bestPassages(document.pages, question);
  if (passages.length === 0) {
    const start = shownPages(head, { ...document, pages: document.pages.slice(0, 1) }, about);
    return {
      text: `No passage of ${name} holds the words of the question. It begins:\n\n${start.text}`,
      data: { ...about, question, passages: [] },
    };
  }
  const quotes = passages.map(({ page, text }) => `[page ${page}] ${text}`);
  return {
    text: [
      `${head}. Passages that fit "${question}" best:`,
      ...quotes,
      ...(document.note === undefined ? [] : [document.note]),
    ].join("\n\n"),
    data: { ...about, question, passages: passages.map(({ page, text }) => ({ page, text })) },
  };
}

function shownPages(
  head: string,
  document: DocumentText,
  about: { readonly [key: string]: Json },
): { readonly text: string; readonly data: Json } {
  const parts: string[] = [];
  let left = SHOWN;
  for (const { number, text } of document.pages) {
    if (left <= 0) break;
    const cut = text.length > left ? `${text.slice(0, left)}… (page ${number} is longer)` : text;
    parts.push(document.totalPages === 1 ? cut : `[page ${number}]\n${cut}`);
    left -= text.length;
  }
  const numbers = document.pages.slice(0, parts.length).map(({ number }) => number);
  const last = numbers.at(-1) ?? 0;
  const more =
    last < document.totalPages
      ? [`(pages ${last + 1} to ${document.totalPages} follow; ask for them with pages, or ask a question)`]
      : [];
  const note = document.note === undefined ? [] : [document.note];
  return {
    text: [`${head}:`, ...parts, ...note, ...more].join("\n\n"),
    data: { ...about, shown: numbers },
  };
}

function isAsked(question: string | undefined): question is string {
  return question !== undefined && question.trim() !== "";
}
