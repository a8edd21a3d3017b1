/** The MCP servers of the settings as places with tools; nothing of them is loaded where there are none. */
import { createFindCage } from "../../sandbox/process/find-cage.ts";
import type { ToolSourceList } from "../../tools/registry/tool-registry.ts";
import type { ToolSource } from "../../tools/tool-source.ts";
import type { ToolGround } from "../tool-sources.ts";
import { connectOptionsFor, mcpFolder } from "./mcp-connections.ts";

/** Without a configuration folder nobody can have agreed to anything, so there are no sources. */
export function mcpSources({ options, env, credentials, clock, folder }: ToolGround): readonly ToolSourceList[] {
  const { mcpServers = {}, configFolder, allowHosts = [] } = options;
  const servers = Object.entries(mcpServers).map(([name, entry]) => ({ name, entry }));
  if (servers.length === 0 || configFolder === undefined) return [];
  const findCage = createFindCage({ path: env["PATH"] ?? "" });
  let made: Promise<readonly ToolSource[]> | undefined;
  const make = async (): Promise<readonly ToolSource[]> => {
    const { createMcpSource } = await import("../../tools/mcp/mcp-source.ts");
    return servers.map((server) =>
      createMcpSource({
        ...connectOptionsFor(server, { env, allowHosts, credentials, folder, findCage }),
        ...{ server, folder: mcpFolder(configFolder), clock },
      }),
    );
  };
  return [{ list: () => (made ??= make()) }];
}
