/** What a person does with MCP servers, for the commands under `thorp mcp`: look, agree, forget, log in. */
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { createFindCage } from "../../sandbox/process/find-cage.ts";
import type { LoginStore } from "../../tools/mcp/login-state.ts";
import { agreeTo, differenceFrom, lookAtServer, type ServerDifference } from "../../tools/mcp/look-at-server.ts";
import { type LoginOptions, logIn } from "../../tools/mcp/oauth-login.ts";
import type { ServerCatalogue } from "../../tools/mcp/read-catalogue.ts";
import { readServerRecord, removeServerRecord, type ServerRecord } from "../../tools/mcp/server-record.ts";
import type { Caging } from "../../tools/mcp/spawn-program.ts";
import { toolName } from "../../tools/mcp/tool-from-mcp.ts";
import { launchWords, type McpServer, type McpServers } from "../../tools/mcp-server.ts";
import { connectOptionsFor, loginVariable, mcpFolder } from "./mcp-connections.ts";

/** The servers of the settings, and what they are reached with. */
export interface McpDeskOptions {
  readonly servers: McpServers;
  readonly configFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly allowHosts: readonly string[];
  readonly clock: Clock;
  /** The data folder; undefined where nothing is kept. */
  readonly folder: string | undefined;
}

/** A server as lists show it. */
export interface ShownServer {
  readonly name: string;
  /** Exactly what is started or asked. */
  readonly launch: string;
  readonly kind: "program" | "address";
  readonly record?: ServerRecord;
}

/** What a server offers now. */
export interface ServerLook {
  readonly catalogue: ServerCatalogue;
  readonly difference: ServerDifference;
}

/** How a login is carried out. */
export type LoginHow = Pick<LoginOptions, "redirectUrl" | "state" | "show" | "callback">;

/** Holds nothing open. */
export interface McpDesk {
  list(): Promise<readonly ShownServer[]>;
  /** Throws `usage` for a name that the settings do not have. */
  show(name: string): Promise<ShownServer>;
  /** Starts or asks it. Throws as `lookAtServer`. */
  look(name: string, signal: AbortSignal): Promise<ServerLook>;
  agree(name: string, look: ServerLook): Promise<void>;
  forget(name: string): Promise<void>;
  /** The credential to keep, with tokens in it. Throws `usage`, `auth-required`. */
  logIn(name: string, how: LoginHow): Promise<{ readonly variable: string; readonly secret: string }>;
  /** What keeps its program from everything else, in words for whoever is to agree; undefined for an address. */
  holdsBack(name: string): Promise<string | undefined>;
  /** What agents know a tool as. */
  toolName(server: string, tool: string): string;
}

/** Reads records when it is asked. */
export function createMcpDesk(options: McpDeskOptions): McpDesk {
  const { servers, configFolder, env, allowHosts, clock } = options;
  const folder = mcpFolder(configFolder);
  const ground = { env, allowHosts, folder: options.folder, findCage: createFindCage({ path: env["PATH"] ?? "" }) };
  const serverNamed = (name: string): McpServer => {
    const entry = servers[name];
    if (entry !== undefined) return { name, entry };
    const close = nearest(name, Object.keys(servers));
    throw new ThorpError(
      "usage",
      `There is no MCP server ${name}.${close === undefined ? "" : ` Did you mean ${close}?`}`,
      {
        hint: "Run `thorp mcp list` to see those of thorp.yaml.",
      },
    );
  };
  const shown = async (server: McpServer): Promise<ShownServer> => {
    const record = await readServerRecord(folder, server);
    const { name, entry } = server;
    const kind = "url" in entry ? "address" : "program";
    return { name, launch: launchWords(entry), kind, ...(record === undefined ? {} : { record }) };
  };
  return {
    list: () => Promise.all(Object.keys(servers).map((name) => shown(serverNamed(name)))),
    show: async (name) => shown(serverNamed(name)),
    async look(name, signal) {
      const server = serverNamed(name);
      const catalogue = await lookAtServer(server, connectOptionsFor(server, ground), signal);
      return { catalogue, difference: differenceFrom(await readServerRecord(folder, server), catalogue) };
    },
    agree: (name, { catalogue }) => agreeTo(serverNamed(name), catalogue, { folder, clock }),
    forget: (name) => removeServerRecord(folder, serverNamed(name)),
    async logIn(name, how) {
      const server = serverNamed(name);
      const variable = loginVariable(server);
      const { fetch } = connectOptionsFor(server, ground);
      // Begun anew each time: where the browser comes back to is another address, which has to be registered.
      let secret = "";
      const store: LoginStore = {
        read: () => secret,
        async write(text) {
          secret = text;
        },
      };
      await logIn({ server, fetch, store, ...how });
      if (secret !== "") return { variable, secret };
      throw new ThorpError("usage", `The MCP server ${name} wants no login.`);
    },
    async holdsBack(name) {
      const server = serverNamed(name);
      if ("url" in server.entry) return undefined;
      return cageWords(server.entry, await connectOptionsFor(server, ground).spawnProgram.caging());
    },
    toolName,
  };
}

type ProgramEntry = Exclude<McpServers[string], { readonly url: string }>;

function cageWords({ reads = [], cwd, network, cage }: ProgramEntry, caging: Caging): string {
  const plain = "It runs with your rights on this machine, not in a cage";
  if (cage === false) return `${plain}, as its entry says.`;
  if (!caging.ok) return `${plain}: ${caging.why}. Only start what you would start yourself.`;
  const read =
    reads.length === 0 ? "the programs of this system" : `${reads.join(", ")} and the programs of this system`;
  const write = cwd ?? "a folder of its own";
  return `It runs in a cage: it reads ${read}, writes ${write}, and has ${network ? "the network" : "no network"}.`;
}
