/**
 * Thorp as an MCP server: teams are tools, runs are resources. One for each request over HTTP, one for each connection
 * on stdio; what it may see is what the `Thorp` that it is lent may see.
 */
import type * as Package from "@modelcontextprotocol/server";
import type { CallToolResult, Tool as McpTool, Server, ServerContext } from "@modelcontextprotocol/server";
import { z } from "zod";
import { failureFrom } from "../../base/errors.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { askTeam, askTeamInput, askTeamOutput } from "./ask-team.ts";
import { listRuns, readRun } from "./run-resources.ts";

/** The official package, loaded by the first client that comes. */
export type McpServerPackage = Pick<typeof Package, "Server" | "ProtocolError">;

/** Whose runs and teams, and where people find them. */
export interface TeamServerOptions {
  /** Lends the engine for as long as the work lasts. */
  readonly use: <Result>(work: (thorp: Thorp) => Promise<Result>) => Promise<Result>;
  readonly version: string;
  readonly linkOf: (run: string) => string;
  /** False: its key may begin runs but not read them. */
  readonly mayRead: boolean;
}

const PREFIX = "ask_";
const INSTRUCTIONS =
  "Each tool hands a request to a team of agents, which plans, works and answers; it may take minutes and tells how far it is. " +
  "What needs the approval of a person is not done; the answer names it. Earlier requests and their answers are resources.";

/** Not yet connected to anything. */
export function teamServer({ Server: McpServer, ProtocolError }: McpServerPackage, options: TeamServerOptions): Server {
  const { use, version, mayRead } = options;
  const server = new McpServer(
    { name: "thorp", title: "Thorp", version },
    { capabilities: { tools: {}, ...(mayRead ? { resources: {} } : {}) }, instructions: INSTRUCTIONS },
  );
  const refuse = (error: unknown): never => {
    const { code, message } = failureFrom(error);
    // Not found and malformed are the client's, and both are "invalid params" in this protocol.
    if (code === "internal") throw new ProtocolError(INTERNAL, "Something went wrong inside Thorp.");
    throw new ProtocolError(INVALID_PARAMS, message);
  };
  server.setRequestHandler("tools/list", async () => ({ tools: await use(teamTools).catch(refuse) }));
  server.setRequestHandler("tools/call", ({ params }, context) =>
    use(async (thorp) => {
      const teams = await thorp.listTeams();
      const team = teams.find(({ name }) => `${PREFIX}${name}` === params.name);
      if (team === undefined) throw new ProtocolError(INVALID_PARAMS, `There is no tool ${params.name.slice(0, 100)}.`);
      const { signal } = context.mcpReq;
      const how = { team: team.name, linkOf: options.linkOf, signal, tell: progressTo(context) };
      return (await askTeam(thorp, params.arguments, how)) as CallToolResult;
    }),
  );
  if (!mayRead) return server;
  server.setRequestHandler("resources/list", async ({ params }) => {
    const { resources, nextCursor } = await use((thorp) => listRuns(thorp, params?.cursor)).catch(refuse);
    return { resources: [...resources], ...(nextCursor === undefined ? {} : { nextCursor }) };
  });
  server.setRequestHandler("resources/templates/list", () => ({ resourceTemplates: [...templates] }));
  server.setRequestHandler("resources/read", async ({ params }) => ({
    contents: [await use((thorp) => readRun(thorp, params.uri)).catch(refuse)],
  }));
  return server;
}

const INVALID_PARAMS = -32602;
const INTERNAL = -32603;

const templates = [
  { uriTemplate: "run://{run}", name: "run", description: "A request and its answer.", mimeType: "text/markdown" },
  { uriTemplate: "run://{run}/{artifact}", name: "artifact", description: "A file that a run was given or made." },
];

/** In a stable order, so that lists of clients do not change without a reason. */
async function teamTools(thorp: Thorp): Promise<McpTool[]> {
  const inputSchema = z.toJSONSchema(askTeamInput, { io: "input" }) as McpTool["inputSchema"];
  const outputSchema = z.toJSONSchema(askTeamOutput) as NonNullable<McpTool["outputSchema"]>;
  const teams = [...(await thorp.listTeams())].sort((a, b) => (a.name < b.name ? -1 : 1));
  return teams.map(({ name, title, description }) => ({
    name: `${PREFIX}${name}`,
    title,
    description: `Asks the team ${title}. ${description}`,
    inputSchema,
    outputSchema,
    // Files are made in the out folder at most: everything else asks a person, and here nobody is asked.
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  }));
}

/** Tells a client that asked to be told; one that has gone is told nothing. */
function progressTo({ mcpReq }: ServerContext): (words: string) => void {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return () => {};
  let progress = 0;
  return (message) => {
    const params = { progressToken, progress: ++progress, message };
    mcpReq.notify({ method: "notifications/progress", params }).catch(() => {});
  };
}
