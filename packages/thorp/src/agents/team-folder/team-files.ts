/** Which files make a team, and what a text must be to be one of them. */
import { tooLargeText } from "../../base/plain-text-file.ts";
import type { TeamProblem } from "./team-problem.ts";

/** Largest file of a team in bytes. */
export const largestFile = 256 * 1024;
/** Most files that a team may have. */
export const mostFiles = 200;

/** Endings of the texts in a skill's `references/`; other files there are not read. */
export const referenceEnding = /\.(?:md|txt|json|ya?ml|csv|html)$/;
const teamPath = /^(team\.yaml|agents\/[^/]+\.md|skills\/[^/]+\/(?:SKILL\.md|references\/[^/]+(?:\/[^/]+)*))$/;

/** Sorted by path, line ends and byte order marks made uniform; what may not be in a team becomes a problem. */
export function acceptTexts(files: Readonly<Record<string, string>>): {
  readonly texts: Readonly<Record<string, string>>;
  readonly problems: readonly TeamProblem[];
} {
  const texts: Record<string, string> = {};
  const problems: TeamProblem[] = [];
  const paths = Object.keys(files).sort();
  if (paths.length > mostFiles) problems.push(problemOf(".", tooManyFiles(paths.length)));
  for (const path of paths.slice(0, mostFiles)) {
    const text = normaliseText(files[path] ?? "");
    const problem = pathProblem(path) ?? textProblem(path, text);
    if (problem === undefined) texts[path] = text;
    else problems.push(problem);
  }
  return { texts, problems };
}

/** The sentence for a team beyond `mostFiles`. */
export function tooManyFiles(count: number): string {
  return `a team has at most ${mostFiles} files; this has ${count}`;
}

/** A problem of the file as a whole. */
export function problemOf(path: string, message: string): TeamProblem {
  return { path, line: 1, column: 1, message };
}

// The same team checked out on Windows must have the same hash.
function normaliseText(text: string): string {
  return (text.startsWith("\uFEFF") ? text.slice(1) : text).replaceAll("\r\n", "\n");
}

function pathProblem(path: string): TeamProblem | undefined {
  return teamPath.test(path)
    ? undefined
    : problemOf(path, "not a file of a team (team.yaml, agents/*.md, skills/*/SKILL.md, skills/*/references/*)");
}

function textProblem(path: string, text: string): TeamProblem | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes > largestFile) return problemOf(path, tooLargeText(bytes, largestFile));
  const control = text.search(/(?![\t\n\r])\p{Cc}/u);
  if (control < 0) return undefined;
  const before = text.slice(0, control).split("\n");
  const code = text.charCodeAt(control).toString(16).padStart(4, "0").toUpperCase();
  return {
    path,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    message: `not text: the control character U+${code} stands here`,
  };
}
