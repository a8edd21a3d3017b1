/**
 * MCP servers of others as a person names them: a program that is started and spoken with over its pipes, or an address.
 *
 * Values of `env` and `headers` may hold `${NAME}`: the key of that name, from the environment or the credentials.
 */
import { z } from "zod";
import { contentHash, stableStringify } from "../base/json.ts";

const text = z.string().min(1).max(4000);
const common = {
  trustHints: z
    .boolean()
    .optional()
    .describe("Believe the server where it says that a tool only reads; otherwise each call of it is asked about."),
  timeout: z.number().int().min(1).max(3600).optional().describe("Seconds that a call may take; default 60."),
};

const programSchema = z.strictObject({
  command: text.describe("The program; it is started without a shell."),
  args: z.array(z.string().max(4000)).max(100).optional(),
  env: z.record(z.string().regex(/^[A-Za-z_]\w*$/), z.string().max(4000)).optional(),
  cwd: text.optional().describe("Where it starts, and what it may write in the cage; a folder of its own otherwise."),
  reads: z.array(text).max(50).optional().describe("What it may read in the cage: where its code stands."),
  network: z.boolean().optional().describe("It may reach the network from the cage."),
  cage: z.boolean().optional().describe("False: it runs with your own rights also where there is a cage."),
  ...common,
});
const addressSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  headers: z.record(z.string().regex(/^[\w-]+$/), z.string().max(4000)).optional(),
  clientId: text.optional().describe("For `thorp mcp login`: the client that was registered beforehand."),
  scopes: z.array(z.string().min(1).max(200)).max(50).optional().describe("What a login asks for at most."),
  ...common,
});

/** One entry of `mcp` in thorp.yaml. */
export const mcpServerSchema = z.union([programSchema, addressSchema]);

/** One entry in a team's folder: the folder may be somebody else's, so it stays in its cage and reads nothing of ours. */
export const teamMcpServerSchema = z.union([programSchema.omit({ cwd: true, reads: true, cage: true }), addressSchema]);

/** What `mcp` in thorp.yaml is. */
export const mcpServersSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9_-]{0,30}$/, "must be a short name of small letters, digits, - and _"),
  mcpServerSchema,
);

/** How a server is reached. `contents` stands for the files that its program is made of, where somebody agrees to those too. */
export type McpServerEntry = z.infer<typeof mcpServerSchema> & { readonly contents?: string };

/** A server with its name. */
export interface McpServer {
  readonly name: string;
  readonly entry: McpServerEntry;
}

/** By name. */
export type McpServers = Readonly<Record<string, z.infer<typeof mcpServerSchema>>>;

/** Exactly what is started or asked, for a person to agree to. */
export function launchWords(entry: McpServerEntry): string {
  const launch = "url" in entry ? entry.url : [entry.command, ...(entry.args ?? [])].map(quoted).join(" ");
  const keys = [...new Set(Object.values(keysOf(entry)).flatMap((value) => value.match(/(?<=\$\{)\w+(?=\})/g) ?? []))];
  return keys.length === 0 ? launch : `${launch} (is given ${keys.join(", ")})`;
}

/** Another one whenever something else would be started or asked, or something else would be handed to it. */
export function launchHash(entry: McpServerEntry): string {
  const { trustHints: _hints, timeout: _timeout, ...launch } = entry;
  return contentHash(stableStringify(launch));
}

function keysOf(entry: McpServerEntry): Readonly<Record<string, string>> {
  return ("url" in entry ? entry.headers : entry.env) ?? {};
}

/** As a shell would need it, so that nothing hides in a blank. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
