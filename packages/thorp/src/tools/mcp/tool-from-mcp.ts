/** A tool of a server as a tool of ours. What the server says of it are hints; how strong it is, we decide. */
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import type { Effect } from "../../base/intent.ts";
import type { Json } from "../../base/json.ts";
import { launchWords, type McpServer } from "../mcp-server.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";
import type { RecordedTool } from "./server-record.ts";

/** Whose tool it is, and how it is called. */
export interface McpToolOptions {
  readonly server: McpServer;
  /** True where the server can carry nothing out of this machine. */
  readonly isClosed: boolean;
  readonly call: (
    tool: RecordedTool,
    input: Readonly<Record<string, unknown>>,
    context: ToolContext,
  ) => Promise<ToolOutput>;
}

const DEFAULT_SECONDS = 60;

/** Whatever its schema: one that is not understood here is for the server to check. */
export function toolFromMcp(recorded: RecordedTool, { server, isClosed, call }: McpToolOptions): Tool {
  const { name } = recorded;
  const { entry } = server;
  const hints = entry.trustHints === true ? (recorded.annotations ?? {}) : {};
  const effect = effectOf(hints, isClosed);
  const said = recorded.description ?? recorded.title ?? name;
  return defineTool<Record<string, unknown>>({
    name: toolName(server.name, name),
    capability: `${server.name}-${name}`.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
    description: `${said} (MCP server ${server.name})`,
    examples: [],
    input: inputOf(recorded),
    inputSchema: withoutDialect(recorded.inputSchema as Readonly<Record<string, Json>>),
    effect,
    repeatable: hints["idempotentHint"] === true || hints["readOnlyHint"] === true,
    cacheable: false,
    timeoutMs: (entry.timeout ?? DEFAULT_SECONDS) * 1000,
    evidence: "declared-by-server",
    // The protocol has no place for them.
    terms: { provider: `mcp:${server.name}`, cacheMs: 0, training: "unknown" },
    resource: { name: `mcp:${server.name}`, slots: 4 },
    describe: (given) => ({
      effect,
      summary: `call ${name} of the MCP server ${server.name} (${launchWords(entry).slice(0, 100)}) with ${shortly(given)}`,
      ...("url" in entry ? { urls: [entry.url] } : {}),
    }),
    execute: (given, context) => call(recorded, given, context),
  });
}

/**
 * The strongest, unless the person trusts the server's hints and the hint says that it only reads. Then what leaves
 * this machine counts as a fetch: arguments can carry data out.
 */
function effectOf(hints: Readonly<Record<string, unknown>>, isClosed: boolean): Effect {
  if (hints["readOnlyHint"] !== true) return "exec";
  return isClosed ? "read" : "fetch";
}

/** `files_read_file`: the server in front, so that no server can pass its tool off as another's. */
export function toolName(server: string, name: string): string {
  const own = name.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  const prefix = server.replaceAll(/[.-]/g, "_");
  return `${own.toLowerCase().startsWith(`${prefix}_`) ? "" : `${prefix}_`}${own || "tool"}`.slice(0, 64);
}

/** Which dialect it is tells a model nothing, and some model servers refuse a tool that says it. */
function withoutDialect({ $schema: _dialect, ...schema }: Readonly<Record<string, Json>>): Record<string, Json> {
  return schema;
}

function inputOf({ inputSchema }: RecordedTool): z.ZodType<Record<string, unknown>> {
  try {
    const schema = z.fromJSONSchema(inputSchema as never);
    // What it makes has to be one that our own repair can look into.
    z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    return schema as z.ZodType<Record<string, unknown>>;
  } catch {
    // A dialect that is not known here: the server checks its own input.
    return z.record(z.string(), z.unknown());
  }
}

function shortly(input: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(input);
  return text.length <= 300 ? text : `${text.slice(0, 300)}…`;
}

/** Thrown where a person has to look before a tool is called again. */
export function changedTool(server: McpServer, { name }: RecordedTool, what: "changed" | "gone"): ThorpError {
  const message =
    what === "gone"
      ? `The MCP server ${server.name} no longer has the tool ${name}.`
      : `The MCP server ${server.name} describes ${name} otherwise than when it was agreed to; it was not called.`;
  return new ThorpError("tool-failed", message, {
    hint: `Run \`thorp mcp check ${server.name}\` to see the difference.`,
  });
}
