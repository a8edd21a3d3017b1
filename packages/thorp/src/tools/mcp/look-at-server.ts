/** A look at a server, for a person who decides whether to agree: what it offers now, and how that differs from before. */
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import { launchHash, type McpServer } from "../mcp-server.ts";
import { type ConnectOptions, connectServer } from "./connect-server.ts";
import { cleanText, readCatalogue, type ServerCatalogue } from "./read-catalogue.ts";
import { type ServerRecord, writeServerRecord } from "./server-record.ts";

/** What is different from what was agreed to; names of tools. */
export interface ServerDifference {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly gone: readonly string[];
}

/** Starts or asks the server and ends that again. Rejects as `connectServer`. */
export async function lookAtServer(
  server: McpServer,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<ServerCatalogue> {
  const { client, trouble } = await connectServer(server, options, { onToolsChanged: () => {}, signal });
  try {
    return await readCatalogue(client, signal);
  } catch (error) {
    signal.throwIfAborted();
    const words = trouble() ?? `could not say what it offers: ${cleanText((error as Error).message, 1000)}`;
    throw new ThorpError("tool-failed", `The MCP server ${server.name} ${words}.`, { cause: error });
  } finally {
    await client.close();
  }
}

/** Keeps what a person agreed to. */
export async function agreeTo(
  server: McpServer,
  catalogue: ServerCatalogue,
  { folder, clock }: { readonly folder: string; readonly clock: Clock },
): Promise<void> {
  const launch = launchHash(server.entry);
  await writeServerRecord(folder, server, { version: 1, launch, agreedAt: clock.now(), ...catalogue });
}

/** Everything is added where nothing was agreed to. */
export function differenceFrom(record: ServerRecord | undefined, { tools }: ServerCatalogue): ServerDifference {
  const before = new Map(record?.tools.map(({ name, hash }) => [name, hash]));
  const now = new Set(tools.map(({ name }) => name));
  return {
    added: tools.flatMap(({ name }) => (before.has(name) ? [] : [name])),
    changed: tools.flatMap(({ name, hash }) => (before.has(name) && before.get(name) !== hash ? [name] : [])),
    gone: [...before.keys()].filter((name) => !now.has(name)),
  };
}
