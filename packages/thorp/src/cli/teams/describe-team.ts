/** One team, checked as the engine checks it before a run: of this machine, or of the server that is named. */
import { ThorpError } from "../../base/errors.ts";
import type { Config } from "../../config/load-config.ts";
import { detailOfTeam } from "../../engine/summaries.ts";
import type { TeamDetail } from "../../engine/thorp.ts";
import { type CommandContext, openEngineWithoutData, withThorp } from "../command-context.ts";
import { readTeamAndTools } from "./read-team.ts";

/** Throws `team-unknown`, or `team-invalid` with every problem and its place; `usage` for a folder that a server cannot see. */
export async function describeTeam(context: CommandContext, config: Config, nameOrFolder: string): Promise<TeamDetail> {
  const { server } = config.settings;
  if (server === undefined) {
    const { team, ...found } = await readTeamAndTools(context, config, nameOrFolder);
    return detailOfTeam(team, found);
  }
  if (/[\\/]/.test(nameOrFolder))
    throw new ThorpError("usage", `The server at ${server} knows teams by name; ${nameOrFolder} is a folder here.`, {
      hint: "Leave out --server (and THORP_SERVER) to look at a folder of this machine, or name a team of the server.",
    });
  return withThorp(await openEngineWithoutData(context, config), (thorp) => thorp.showTeam(nameOrFolder));
}
