/**
 * The tools of one MCP server. What there is stands in the record of what a person agreed to, so that nothing is started
 * or asked before a tool is called; and a tool that its server describes otherwise by then is not called.
 */
import { watch } from "node:fs";
import { dirname } from "node:path";
import type { Client } from "@modelcontextprotocol/client";
import type { Clock } from "../../base/clock.ts";
import { launchWords, type McpServer } from "../mcp-server.ts";
import type { ToolContext, ToolOutput } from "../tool.ts";
import type { SourceTools, ToolProblem, ToolSource } from "../tool-source.ts";
import { callServerTool, readServerResource } from "./call-server.ts";
import { type ConnectOptions, connectServer } from "./connect-server.ts";
import { readTools } from "./read-catalogue.ts";
import { readResourceTool } from "./read-resource-tool.ts";
import { type RecordedTool, readServerRecord, recordFile } from "./server-record.ts";
import { createServerSession } from "./server-session.ts";
import { createServerTexts } from "./server-texts.ts";
import type { SpawnProgram } from "./spawn-program.ts";
import { changedTool, toolFromMcp } from "./tool-from-mcp.ts";

/** The server, how it is reached, and where its record lies. */
export interface McpSourceOptions extends ConnectOptions {
  readonly server: McpServer;
  readonly folder: string;
  readonly clock: Clock;
}

/** Connects to nothing before the first call. */
export function createMcpSource(options: McpSourceOptions): ToolSource {
  const { server, folder, clock } = options;
  const { name, entry } = server;
  let tell = (): void => {};
  let hasNews = false;
  const liveTools = new Map<Client, Promise<ReadonlyMap<string, string>>>();
  const session = createServerSession({
    ...{ name, clock },
    connect: (how) => connectServer(server, options, how),
    onToolsChanged() {
      liveTools.clear();
      hasNews = true;
      tell();
    },
  });
  const hashesOf = (client: Client, signal: AbortSignal): Promise<ReadonlyMap<string, string>> => {
    const known = liveTools.get(client);
    if (known !== undefined) return known;
    const found = readTools(client, signal).then((tools) => new Map(tools.map((tool) => [tool.name, tool.hash])));
    liveTools.clear();
    liveTools.set(client, found);
    found.catch(() => liveTools.delete(client));
    return found;
  };
  const call = (tool: RecordedTool, input: Readonly<Record<string, unknown>>, context: ToolContext) =>
    callServerTool({ server, tool, input, context }, (work) =>
      session.use(context.signal, async (client) => {
        const hash = (await hashesOf(client, context.signal)).get(tool.name);
        if (hash !== tool.hash) throw changedTool(server, tool, hash === undefined ? "gone" : "changed");
        return work(client);
      }),
    );
  const read = (uri: string, context: ToolContext): Promise<ToolOutput> =>
    readServerResource({ server, uri, context }, (work) => session.use(context.signal, work));
  return {
    id: `mcp:${name}`,
    kind: "mcp",
    title: name,
    async load(): Promise<SourceTools> {
      const record = await readServerRecord(folder, server);
      if (record === undefined) {
        const message = `nobody has agreed to the MCP server ${name} yet: ${launchWords(entry)}`;
        return { tools: [], problems: [problem(name, message)] };
      }
      const isClosed = !("url" in entry) && (await isKeptIn(entry, options.spawnProgram));
      const tools = record.tools.map((tool) => toolFromMcp(tool, { server, isClosed, call }));
      const reader = readResourceTool({ server, isClosed, record, read });
      return {
        tools: [...tools, ...(reader === undefined ? [] : [reader])],
        problems: hasNews ? [problem(name, `the MCP server ${name} says that its tools have changed`)] : [],
      };
    },
    onChange(listener) {
      tell = listener;
      const endWatch = watchRecord(recordFile(folder, server), () => {
        hasNews = false;
        listener();
      });
      return () => {
        tell = () => {};
        endWatch();
      };
    },
    texts: createServerTexts({ server, folder, use: (signal, work) => session.use(signal, work) }),
    close: () => session.close(),
  };
}

/** True for a program that can carry nothing out: no network, in a cage. */
async function isKeptIn({ network, cage, trustHints }: ProgramEntry, { caging }: SpawnProgram): Promise<boolean> {
  // Without trust it makes no difference, and a cage is not looked for.
  return trustHints === true && network !== true && cage !== false && (await caging()).ok;
}

type ProgramEntry = Exclude<McpServer["entry"], { readonly url: string }>;

function problem(server: string, message: string): ToolProblem {
  return {
    message: `${message[0]?.toUpperCase()}${message.slice(1)}.`,
    hint: `Run \`thorp mcp check ${server}\` to look at it and agree.`,
  };
}

/** A server that runs hears of it when somebody agrees in a terminal. */
function watchRecord(file: string, changed: () => void): () => void {
  try {
    const watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
      if (name !== null && file.endsWith(name)) changed();
    });
    watcher.on("error", () => watcher.close());
    return () => watcher.close();
  } catch {
    // The folder is not there yet: nobody has ever agreed to anything.
    return () => {};
  }
}
