/** Teams from disk: one folder, or all teams below some folders. */
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Failure, failureFrom, ThorpError } from "../../base/errors.ts";
import type { Team } from "../team.ts";
import { compiledTeam } from "./compiled-team.ts";
import { readTeamFolder } from "./read-team-folder.ts";

/** Throws `team-unknown` when there is no such folder, `team-invalid` with all problems otherwise. */
export async function loadTeam(folder: string): Promise<Team> {
  if (!(await isFolder(folder))) throw new ThorpError("team-unknown", `There is no team folder at ${folder}.`);
  const { files, problems } = await readTeamFolder(folder);
  const compiled = problems.length === 0 ? await compiledTeam(files, folder) : undefined;
  if (compiled !== undefined) return { ...compiled, folder: resolve(folder) };
  // The parser behind it takes a tenth of a start to load.
  const { teamFromFiles } = await import("./team-from-files.ts");
  return { ...teamFromFiles(files, folder, problems), folder: resolve(folder) };
}

/** One team in a list of teams. */
export type TeamEntry = {
  /** Of the folder; of the team too when it could be read. */
  readonly name: string;
  readonly folder: string;
} & ({ readonly ok: true; readonly team: Team } | { readonly ok: false; readonly failure: Failure });

/**
 * The teams in each of `folders`, by name. Of two with the same name the one in the earlier folder counts. A folder
 * that does not exist holds no teams; a folder without a team.yaml is no team; a broken team is listed with its failure.
 */
export async function listTeams(folders: readonly string[]): Promise<TeamEntry[]> {
  const foldersByName = new Map<string, string>();
  for (const parent of folders)
    for (const name of await namesInside(parent)) {
      const folder = join(parent, name);
      if (!foldersByName.has(name) && (await exists(join(folder, "team.yaml")))) foldersByName.set(name, folder);
    }
  const sorted = [...foldersByName].sort(([a], [b]) => (a < b ? -1 : 1));
  return Promise.all(sorted.map(([name, folder]) => entryOf(name, folder)));
}

async function entryOf(name: string, folder: string): Promise<TeamEntry> {
  try {
    return { name, folder, ok: true, team: await loadTeam(folder) };
  } catch (error) {
    return { name, folder, ok: false, failure: failureFrom(error) };
  }
}

async function namesInside(folder: string): Promise<string[]> {
  if (!(await isFolder(folder))) return [];
  return (await readdir(folder)).filter((name) => !name.startsWith("."));
}

// A person may link a whole team into place; only links inside a team are refused.
async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
