/**
 * `POST /mcp`: the streamable HTTP transport of MCP, without sessions. The protocol of 2026-07-28 and the handshake of
 * 2025-11-25 are both answered by the official package; who may come in, and from where, is decided before it.
 */
import type { McpHttpHandler } from "@modelcontextprotocol/server";
import { ThorpError } from "../../base/errors.ts";
import { jsonRpcRequestSchema, jsonRpcResponseSchema } from "../../wire/json-rpc.ts";
import { hasScope } from "../caller.ts";
import { defineRoute, type Route } from "../route.ts";
import { type TeamServerOptions, teamServer } from "./team-server.ts";

/** When everything ends, and where the server's paths begin. */
export interface McpRouteOptions {
  readonly closing: AbortSignal;
  readonly basePath: string;
}

/** The package is loaded by the first request. */
export function mcpRoute({ closing, basePath }: McpRouteOptions): Route {
  let loading: Promise<McpHttpHandler> | undefined;
  const load = async (): Promise<McpHttpHandler> => {
    const sdk = await import("@modelcontextprotocol/server");
    const handler = sdk.createMcpHandler(({ authInfo }) => teamServer(sdk, served(authInfo?.extra)), {
      maxSubscriptions: MOST_LISTENERS,
    });
    closing.addEventListener("abort", () => void handler.close(), { once: true });
    return handler;
  };
  return defineRoute({
    id: "mcp.call",
    method: "post",
    path: "/mcp",
    tag: "mcp",
    summary: "The Model Context Protocol: teams as tools, runs as resources.",
    access: "member",
    owned: "caller",
    body: jsonRpcRequestSchema,
    reply: { kind: "json", schema: jsonRpcResponseSchema, orEvents: jsonRpcResponseSchema },
    errors: "json-rpc",
    async handle({ parts, caller, facts, headers, url, body, signal }) {
      if (parts.isDraining()) throw new ThorpError("draining", "The server is winding down and begins nothing new.");
      const options: TeamServerOptions = {
        use: (work) => work(parts.thorp),
        version: parts.version,
        linkOf: (run) => `${facts.origin}${basePath}/runs/${run}`,
        mayRead: hasScope(caller, "runs:read"),
      };
      const request = new Request(url, { method: "POST", headers, signal });
      const authInfo = { token: "", clientId: "", scopes: [], extra: { [SERVED]: options } };
      return (await (loading ??= load())).fetch(request, { parsedBody: body, authInfo });
    },
  });
}

const MOST_LISTENERS = 256;
/** How a request's own view of the engine reaches the server that answers it. */
const SERVED = "thorp";

function served(extra: Readonly<Record<string, unknown>> | undefined): TeamServerOptions {
  const options = extra?.[SERVED];
  if (options === undefined) throw new ThorpError("internal", "A request over MCP came without its caller.");
  return options as TeamServerOptions;
}
