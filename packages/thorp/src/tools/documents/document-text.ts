/** What a reader of documents gives: text by page, or why there is none. */

/** A document by its pages. */
export interface DocumentText {
  readonly title?: string;
  /** The pages that were read, in order. Files without pages come in parts of a page's length. */
  readonly pages: readonly DocumentPage[];
  readonly totalPages: number;
  /** What a reader should know: that pages were left out, that a table was cut. */
  readonly note?: string;
}

/** The text of one page. */
export interface DocumentPage {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** `problem` is a sentence for a model. */
export type DocumentReading = DocumentText | { readonly problem: string };

/** How much of a document is wanted. */
export interface PageWish {
  /** Numbers of the pages wanted, ascending; all when left out. */
  readonly pages?: readonly number[];
  /** Reading ends after the page with which this many characters are reached. */
  readonly characters: number;
}

const PAGE = 3000;
/** Beyond this nothing more is read of any document. */
export const mostCharacters = 4_000_000;

/** Cuts running text into parts of about a page, at the end of a paragraph where there is one. */
export function splitIntoPages(text: string): readonly string[] {
  const trimmed = text.slice(0, mostCharacters).trim();
  const pages: string[] = [];
  for (let from = 0; from < trimmed.length; ) {
    const limit = from + PAGE;
    const end = limit >= trimmed.length ? trimmed.length : breakBefore(trimmed, from + PAGE / 2, limit);
    const page = trimmed.slice(from, end).trim();
    if (page !== "") pages.push(page);
    from = end;
  }
  return pages;
}

function breakBefore(text: string, from: number, limit: number): number {
  for (const mark of ["\n\n", "\n", ". ", " "]) {
    const at = text.lastIndexOf(mark, limit);
    if (at > from) return at + mark.length;
  }
  // Not between the halves of a character.
  return (text.charCodeAt(limit) & 0xfc00) === 0xdc00 ? limit - 1 : limit;
}

/** The wished pages of a text that is in memory anyway. */
export function pagesOf(text: string, wish: PageWish): Pick<DocumentText, "pages" | "totalPages"> {
  return choosePages(splitIntoPages(text), wish);
}

/** The wished ones of pages that are in memory anyway. */
export function choosePages(all: readonly string[], wish: PageWish): Pick<DocumentText, "pages" | "totalPages"> {
  const pages: DocumentPage[] = [];
  let characters = 0;
  for (const number of wish.pages ?? all.map((_, index) => index + 1)) {
    const text = all[number - 1];
    if (text === undefined) continue;
    if (characters >= wish.characters) break;
    pages.push({ number, text });
    characters += text.length;
  }
  return { pages, totalPages: all.length };
}
