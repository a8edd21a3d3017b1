/** From a server's entry to a client that is connected to it, over whichever protocol the server speaks. */
import type * as Package from "@modelcontextprotocol/client";
import type { Client } from "@modelcontextprotocol/client";
import { ThorpError } from "../../base/errors.ts";
import { launchWords, type McpServer, type McpServerEntry } from "../mcp-server.ts";
import type { LoginStore } from "./login-state.ts";
import { tokensFor } from "./oauth-login.ts";
import { type ProgramTransport, programTransport } from "./program-transport.ts";
import { harmlessEnvironment, type SpawnProgram } from "./spawn-program.ts";

/** What servers are reached with. */
export interface ConnectOptions {
  /** For what programs need, and for `${NAME}`; undefined where nobody has set it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly spawnProgram: SpawnProgram;
  /** The guarded one, which also lets through the host of this server where a person named it. */
  readonly fetch: typeof fetch;
  /** Tokens of a server that wants a login. */
  readonly login?: (server: McpServer) => LoginStore;
  /** The version of Thorp, which is told to servers. */
  readonly version: string;
}

/** A client, and why it broke off where that is known. */
export interface ConnectedServer {
  readonly client: Client;
  readonly trouble: () => string | undefined;
}

/** How one connection is made. */
export interface ConnectHow {
  /** Told when the server says that its tools changed. */
  readonly onToolsChanged: () => void;
  readonly signal: AbortSignal;
}

const CONNECT_MS = 20_000;
/** A program that was written before the question was invented may pass over it in silence. */
const PROBE_MS = 3000;

/**
 * Rejects with `tool-failed` in words that name the server, `auth-required` when it wants a login, `config-invalid` for
 * a `${NAME}` that nobody has set, and the signal's reason.
 */
export async function connectServer(
  server: McpServer,
  options: ConnectOptions,
  how: ConnectHow,
): Promise<ConnectedServer> {
  const { entry } = server;
  if ("url" in entry) return connectAddress(server, entry, { options, how });
  const first = await connectProgram(server, entry, { options, how, prior: "unknown" });
  if ("client" in first) return first;
  // It ended at a question that its protocol does not know: asked as its elders ask, it may stay.
  const second = await connectProgram(server, entry, { options, how, prior: "legacy" });
  if ("client" in second) return second;
  throw second.error;
}

interface Connecting {
  readonly options: ConnectOptions;
  readonly how: ConnectHow;
}

type Program = Exclude<McpServerEntry, { readonly url: string }>;
type Address = Extract<McpServerEntry, { readonly url: string }>;

async function connectProgram(
  server: McpServer,
  entry: Program,
  { options, how, prior }: Connecting & { readonly prior: "unknown" | "legacy" },
): Promise<ConnectedServer | { readonly error: Error }> {
  const sdk = await import("@modelcontextprotocol/client");
  const given = Object.entries(entry.env ?? {}).map(([name, value]) => [name, filled(value, server, options.env)]);
  const { command, args = [], cwd, network = false, reads = [], cage = true } = entry;
  const launch = {
    ...{ command, args, network, reads, cage, usualEnv: harmlessEnvironment(options.env) },
    env: Object.fromEntries(given) as Record<string, string>,
    ...(cwd === undefined ? {} : { cwd }),
  };
  const transport: ProgramTransport = programTransport(() => options.spawnProgram.start(launch), sdk);
  const client = newClient(sdk, options, how);
  const { trouble } = transport;
  try {
    await client.connect(transport, {
      ...{ timeout: CONNECT_MS, signal: how.signal },
      ...(prior === "legacy" ? { prior: { kind: "legacy" as const } } : {}),
    });
    return { client, trouble };
  } catch (error) {
    await transport.close();
    how.signal.throwIfAborted();
    const words = trouble() ?? (error as Error).message;
    const failed = new ThorpError("tool-failed", `The MCP server ${server.name} (${launchWords(entry)}) ${words}.`, {
      hint: `Run \`thorp mcp check ${server.name}\` to see what it says.`,
      cause: error,
    });
    return { error: failed };
  }
}

async function connectAddress(
  server: McpServer,
  entry: Address,
  { options, how }: Connecting,
): Promise<ConnectedServer> {
  const sdk = await import("@modelcontextprotocol/client");
  const given = Object.entries(entry.headers ?? {}).map(([name, value]) => [name, filled(value, server, options.env)]);
  const client = newClient(sdk, options, how);
  const transport = new sdk.StreamableHTTPClientTransport(new URL(entry.url), {
    fetch: options.fetch,
    requestInit: { headers: Object.fromEntries(given) as Record<string, string> },
    ...(options.login === undefined ? {} : { authProvider: tokensFor(entry.url, options.login(server)) }),
  });
  try {
    await client.connect(transport, { timeout: CONNECT_MS, signal: how.signal });
    return { client, trouble: () => undefined };
  } catch (error) {
    await client.close().catch(() => {});
    how.signal.throwIfAborted();
    throw connectError(server, error);
  }
}

function connectError({ name }: McpServer, error: unknown): ThorpError {
  if (error instanceof ThorpError) return error;
  const { message, code } = error as Error & { readonly code?: string };
  if (isUnauthorized(error))
    return new ThorpError("auth-required", `The MCP server ${name} wants a login.`, {
      hint: `Run \`thorp mcp login ${name}\`.`,
      cause: error,
    });
  return new ThorpError("tool-failed", `The MCP server ${name} could not be reached: ${message.slice(0, 500)}.`, {
    hint: `Run \`thorp mcp check ${name}\` to see what it says.${code === undefined ? "" : ` (${code})`}`,
    cause: error,
  });
}

/** Also deep inside: the package wraps what its transport throws. */
export function isUnauthorized(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at.constructor.name === "UnauthorizedError" || (at as { code?: unknown }).code === "CLIENT_HTTP_AUTHENTICATION")
      return true;
  return false;
}

type ClientPackage = Pick<typeof Package, "Client">;

/** It offers the server nothing: no models to use, no folders to look at, no person to ask. */
function newClient(
  { Client: McpClient }: ClientPackage,
  { version }: ConnectOptions,
  { onToolsChanged }: ConnectHow,
): Client {
  return new McpClient(
    { name: "thorp", version },
    {
      capabilities: {},
      versionNegotiation: { mode: "auto", probe: { timeoutMs: PROBE_MS } },
      inputRequired: { autoFulfill: false },
      listChanged: { tools: { autoRefresh: false, onChanged: onToolsChanged } },
    },
  );
}

function filled(value: string, { name }: McpServer, env: ConnectOptions["env"]): string {
  return value.replace(/\$\{([A-Za-z_]\w*)\}/g, (_all, variable: string) => {
    const found = env[variable];
    if (found !== undefined && found !== "") return found;
    throw new ThorpError("config-invalid", `The MCP server ${name} needs ${variable}, which is not set.`, {
      hint: `Set it in the environment or .env, or run \`thorp credentials set ${variable}\`.`,
    });
  });
}
