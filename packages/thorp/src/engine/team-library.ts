/** Teams by name, read from their folders when they are asked for; a changed folder is seen by the next run. */
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Clock } from "../base/clock.ts";
import { ThorpError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { checkTeamTools } from "../agents/team-folder/check-team-tools.ts";
import { listTeams, loadTeam, type TeamEntry } from "../agents/team-folder/load-team.ts";
import { teamFromFiles } from "../agents/team-folder/team-from-files.ts";
import type { Team } from "../agents/team.ts";
import type { Store } from "../storage/store.ts";

export interface TeamLibrary {
  /** By name, or the path of a team's folder; throws `team-unknown` or `team-invalid`. */
  load(nameOrFolder: string): Promise<Team>;
  /** The copy that was kept when a run began. */
  kept(name: string, hash: string): Promise<Team>;
  list(): Promise<readonly TeamEntry[]>;
}

export interface TeamLibraryOptions {
  /** Folders that hold team folders; the first that has a name wins. */
  readonly folders: readonly string[];
  readonly toolNames: readonly string[];
  readonly store: Pick<Store, "putTeam" | "team">;
  readonly clock: Clock;
}

/** A folder is looked at again at most this often. Milliseconds. */
const FRESH_MS = 1000;

export function createTeamLibrary({ folders, toolNames, store, clock }: TeamLibraryOptions): TeamLibrary {
  const loadedByFolder = new Map<string, { readonly team: Promise<Team>; readonly at: number }>();
  const keptHashes = new Set<string>();

  const read = async (folder: string): Promise<Team> => {
    const team = await loadTeam(folder);
    checkTeamTools(team, toolNames, folder);
    if (!keptHashes.has(team.hash)) {
      await store.putTeam(team.hash, team.files);
      keptHashes.add(team.hash);
    }
    return team;
  };

  return {
    async load(nameOrFolder) {
      const folder = await folderOf(nameOrFolder, folders);
      const known = loadedByFolder.get(folder);
      if (known !== undefined && clock.now() - known.at < FRESH_MS) return known.team;
      const team = read(folder);
      loadedByFolder.set(folder, { team, at: clock.now() });
      team.catch(() => loadedByFolder.delete(folder));
      return team;
    },
    async kept(name, hash) {
      const files = await store.team(hash);
      if (files === undefined) throw new ThorpError("team-unknown", `The copy of team ${name} that this run began with is gone.`);
      return teamFromFiles(files, name);
    },
    list: () => listTeams(folders),
  };
}

async function folderOf(nameOrFolder: string, folders: readonly string[]): Promise<string> {
  const isPath = /[\\/]/.test(nameOrFolder);
  const candidates = isPath ? [nameOrFolder] : folders.map((folder) => join(folder, nameOrFolder));
  for (const candidate of candidates) {
    const found = await stat(join(candidate, "team.yaml")).catch(() => undefined);
    if (found?.isFile()) return candidate;
  }
  const names = (await listTeams(folders)).map((entry) => entry.name);
  const close = nearest(basename(nameOrFolder), names);
  throw new ThorpError("team-unknown", `There is no team ${nameOrFolder}.${close ? ` Did you mean ${close}?` : ""} There are: ${names.join(", ") || "none"}.`);
}
