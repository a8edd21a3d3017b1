/** The resources of a server as one tool that reads them by address. */
import { z } from "zod";
import { launchWords, type McpServer } from "../mcp-server.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";
import type { ServerRecord } from "./server-record.ts";
import { toolName } from "./tool-from-mcp.ts";

/** Whose resources, and how they are read. */
export interface ResourceToolOptions {
  readonly server: McpServer;
  readonly isClosed: boolean;
  readonly record: Pick<ServerRecord, "resources" | "templates">;
  readonly read: (uri: string, context: ToolContext) => Promise<ToolOutput>;
}

const input = z.object({ uri: z.string().min(1).max(2000).describe("Address of the resource") });
/** Resources that the description names; there may be more. */
const MOST_NAMED = 12;

/** Undefined for a server without resources. */
export function readResourceTool({ server, isClosed, record, read }: ResourceToolOptions): Tool | undefined {
  const { resources, templates } = record;
  if (resources.length + templates.length === 0) return undefined;
  const { name, entry } = server;
  const named = [
    ...resources.map(({ uri, name: title }) => `${uri} (${title})`),
    ...templates.map(({ uriTemplate, name: title }) => `${uriTemplate} (${title})`),
  ];
  // A resource is there to be read, but its address goes to the server.
  const effect = entry.trustHints !== true ? "exec" : isClosed ? "read" : "fetch";
  return defineTool({
    name: toolName(name, "read_resource"),
    capability: `${name}-resources`,
    description: `Reads a resource of the MCP server ${name} by its address: ${named.slice(0, MOST_NAMED).join("; ")}${named.length > MOST_NAMED ? "; and others" : ""}.`,
    examples: [],
    input,
    effect,
    repeatable: true,
    cacheable: false,
    timeoutMs: (entry.timeout ?? 60) * 1000,
    evidence: "declared-by-server",
    terms: { provider: `mcp:${name}`, cacheMs: 0, training: "unknown" },
    resource: { name: `mcp:${name}`, slots: 4 },
    describe: ({ uri }) => ({
      effect,
      summary: `read ${uri.slice(0, 200)} of the MCP server ${name} (${launchWords(entry).slice(0, 100)})`,
      ...("url" in entry ? { urls: [entry.url] } : {}),
    }),
    execute: ({ uri }, context) => read(uri, context),
  });
}
