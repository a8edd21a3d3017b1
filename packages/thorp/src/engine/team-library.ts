/** Teams by name, read from their folders when they are asked for; a changed folder is seen by the next run. */
import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Team } from "../agents/team.ts";
import { listTeams, loadTeam, type TeamEntry } from "../agents/team-folder/load-team.ts";
import {
  isToolPattern,
  isUnknownInRule,
  type KnownTool,
  namesMeant,
  patternProblem,
  seenByTeam,
} from "../agents/tool-patterns.ts";
import { type ByteCache, createByteCache } from "../base/byte-cache.ts";
import { cacheKey } from "../base/cache-key.ts";
import type { Clock } from "../base/clock.ts";
import { ThorpError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import type { Store } from "../storage/store.ts";

/** Teams as they are on disk now, and as they were when a run began. */
export interface TeamLibrary {
  /** By name, or the path of a team's folder; throws `team-unknown` or `team-invalid`. */
  load(nameOrFolder: string): Promise<Team>;
  /** The copy that was kept when a run began; its documents are where its folder was. */
  kept(name: string, hash: string, folder?: string): Promise<Team>;
  list(): Promise<readonly TeamEntry[]>;
  /** Patterns under `tools` that find nothing at the moment, with file, line and column; the team works without. */
  missingTools(team: Team): Promise<readonly string[]>;
}

/** Where teams lie and what their agents may name. */
export interface TeamLibraryOptions {
  /** Folders that hold team folders; the first that has a name wins. */
  readonly folders: readonly string[];
  /** The tools as they are now. */
  readonly toolSpecs: () => ReadonlyMap<string, KnownTool>;
  /** Tools that are there but that nobody has agreed to as they are; default none. */
  readonly withheld?: () => ReadonlyMap<string, KnownTool>;
  /** Looks at the tools in a team's folder before the team is read. */
  readonly lookAtTools?: (folder: string) => Promise<void>;
  readonly store: Pick<Store, "putTeam" | "team">;
  readonly clock: Clock;
  /** Teams that stay read: every run asks for its own again, and reading one costs more than the rest of a small run. */
  readonly memory?: ByteCache<Team>;
}

/** A folder is looked at again at most this often. Milliseconds. */
const FRESH_MS = 1000;
const MOST_BYTES = 16 << 20;

/** Reads nothing yet. */
export function createTeamLibrary(options: TeamLibraryOptions): TeamLibrary {
  const {
    folders,
    toolSpecs,
    withheld = () => new Map(),
    lookAtTools,
    store,
    clock,
    memory = createByteCache<Team>(MOST_BYTES),
  } = options;
  const loadedByFolder = new Map<string, LoadedTeam>();
  const folderByName = new Map<string, string>();
  const keptHashes = new Set<string>();

  const remember = (team: Team): Team => {
    const characters = Object.values(team.files).reduce((sum, text) => sum + text.length, 0);
    // As text, and again as what was read from it.
    memory.set(teamKey(team), team, 3 * characters);
    return team;
  };
  const read = async (folder: string): Promise<Team> => {
    await lookAtTools?.(folder);
    const team = await loadTeam(folder);
    // The parser behind both says where in the file it stands; a good team does without.
    const specs = seenByTeam(toolSpecs(), resolve(folder));
    if (namesOtherTools(team, specs)) {
      const { checkTeamTools } = await import("../agents/team-folder/check-team-tools.ts");
      checkTeamTools(team, specs, { where: folder, withheld: seenByTeam(withheld(), resolve(folder)) });
    }
    if ([...team.agentsByName.values()].some((agent) => agent.knowledge.length > 0)) {
      const { checkTeamKnowledge } = await import("../agents/team-folder/check-team-knowledge.ts");
      await checkTeamKnowledge(team, folder);
    }
    if (!keptHashes.has(team.hash)) {
      await store.putTeam(team.hash, team.files);
      keptHashes.add(team.hash);
    }
    return remember(team);
  };

  return {
    async load(nameOrFolder) {
      const folder = folderByName.get(nameOrFolder) ?? (await folderOf(nameOrFolder, folders));
      folderByName.set(nameOrFolder, folder);
      const known = loadedByFolder.get(folder);
      if (known !== undefined && clock.now() - known.lookedAt < FRESH_MS) return known.team;
      if (known !== undefined) known.lookedAt = clock.now();
      const signature = await folderSignature(folder).catch(() => "gone");
      if (known?.signature === signature) return known.team;
      const team = read(folder);
      loadedByFolder.set(folder, { team, signature, lookedAt: clock.now() });
      team.catch(() => {
        loadedByFolder.delete(folder);
        folderByName.delete(nameOrFolder);
      });
      return team;
    },
    async kept(name, hash, folder) {
      const where = folder === undefined ? {} : { folder };
      const known = memory.get(teamKey({ name, hash, ...where }));
      if (known !== undefined) return known;
      const files = await store.team(hash);
      if (files === undefined)
        throw new ThorpError("team-unknown", `The copy of team ${name} that this run began with is gone.`);
      const { teamFromFiles } = await import("../agents/team-folder/team-from-files.ts");
      return remember({ ...teamFromFiles(files, name), ...where });
    },
    list: () => listTeams(folders),
    async missingTools(team) {
      const { missingTools } = await import("../agents/team-folder/check-team-tools.ts");
      return missingTools(team, seenByTeam(toolSpecs(), team.folder));
    },
  };
}

function namesOtherTools({ agentsByName, policy }: Team, specs: ReadonlyMap<string, KnownTool>): boolean {
  const agents = [...agentsByName.values()];
  const rules = [...policy, ...agents.flatMap((agent) => agent.policy)];
  return (
    agents.some(({ tools }) => tools.some((tool) => needsLooking(tool, specs))) ||
    rules.some(({ tools }) => tools.some((tool) => isUnknownInRule(tool, specs)))
  );
}

function needsLooking(reference: string, specs: ReadonlyMap<string, KnownTool>): boolean {
  return isToolPattern(reference) ? patternProblem(reference) !== undefined : namesMeant(reference, specs).length === 0;
}

function teamKey({ name, hash, folder = "" }: Pick<Team, "name" | "hash" | "folder">): string {
  return cacheKey({ kind: "team", team: name }, JSON.stringify([hash, folder]));
}

interface LoadedTeam {
  readonly team: Promise<Team>;
  readonly signature: string;
  lookedAt: number;
}

/** Changes when any file of the folder is added, removed or written; reads none of them. */
async function folderSignature(folder: string): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).sort();
  const stats = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => undefined)));
  return names.map((name, index) => `${name} ${stats[index]?.mtimeMs} ${stats[index]?.size}`).join("\n");
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
  throw new ThorpError(
    "team-unknown",
    `There is no team ${nameOrFolder}.${close ? ` Did you mean ${close}?` : ""} There are: ${names.join(", ") || "none"}.`,
  );
}
