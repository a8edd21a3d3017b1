/**
 * The texts of a team's folder, and nothing else of it: `team.yaml`, `agents/*.md`, `skills/NAME/SKILL.md` and the texts
 * in its `references/`. Scripts of skills are never read.
 *
 * The folder may come from anywhere, so a link could lead to a private file and a file could be a pipe or endless.
 * Links inside the folder are refused, sizes are checked before reading, hidden files are passed over.
 */
import type { Dirent } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { nearest } from "../../base/nearest.ts";
import { readPlainText } from "../../base/plain-text-file.ts";
import { largestFile, mostFiles, problemOf, referenceEnding, tooManyFiles } from "./team-files.ts";
import { type TeamProblem, teamInvalid } from "./team-problem.ts";

/** What could be read, and why the rest could not. */
export interface FolderTexts {
  readonly files: Readonly<Record<string, string>>;
  readonly problems: readonly TeamProblem[];
}

/** `folder` must exist. Throws `team-invalid` when it holds too many files to look at. */
export async function readTeamFolder(folder: string): Promise<FolderTexts> {
  const problems: TeamProblem[] = [];
  const paths = await findPaths(folder, problems);
  if (paths.length > mostFiles) throw teamInvalid(folder, [problemOf(".", tooManyFiles(paths.length))]);
  const files: Record<string, string> = {};
  const readings = await Promise.all(
    paths.map((path) => readPlainText(join(folder, path), { maxBytes: largestFile, linkMessage })),
  );
  for (const [index, path] of paths.entries()) {
    const reading = readings[index];
    if (reading?.ok) files[path] = reading.text;
    else if (reading) problems.push(problemOf(path, reading.message));
  }
  return { files, problems };
}

async function findPaths(folder: string, problems: TeamProblem[]): Promise<string[]> {
  const names = (await readdir(folder)).sort();
  const paths: string[] = [];
  if (names.includes("team.yaml")) paths.push("team.yaml");
  else {
    const near = nearest("team.yaml", names);
    problems.push(
      problemOf("team.yaml", `missing${near === undefined ? "" : `; should ${near} be called team.yaml?`}`),
    );
  }
  if (names.includes("agents"))
    for (const entry of await list(folder, "agents", problems))
      if (entry.name.endsWith(".md")) paths.push(`agents/${entry.name}`);
  if (names.includes("skills"))
    for (const entry of await list(folder, "skills", problems)) {
      if (entry.isSymbolicLink()) problems.push(problemOf(`skills/${entry.name}`, linkMessage));
      else if (entry.isDirectory()) {
        paths.push(`skills/${entry.name}/SKILL.md`);
        paths.push(...(await referencePaths(folder, `skills/${entry.name}/references`, { problems, depth: 1 })));
      }
    }
  return paths;
}

const DEEPEST_REFERENCE = 4;

interface Descent {
  readonly problems: TeamProblem[];
  /** From 1. */
  readonly depth: number;
}

async function referencePaths(folder: string, path: string, { problems, depth }: Descent): Promise<string[]> {
  const isThere = await lstat(join(folder, path)).catch(() => undefined);
  if (isThere === undefined) return [];
  const paths: string[] = [];
  for (const entry of await list(folder, path, problems)) {
    const inner = `${path}/${entry.name}`;
    if (entry.isSymbolicLink()) problems.push(problemOf(inner, linkMessage));
    else if (entry.isDirectory() && depth < DEEPEST_REFERENCE)
      paths.push(...(await referencePaths(folder, inner, { problems, depth: depth + 1 })));
    else if (entry.isFile() && referenceEnding.test(entry.name)) paths.push(inner);
  }
  return paths;
}

const linkMessage = "a symbolic link; a team's files must be in its folder";

async function list(folder: string, name: string, problems: TeamProblem[]): Promise<Dirent[]> {
  const path = join(folder, name);
  const stats = await lstat(path);
  if (stats.isSymbolicLink()) problems.push(problemOf(name, linkMessage));
  else if (!stats.isDirectory()) problems.push(problemOf(name, "must be a folder"));
  else {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => !entry.name.startsWith(".")).sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  return [];
}
