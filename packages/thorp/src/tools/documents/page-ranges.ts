/** "1-3, 7" as page numbers. */
import { ThorpError } from "../../base/errors.ts";

const MOST_PAGES = 2000;

/** Ascending and without repetitions. Throws `tool-input` for what is no list of pages. */
export function parsePageRanges(text: string): readonly number[] {
  const numbers = new Set<number>();
  for (const part of text
    .toLowerCase()
    .replace(/\bpages?\b/g, " ")
    .split(/,|;|\band\b/)) {
    const [, first, last] = /^\s*(\d{1,7})\s*(?:(?:-|–|to)\s*(\d{1,7})\s*)?$/.exec(part) ?? [];
    const from = Number(first);
    const to = Number(last ?? first);
    if (first === undefined || from < 1 || to < from) {
      throw new ThorpError("tool-input", `"${text.slice(0, 80)}" is not a list of pages.`, {
        hint: 'Write it as "3" or "1-4, 9".',
      });
    }
    for (let number = from; number <= to; number++) {
      numbers.add(number);
      if (numbers.size > MOST_PAGES)
        throw new ThorpError("tool-input", `These are more than ${MOST_PAGES} pages.`, { hint: "Ask for fewer." });
    }
  }
  return [...numbers].sort((one, other) => one - other);
}
