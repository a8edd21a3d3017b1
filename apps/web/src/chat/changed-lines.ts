/** Lines of a change with what becomes of each. Pure. */
import type { Hunk } from "./file-change.ts";

export interface ChangedLine {
  /** `-` goes, `+` comes, a space stays. */
  readonly sign: "-" | "+" | " ";
  readonly text: string;
}

/** What goes stands before what comes. */
export function linesOfHunk({ removed, added }: Hunk): readonly ChangedLine[] {
  return [
    ...removed.map((text): ChangedLine => ({ sign: "-", text })),
    ...added.map((text): ChangedLine => ({ sign: "+", text })),
  ];
}

/** Of a text whose lines begin with their sign; others (what is left out) stay as they are. */
export function linesOfDiff(diff: string): readonly ChangedLine[] {
  return diff.split("\n").map((line): ChangedLine => {
    const [, sign, text] = /^([-+ ]) (.*)$/.exec(line) ?? [];
    return sign === "-" || sign === "+" || sign === " " ? { sign, text: text ?? "" } : { sign: " ", text: line };
  });
}
