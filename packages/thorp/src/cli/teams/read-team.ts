/** One team of this machine from its folder, checked as the engine checks it before a run. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Team } from "../../agents/team.ts";
import { createSystemClock } from "../../base/clock.ts";
import { resolvePath } from "../../config/config-folder.ts";
import type { Config } from "../../config/load-config.ts";
import { shippedTeamsFolder } from "../../engine/shipped-files.ts";
import { createTeamLibrary } from "../../engine/team-library.ts";
import { ownToolsOf } from "../../engine/team-tools.ts";
import { type CommandContext, openEngineWithoutData, withThorp } from "../command-context.ts";

/** Throws `team-unknown`, or `team-invalid` with every problem and its place. */
export async function readTeam(context: CommandContext, config: Config, nameOrFolder: string): Promise<Team> {
  return (await readTeamAndTools(context, config, nameOrFolder)).team;
}

/** A team, and what is to be said of its tools. */
export interface TeamAndTools {
  readonly team: Team;
  /** Patterns that find nothing at the moment. */
  readonly missing: readonly string[];
  /** Mistakes in the files of its `tools/`. */
  readonly problems: readonly string[];
}

/** With the patterns under `tools` that find nothing at the moment, and their places. Throws as `readTeam` does. */
export async function readTeamAndTools(
  context: CommandContext,
  config: Config,
  nameOrFolder: string,
): Promise<TeamAndTools> {
  const { teamFolders } = config.settings;
  const place = await folderOf(nameOrFolder, context.surroundings.cwd);
  const tools = await withThorp(await openEngineWithoutData(context, config), (thorp) => thorp.listTools());
  const known = tools.map((tool) => [tool.name, { tool, source: tool.source, ownName: tool.ownName }] as const);
  let own: Awaited<ReturnType<typeof ownToolsOf>> = { tools: [], problems: [] };
  const teams = createTeamLibrary({
    folders: [...teamFolders, shippedTeamsFolder()],
    toolSpecs: () => new Map([...own.tools.map((entry) => [entry.tool.name, entry] as const), ...known]),
    // What the team itself brings counts as there, agreed to or not.
    async lookAtTools(folder) {
      own = await ownToolsOf(folder);
    },
    // Only a run needs the copy.
    store: { putTeam: async () => {}, team: async () => undefined },
    clock: createSystemClock(),
  });
  const team = await teams.load(place);
  return { team, missing: await teams.missingTools(team), problems: own.problems };
}

/** A folder of the working folder may be named without `./`. */
async function folderOf(nameOrFolder: string, cwd: string): Promise<string> {
  const path = resolvePath(nameOrFolder, cwd);
  const isTeam = await stat(join(path, "team.yaml")).catch(() => undefined);
  return isTeam !== undefined || /[\\/]/.test(nameOrFolder) ? path : nameOrFolder;
}
