/** The tools in team folders, for an engine and for commands beside it. */
import { resolve } from "node:path";
import type { KnownTool } from "../agents/tool-patterns.ts";
import { createSystemClock } from "../base/clock.ts";
import { createSystemDice } from "../base/dice.ts";
import { failureFrom } from "../base/errors.ts";
import { type ApiCalls, createApiCalls } from "../tools/api/api-calls.ts";
import type { McpServer } from "../tools/mcp-server.ts";
import {
  type ApiDocument,
  createTeamSources,
  serversOf,
  type TeamSources,
  teamsIn,
} from "../tools/team/team-sources.ts";
import { readToolsFolder } from "../tools/team/tools-folder.ts";
import type { SourceTools, ToolSource } from "../tools/tool-source.ts";
import { shippedTeamsFolder } from "./shipped-files.ts";

/** What their sources are made of. */
export interface TeamToolsOptions {
  readonly teamFolders?: readonly string[] | undefined;
  readonly calls: ApiCalls;
  readonly mcpSource?: ((server: McpServer) => Promise<ToolSource>) | undefined;
}

/** Loads nothing yet. */
export function teamSourcesOf({ teamFolders = [], calls, mcpSource }: TeamToolsOptions): TeamSources {
  const shipped = shippedTeamsFolder();
  return createTeamSources({
    folders: [...teamFolders, shipped],
    shipped,
    apiTools: (document) => toolsOfDocument(document, calls),
    ...(mcpSource === undefined ? {} : { mcpSource }),
  });
}

/** Its words about itself are not believed: a request that changes something counts as one whatever it says. */
async function toolsOfDocument({ id, file, origin }: ApiDocument, calls: ApiCalls): Promise<SourceTools> {
  const [{ readApi }, { apiTools }] = await Promise.all([
    import("../tools/api/document/read-api.ts"),
    import("../tools/api/api-tool.ts"),
  ]);
  try {
    const { api, problems } = readApi(origin.text, { file, id });
    const errors = problems.filter(({ severity }) => severity === "error");
    return {
      tools: apiTools(api, calls, origin),
      problems: errors.map(({ line, column, message }) => ({ message: `${file}:${line}:${column}: ${message}` })),
    };
  } catch (error) {
    const { message, hint } = failureFrom(error);
    return { tools: [], problems: [{ message, ...(hint === undefined ? {} : { hint }) }] };
  }
}

/** What a team's folder itself brings, agreed to or not, and what is wrong with it, with file, line and column. */
export async function ownToolsOf(folder: string): Promise<{
  readonly tools: readonly KnownTool[];
  readonly problems: readonly string[];
}> {
  const calls = createApiCalls({ clock: createSystemClock(), dice: createSystemDice(), agentName: "thorp" });
  const sources = teamSourcesOf({ calls });
  sources.follow(folder);
  const own = (await sources.list(new AbortController().signal)).filter(({ team }) => team?.folder === resolve(folder));
  const loaded = await Promise.all(own.map(async (source) => ({ source, ...(await source.load()) })));
  return {
    tools: loaded.flatMap(({ source, tools }) => tools.map((tool) => ({ tool, source, ownName: tool.name }))),
    problems: loaded.flatMap(({ problems }) => problems.map(({ message }) => message)),
  };
}

/** The MCP servers of all teams in these folders, by the names under which a person agrees to them. Nothing is started. */
export async function teamServersIn(folders: readonly string[]): Promise<readonly McpServer[]> {
  const { readToolFiles } = await import("../tools/team/read-tool-files.ts");
  const teams = await teamsIn(folders, new Set());
  const found = await Promise.all(
    teams.map(async (team) => serversOf(team, readToolFiles(await readToolsFolder(team.folder)))),
  );
  return found.flatMap(({ servers }) => servers);
}
