/** Data files in a team's folder, read when a tool is called: they may change, what is done with them may not. */
import { lstat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ThorpError } from "../../base/errors.ts";
import type { Label } from "../../base/label.ts";
import { readBoundedFile } from "../context/read-file.ts";
import { plainFolderProblem } from "../plain-folder.ts";

/** A team and where it lies. */
export interface TeamPlace {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
}

/** One file, read. */
export interface TeamData {
  /** In the team's folder. */
  readonly path: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What it says is data, whoever wrote it. */
  readonly label: Label;
}

const MOST_BYTES = 200 << 20;

/** As a list, whatever the file says. */
export function dataPaths(data: string | readonly string[] | undefined): readonly string[] {
  return data === undefined ? [] : typeof data === "string" ? [data] : data;
}

/** Why a file cannot be read, to follow its path; undefined when it can. */
async function dataProblem({ folder }: Pick<TeamPlace, "folder">, path: string): Promise<string | undefined> {
  const parent = dirname(path);
  const inParent = parent === "." ? undefined : await plainFolderProblem(folder, parent);
  if (inParent !== undefined) return inParent;
  const stats = await lstat(join(folder, path)).catch(() => undefined);
  if (stats === undefined) return "is not in the team's folder";
  if (stats.isSymbolicLink()) return "is a symbolic link, and links are not followed";
  return stats.isFile() ? undefined : "is not a file";
}

/** Throws `tool-failed` with the path for what cannot be read, `input-too-large` beyond 200 MiB. */
export async function readTeamData(team: TeamPlace, paths: readonly string[]): Promise<readonly TeamData[]> {
  return Promise.all(
    paths.map(async (path) => {
      const problem = await dataProblem(team, path);
      if (problem !== undefined) throw new ThorpError("tool-failed", `The data of this tool, ${path}, ${problem}.`);
      const bytes = await readBoundedFile(join(team.folder, path), path, MOST_BYTES);
      return { path, name: basename(path), bytes, label: `knowledge:${team.name}/${path}` as const };
    }),
  );
}
