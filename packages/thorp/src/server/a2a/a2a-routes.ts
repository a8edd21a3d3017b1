/**
 * A2A 1.0 over JSON-RPC: the card that says what is here, and `POST /a2a`. A task is a run, a context a conversation;
 * unlike a call over MCP a task outlives the connection that began it.
 */
import { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import { jsonRpcRequestSchema, jsonRpcResponseSchema } from "../../wire/json-rpc.ts";
import { hasScope } from "../caller.ts";
import type { JsonRpcError } from "../json-rpc-error.ts";
import { dataLine, eventLines } from "../openai/event-lines.ts";
import { defineRoute, type Route, type RouteCall } from "../route.ts";
import { A2aError, a2aError } from "./a2a-error.ts";
import { agentCard } from "./agent-card.ts";
import { callMethod } from "./methods.ts";

/** The time that tasks carry, and where the server's paths begin. */
export interface A2aRouteOptions {
  readonly clock: Clock;
  readonly basePath: string;
}

/** The card is for everybody; who is nobody to this server sees no names of teams. */
export function a2aRoutes(options: A2aRouteOptions): readonly Route[] {
  return [
    defineRoute({
      id: "a2a.card",
      method: "get",
      path: "/.well-known/agent-card.json",
      tag: "a2a",
      summary: "What this server is and where it is asked, in A2A 1.0.",
      access: "public",
      owned: "none",
      reply: { kind: "json", schema: z.record(z.string(), z.unknown()) },
      handle: (call) => cardFor(call, options),
    }),
    defineRoute({
      id: "a2a.call",
      method: "post",
      path: "/a2a",
      tag: "a2a",
      summary: "The Agent2Agent protocol 1.0 over JSON-RPC: tasks are runs of teams.",
      access: "member",
      owned: "caller",
      body: jsonRpcRequestSchema,
      reply: { kind: "json", schema: jsonRpcResponseSchema, orEvents: jsonRpcResponseSchema },
      errors: "json-rpc",
      handle: (call) => answer(call, options),
    }),
  ];
}

type Asked = Pick<RouteCall<unknown, unknown, unknown>, "parts" | "caller" | "facts">;
type AskedMethod = RouteCall<unknown, unknown, z.infer<typeof jsonRpcRequestSchema>>;

/** Only reads of tasks; everything else begins or ends one. */
const READS = new Set(["GetTask", "ListTasks", "SubscribeToTask"]);

async function answer(call: AskedMethod, options: A2aRouteOptions): Promise<Response> {
  const { parts, caller, facts, headers, signal, body } = call;
  const { clock, basePath } = options;
  if (Array.isArray(body))
    return Response.json(a2aError(new A2aError("INVALID_PARAMS", "One request at a time."), null));
  const id = body.id ?? null;
  try {
    demandVersion(headers.get("a2a-version"));
    const { method = "" } = body;
    if (parts.isDraining()) throw new ThorpError("draining", "The server is winding down and begins nothing new.");
    if (READS.has(method) && !hasScope(caller, "runs:read"))
      throw new ThorpError("access-denied", "The API key has no scope runs:read.");
    const linkOf = (run: string): string => `${facts.origin}${basePath}/runs/${run}`;
    const reply = await callMethod(method, {
      ...{ thorp: parts.thorp, clock, params: body.params, signal, linkOf },
      card: () => cardFor(call, options),
    });
    if (reply.kind === "one") return Response.json({ jsonrpc: "2.0", id, result: reply.result });
    return eventLines({
      lines: linesOf(reply.updates, id),
      ...{ clock, headers: {}, onLeave: () => {} },
    });
  } catch (error) {
    return Response.json(a2aError(error, id));
  }
}

async function* linesOf(updates: AsyncGenerator<object>, id: JsonRpcError["id"]): AsyncGenerator<string> {
  try {
    for await (const result of updates) yield dataLine({ jsonrpc: "2.0", id, result });
  } catch (error) {
    yield dataLine(a2aError(error, id));
  }
}

async function cardFor(call: Asked, { basePath }: A2aRouteOptions): Promise<Record<string, unknown>> {
  const { parts, caller, facts } = call;
  const teams = caller.kind === "nobody" ? undefined : await parts.thorp.listTeams();
  const card = agentCard({
    url: `${facts.origin}${basePath}`,
    version: parts.version,
    needsKey: caller.kind !== "personal",
    ...(teams === undefined ? {} : { teams }),
  });
  return card as Record<string, unknown>;
}

function demandVersion(version: string | null): void {
  if (version === null || version === "" || /^1(?:\.\d+)*$/.test(version)) return;
  throw new A2aError("VERSION_NOT_SUPPORTED", `A2A ${version.slice(0, 20)} is not spoken here, only 1.0.`);
}
