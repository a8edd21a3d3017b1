/**
 * What a person has agreed to of an MCP server: how it is started, and every tool as it was described then. A server
 * that was never agreed to is not started, and a tool that has changed since is not called.
 */
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { contentHash, parseJson, stableStringify } from "../../base/json.ts";
import { launchHash, type McpServer } from "../mcp-server.ts";

const schema = z.record(z.string(), z.json());
const recordedTool = z.object({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: schema,
  outputSchema: schema.optional(),
  annotations: schema.optional(),
  /** Of all of the above, as the server sent it. */
  hash: z.string(),
});
/** A tool as its server described it when a person agreed. */
export type RecordedTool = z.infer<typeof recordedTool>;

const named = z.object({ name: z.string(), description: z.string().optional() });
const recordSchema = z.object({
  version: z.literal(1),
  /** `launchHash` of the entry. */
  launch: z.string(),
  /** Milliseconds since 1970. */
  agreedAt: z.number(),
  protocol: z.string(),
  server: z.object({ name: z.string(), version: z.string() }),
  tools: z.array(recordedTool),
  resources: z.array(named.extend({ uri: z.string() })),
  templates: z.array(named.extend({ uriTemplate: z.string() })),
  prompts: z.array(named.extend({ arguments: z.array(named.extend({ required: z.boolean().optional() })).optional() })),
});
/** All that is kept of a server. */
export type ServerRecord = z.infer<typeof recordSchema>;

/** Another one after any change that a model or a person could see. */
export function toolHash(tool: Omit<RecordedTool, "hash">): string {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  return contentHash(stableStringify({ name, title, description, inputSchema, outputSchema, annotations }));
}

/** Undefined where nobody agreed to this very command or address, and for a file that is none of ours. */
export async function readServerRecord(folder: string, server: McpServer): Promise<ServerRecord | undefined> {
  const text = await readFile(recordFile(folder, server), "utf8").catch(() => "");
  const checked = recordSchema.safeParse(parseJson(text));
  return checked.success && checked.data.launch === launchHash(server.entry) ? checked.data : undefined;
}

/** Whole or not at all. */
export async function writeServerRecord(folder: string, server: McpServer, record: ServerRecord): Promise<void> {
  const file = recordFile(folder, server);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Nothing is agreed to any more. */
export async function removeServerRecord(folder: string, server: McpServer): Promise<void> {
  await rm(recordFile(folder, server), { force: true });
}

/** One for each command or address: projects may name different servers alike. */
export function recordFile(folder: string, { name, entry }: McpServer): string {
  return join(folder, `${name}-${launchHash(entry).slice(0, 8)}.json`);
}
