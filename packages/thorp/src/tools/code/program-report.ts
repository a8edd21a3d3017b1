/** What a model needs to know of a program that ran: how it ended, and what it printed, the end of it above all. */
import type { ProgramResult } from "../../sandbox/collect-program.ts";

const MOST_SHOWN = 6000;

/** Worked: it came to its end and said that all was well. */
export function didWork({ end }: Pick<ProgramResult, "end">): boolean {
  return end.kind === "exit" && end.code === 0;
}

/** How it ended, as a sentence. */
function endWords({ end }: Pick<ProgramResult, "end">): string {
  switch (end.kind) {
    case "exit":
      return end.code === 0 ? "It ran and ended well." : `It ended with exit code ${end.code}.`;
    case "limit":
      return end.message;
    case "stopped":
      return "It was stopped.";
  }
}

/** The end first, then both streams; from what is long the beginning and the end. */
export function programReport(result: ProgramResult): string {
  const value =
    result.end.kind === "exit" && result.end.value !== undefined ? JSON.stringify(result.end.value) : undefined;
  return [
    endWords(result),
    ...(value === undefined ? [] : [`Value: ${bothEnds(value)}`]),
    ...(result.out.trim() === "" ? [] : [`Output:\n${bothEnds(result.out.trimEnd())}`]),
    ...(result.err.trim() === "" ? [] : [`Error output:\n${bothEnds(result.err.trimEnd())}`]),
  ].join("\n");
}

/** Errors stand at the end, what a program is about at the beginning. */
export function bothEnds(text: string): string {
  if (text.length <= MOST_SHOWN) return text;
  const half = MOST_SHOWN / 2;
  const left = text.length - MOST_SHOWN;
  return `${text.slice(0, half)}\n[… ${left} characters left out …]\n${text.slice(-half)}`;
}
