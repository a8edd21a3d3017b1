/** The period of a question, and which of its numbers are thereby spoken for. */
import { dateFilterFrom } from "./date-filter.ts";
import type { Question } from "./question.ts";
import { dateColumn } from "./table-view.ts";

/** The condition for the period that is named, with its words; undefined where none is. */
export function periodOf(question: Question): { readonly sql: string; readonly words: string } | undefined {
  const date = dateColumn(question.table);
  return date === undefined ? undefined : dateFilterFrom(question.text, date, question.today);
}

/** Positions of the words that a period has used, so that its year is no number to compare with. */
export function usedBy(question: Question, words: string | undefined): ReadonlySet<number> {
  if (words === undefined) return new Set();
  const parts = new Set(words.toLowerCase().split(/\s+/));
  return new Set(question.words.flatMap((word, at) => (parts.has(word) && /\d/.test(word) ? [at] : [])));
}
