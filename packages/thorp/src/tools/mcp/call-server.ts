/** One call to a server: progress, limits, and every way in which a server can fail as words that an agent can act on. */
import type { Client, Tool as McpTool } from "@modelcontextprotocol/client";
import { ThorpError } from "../../base/errors.ts";
import type { McpServer } from "../mcp-server.ts";
import { settleCall } from "../settle-call.ts";
import type { ToolContext, ToolOutput } from "../tool.ts";
import { isUnauthorized } from "./connect-server.ts";
import { outputFromMcp, outputFromResource } from "./output-from-mcp.ts";
import { cleanText } from "./read-catalogue.ts";
import type { RecordedTool } from "./server-record.ts";

/** Lends a connection. */
type Use = (work: (client: Client) => Promise<ToolOutput>) => Promise<ToolOutput>;

/** A call of a tool. */
export interface ServerCall {
  readonly server: McpServer;
  readonly tool: RecordedTool;
  readonly input: Readonly<Record<string, unknown>>;
  readonly context: ToolContext;
}

/** The gateway's own limit comes a little later, so that the server is told to stop. Milliseconds. */
const EARLY_MS = 500;

/** Throws only `ThorpError`. */
export function callServerTool({ server, tool, input, context }: ServerCall, use: Use): Promise<ToolOutput> {
  const timeout = (server.entry.timeout ?? 60) * 1000 - EARLY_MS;
  return settled(server, context, () =>
    use(async (client) => {
      const result = await client.callTool(
        { name: tool.name, arguments: { ...input } },
        {
          ...{ signal: context.signal, timeout, maxTotalTimeout: timeout },
          toolDefinition: tool as unknown as McpTool,
          onprogress: ({ progress, total, message }) =>
            context.progress(cleanText(message ?? `${progress}${total === undefined ? "" : ` of ${total}`}`, 200)),
        },
      );
      return outputFromMcp(result, server.name, context);
    }),
  );
}

/** Throws only `ThorpError`. */
export function readServerResource(
  { server, uri, context }: Pick<ServerCall, "server" | "context"> & { readonly uri: string },
  use: Use,
): Promise<ToolOutput> {
  return settled(server, context, () =>
    use(async (client) => {
      const { contents } = await client.readResource({ uri }, { signal: context.signal, cacheMode: "bypass" });
      return outputFromResource(contents, server.name, context);
    }),
  );
}

function settled(server: McpServer, context: ToolContext, work: () => Promise<ToolOutput>): Promise<ToolOutput> {
  return settleCall(context, async () => {
    try {
      return await work();
    } catch (error) {
      if (context.signal.aborted || error instanceof ThorpError) throw error;
      throw serverError(server, error);
    }
  });
}

/** What a server's failure is for whoever asked. */
export function serverError({ name }: McpServer, error: unknown): ThorpError {
  const { message, code } = error as Error & { readonly code?: unknown };
  const words = cleanText(message, 1000);
  if (isUnauthorized(error))
    return new ThorpError("auth-required", `The MCP server ${name} wants a login.`, {
      hint: `Run \`thorp mcp login ${name}\`.`,
    });
  switch (code) {
    case "REQUEST_TIMEOUT":
      return new ThorpError("tool-timeout", `The MCP server ${name} did not answer in time.`, { cause: error });
    case "UNSUPPORTED_RESULT_TYPE":
      return new ThorpError("tool-failed", `The MCP server ${name} asks for something that only a person can give.`, {
        cause: error,
      });
    default:
      return new ThorpError("tool-failed", `The MCP server ${name} failed: ${words}`, { cause: error });
  }
}
