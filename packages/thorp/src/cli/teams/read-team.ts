/** One team from its folder, checked as the engine checks it before a run. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Team } from "../../agents/team.ts";
import { createSystemClock } from "../../base/clock.ts";
import { resolvePath } from "../../config/config-folder.ts";
import type { Config } from "../../config/load-config.ts";
import { shippedTeamsFolder } from "../../engine/shipped-files.ts";
import { createTeamLibrary } from "../../engine/team-library.ts";
import { type CommandContext, openEngineWithoutData, withThorp } from "../command-context.ts";

/** Throws `team-unknown`, or `team-invalid` with every problem and its place. */
export async function readTeam(context: CommandContext, config: Config, nameOrFolder: string): Promise<Team> {
  return (await readTeamAndTools(context, config, nameOrFolder)).team;
}

/** With the patterns under `tools` that find nothing at the moment, and their places. Throws as `readTeam` does. */
export async function readTeamAndTools(
  context: CommandContext,
  config: Config,
  nameOrFolder: string,
): Promise<{ readonly team: Team; readonly missing: readonly string[] }> {
  const { teamFolders } = config.settings;
  const tools = await withThorp(await openEngineWithoutData(context, config), (thorp) => thorp.listTools());
  const known = new Map(tools.map((tool) => [tool.name, { tool, source: tool.source, ownName: tool.ownName }]));
  const teams = createTeamLibrary({
    folders: [...teamFolders, shippedTeamsFolder()],
    toolSpecs: () => known,
    // Only a run needs the copy.
    store: { putTeam: async () => {}, team: async () => undefined },
    clock: createSystemClock(),
  });
  const team = await teams.load(await folderOf(nameOrFolder, context.surroundings.cwd));
  return { team, missing: await teams.missingTools(team) };
}

/** A folder of the working folder may be named without `./`. */
async function folderOf(nameOrFolder: string, cwd: string): Promise<string> {
  const path = resolvePath(nameOrFolder, cwd);
  const isTeam = await stat(join(path, "team.yaml")).catch(() => undefined);
  return isTeam !== undefined || /[\\/]/.test(nameOrFolder) ? path : nameOrFolder;
}
