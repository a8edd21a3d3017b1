/** The MCP servers of the settings and of the teams, for the commands under `thorp mcp`. */
import { createSystemClock } from "../../base/clock.ts";
import type { Config } from "../../config/load-config.ts";
import { createMcpDesk, type McpDesk } from "../../engine/mcp/mcp-desk.ts";
import { withStoredKeys } from "../../engine/stored-keys.ts";
import { teamServersIn } from "../../engine/team-tools.ts";

/** Beside whoever owns the data folder: nothing is locked. */
export async function openMcpDesk({ settings, env }: Config): Promise<McpDesk> {
  const { mcp, configFolder, allowHosts, dataDir, teamFolders } = settings;
  const ofTeams = (await teamServersIn(teamFolders)).map(({ name, entry }) => [name, entry] as const);
  const servers = { ...mcp, ...Object.fromEntries(ofTeams) };
  return createMcpDesk({
    ...{ servers, configFolder, allowHosts, clock: createSystemClock() },
    folder: dataDir === "memory" ? undefined : dataDir,
    env: await withStoredKeys({ ...settings, env }),
  });
}
