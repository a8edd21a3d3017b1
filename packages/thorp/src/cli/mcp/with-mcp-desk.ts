/** The MCP servers of the settings, for the commands under `thorp mcp`. */
import { createSystemClock } from "../../base/clock.ts";
import type { Config } from "../../config/load-config.ts";
import { createMcpDesk, type McpDesk } from "../../engine/mcp/mcp-desk.ts";
import { withStoredKeys } from "../../engine/stored-keys.ts";

/** Beside whoever owns the data folder: nothing is locked. */
export async function openMcpDesk({ settings, env }: Config): Promise<McpDesk> {
  const { mcp: servers, configFolder, allowHosts, dataDir } = settings;
  return createMcpDesk({
    ...{ servers, configFolder, allowHosts, clock: createSystemClock() },
    folder: dataDir === "memory" ? undefined : dataDir,
    env: await withStoredKeys({ ...settings, env }),
  });
}
