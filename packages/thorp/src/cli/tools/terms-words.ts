/** The terms of a tool in words, the same in lists, pages and reports. */
import { spanWords } from "../../base/words.ts";
import type { ToolTerms } from "../../tools/tool.ts";

/** `5 in 1 s; 300 in 1 min` */
export function rateWords(rate: NonNullable<ToolTerms["rate"]>): string {
  return rate.map(({ requests, ms }) => `${requests} in ${spanWords(ms)}`).join("; ");
}

/** How long an answer may be kept. */
export function keptWords(ms: number): string {
  return ms === 0 ? "not at all" : spanWords(ms);
}
