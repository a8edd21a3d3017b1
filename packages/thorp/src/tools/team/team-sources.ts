/**
 * The tools in team folders as sources: for each team its own ones (`team:NAME`), its APIs (`api:NAME.ID`) and its MCP
 * servers (`mcp:NAME.SERVER`). Only its own agents see them, and nothing of a folder that does not ship with Thorp is
 * offered, run or connected to before a person agreed to it.
 */
import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { McpServer } from "../mcp-server.ts";
import type { ToolSourceList } from "../registry/tool-registry.ts";
import type { Tool } from "../tool.ts";
import type { SourceTools, ToolProblem, ToolSource } from "../tool-source.ts";
import { contentsOf } from "./folder-contents.ts";
import type { ToolFiles } from "./read-tool-files.ts";
import type { TeamPlace } from "./team-data.ts";
import { type FileProblem, readToolsFolder, TOOLS, toolsStamp } from "./tools-folder.ts";

/** Where teams lie, and what becomes of their documents and servers. */
export interface TeamSourcesOptions {
  /** Folders that hold team folders; of two teams with one name the first counts. */
  readonly folders: readonly string[];
  /** One of them: what lies there comes with Thorp. */
  readonly shipped: string;
  /** The tools of an OpenAPI document. Throws `api-invalid`. */
  readonly apiTools: (document: ApiDocument) => Promise<SourceTools>;
  /** A server, whose record of consent is its own. Absent where nobody can have agreed to any. */
  readonly mcpSource?: (server: McpServer) => Promise<ToolSource>;
}

/** A document in a team's folder; `file` is how messages name it. */
export interface ApiDocument {
  readonly id: string;
  readonly file: string;
  readonly origin: NonNullable<Tool["origin"]>;
}

/** Live: a folder that changed has other sources when the list is asked again. */
export interface TeamSources extends ToolSourceList {
  /** Also a team that lies elsewhere, from the next time that the list is asked. */
  follow(folder: string): void;
}

interface Held {
  readonly stamp: string;
  readonly sources: readonly ToolSource[];
}

/** Reads nothing yet. */
export function createTeamSources(options: TeamSourcesOptions): TeamSources {
  const heldByFolder = new Map<string, Held>();
  const followed = new Set<string>();
  const sourcesIn = async (team: TeamPlace): Promise<readonly ToolSource[]> => {
    const stamp = await toolsStamp(team.folder);
    const before = heldByFolder.get(team.folder);
    if (before?.stamp === stamp) return before.sources;
    const sources = stamp === "" ? [] : await makeSources(team, options);
    heldByFolder.set(team.folder, { stamp, sources });
    return sources;
  };
  return {
    follow: (folder) => void followed.add(resolve(folder)),
    async list() {
      const teams = await teamsIn(options.folders, followed);
      return (await Promise.all(teams.map(sourcesIn))).flat();
    },
  };
}

/** Of two teams with one name the first counts; a followed one with a name that is taken gets a number. */
export async function teamsIn(
  folders: readonly string[],
  followed: ReadonlySet<string>,
): Promise<readonly TeamPlace[]> {
  const byName = new Map<string, TeamPlace>();
  const add = async (folder: string, name: string): Promise<void> => {
    const isTeam = (await stat(join(folder, "team.yaml")).catch(() => undefined))?.isFile() ?? false;
    if (isTeam) byName.set(name, { name: basename(folder), folder });
  };
  for (const parent of folders)
    for (const name of (await readdir(parent).catch((): string[] => [])).sort())
      if (!name.startsWith(".") && !byName.has(name)) await add(resolve(parent, name), name);
  // A team that is named by its path, beside another of the same name.
  for (const folder of followed)
    if (![...byName.values()].some((team) => team.folder === folder)) {
      const name = basename(folder);
      const taken = [...byName.keys()].filter((each) => each.replace(/~\d+$/, "") === name).length;
      await add(folder, taken === 0 ? name : `${name}~${taken + 1}`);
    }
  return [...byName].map(([name, team]) => ({ ...team, name }));
}

async function makeSources(team: TeamPlace, options: TeamSourcesOptions): Promise<readonly ToolSource[]> {
  const { folder, name } = team;
  const isShipped = folder.startsWith(`${resolve(options.shipped)}/`);
  const about = { team, ...(isShipped ? { isShipped } : { isForeign: true }) };
  const { readToolFiles } = await import("./read-tool-files.ts");
  const files = readToolFiles(await readToolsFolder(folder));
  const servers = await serversOf(team, files);
  const apis = [...files.documents].map(([id, document]): ToolSource => {
    const file = join(folder, TOOLS, document.name);
    const origin = { file: `${TOOLS}/${document.name}`, text: document.text };
    return {
      ...{ id: `api:${name}.${id}`, kind: "api", title: `${id} of ${name}`, ...about },
      load: () => options.apiTools({ id, file, origin }),
    };
  });
  const own: ToolSource = {
    ...{ id: `team:${name}`, kind: "team", title: `Team ${name}`, ...about },
    async load() {
      const { declaredTool } = await import("./declared-tool.ts");
      const problems = [...files.problems.map((problem) => problemOf(team, problem)), ...servers.problems];
      return { tools: files.tools.map((tool) => declaredTool(tool, team)), problems };
    },
  };
  const { mcpSource } = options;
  const programs = mcpSource === undefined ? [] : await Promise.all(servers.servers.map(mcpSource));
  return [own, ...apis, ...programs.map((source) => ({ ...source, team }))];
}

function problemOf({ folder }: TeamPlace, { path, line, column, message }: FileProblem): ToolProblem {
  return {
    message: `${join(folder, path)}:${line}:${column}: ${message}`,
    hint: "Run `thorp tools check` after mending.",
  };
}

/** The servers of a team under names that no other server has; the files behind them are part of what is agreed to. */
export async function serversOf(
  { name: team, folder }: TeamPlace,
  { servers }: Pick<ToolFiles, "servers">,
): Promise<{ readonly servers: readonly McpServer[]; readonly problems: readonly ToolProblem[] }> {
  const named = Object.entries(servers);
  if (named.length === 0) return { servers: [], problems: [] };
  const tools = join(folder, TOOLS);
  const contents = await contentsOf(tools);
  if (contents === undefined) {
    const message = `${tools} holds links, or more than 5000 files or 64 MiB: its MCP servers are not used.`;
    return {
      servers: [],
      problems: [{ message, hint: "Keep the programs of servers elsewhere, as a package of npm." }],
    };
  }
  const absolute = (word: string): string => (word.startsWith("./") ? join(tools, word) : word);
  return {
    problems: [],
    servers: named.map(([name, entry]) => ({
      name: `${team}.${name}`,
      entry:
        "url" in entry
          ? entry
          : {
              ...entry,
              ...{ command: absolute(entry.command), args: entry.args?.map(absolute), reads: [tools], contents },
            },
    })),
  };
}
