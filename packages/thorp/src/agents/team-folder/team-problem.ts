/** What is wrong with a team's files, as data with a place, and the one error that lists it all. */
import { join } from "node:path";
import { ThorpError } from "../../base/errors.ts";
import type { Place } from "../../base/yaml-source.ts";

/** One thing to mend. */
export interface TeamProblem extends Place {
  /** In the team's folder, with `/`. */
  readonly path: string;
  readonly message: string;
}

// A hostile file can hold a problem in every byte; nobody reads beyond the first hundred.
const MOST_SHOWN = 100;

/** `team-invalid` with every problem as `file:line:column: message`, in the order of files and lines. */
export function teamInvalid(where: string, problems: readonly TeamProblem[]): ThorpError {
  const sorted = problems.toSorted((a, b) => comparePaths(a.path, b.path) || a.line - b.line || a.column - b.column);
  const lines = sorted
    .slice(0, MOST_SHOWN)
    .map((problem) => `${join(where, problem.path)}:${problem.line}:${problem.column}: ${problem.message}`);
  if (sorted.length > MOST_SHOWN) lines.push(`and ${sorted.length - MOST_SHOWN} more`);
  const message =
    sorted.length === 1
      ? (lines[0] ?? "")
      : [`The team in ${where} has ${sorted.length} problems:`, ...lines].join("\n  ");
  return new ThorpError("team-invalid", message, { hint: `Run \`thorp teams check ${where}\` after mending.` });
}

// team.yaml first: its mistakes explain the others.
function comparePaths(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "team.yaml") return -1;
  if (b === "team.yaml") return 1;
  return a < b ? -1 : 1;
}
