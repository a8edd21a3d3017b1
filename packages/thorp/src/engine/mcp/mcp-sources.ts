/** The MCP servers of the settings as places with tools; nothing of them is loaded where there are none. */
import { createFindCage } from "../../sandbox/process/find-cage.ts";
import type { McpServer } from "../../tools/mcp-server.ts";
import type { ToolSourceList } from "../../tools/registry/tool-registry.ts";
import type { ToolSource } from "../../tools/tool-source.ts";
import type { ToolGround } from "../tool-sources.ts";
import { connectOptionsFor, mcpFolder } from "./mcp-connections.ts";

/** How the source of a server is made; undefined without a configuration folder, where nobody can have agreed to any. */
export function mcpSourceMaker({
  options,
  env,
  credentials,
  clock,
  folder,
}: ToolGround): ((server: McpServer) => Promise<ToolSource>) | undefined {
  const { configFolder, allowHosts = [] } = options;
  if (configFolder === undefined) return undefined;
  const findCage = createFindCage({ path: env["PATH"] ?? "" });
  return async (server) => {
    const { createMcpSource } = await import("../../tools/mcp/mcp-source.ts");
    return createMcpSource({
      ...connectOptionsFor(server, {
        env,
        allowHosts,
        folder,
        findCage,
        ...(credentials === undefined ? {} : { credentials }),
      }),
      ...{ server, folder: mcpFolder(configFolder), clock },
    });
  };
}

/** The servers of the settings. */
export function mcpSources(
  { options: { mcpServers = {} } }: Pick<ToolGround, "options">,
  make: ReturnType<typeof mcpSourceMaker>,
): readonly ToolSourceList[] {
  const servers = Object.entries(mcpServers).map(([name, entry]) => ({ name, entry }));
  if (servers.length === 0 || make === undefined) return [];
  let made: Promise<readonly ToolSource[]> | undefined;
  return [{ list: () => (made ??= Promise.all(servers.map(make))) }];
}
