/** Test-only: an API described in a few lines, behind a real server, called as the gateway calls it. */
import { mkdtemp } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, createSystemClock } from "../../base/clock.ts";
import { createGuardedFetch } from "../context/guarded-fetch.ts";
import { createToolContext } from "../context/tool-context.ts";
import type { Tool, ToolContext, ToolOutput } from "../tool.ts";
import { createApiCalls } from "./api-calls.ts";
import { apiTools } from "./api-tool.ts";
import { readApi } from "./document/read-api.ts";

/** One request as it came. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly bytes: Buffer;
}

type Answer = (seen: SeenRequest, response: ServerResponse) => void;

/** A server whose answers can be changed. */
export interface ApiServer {
  readonly host: string;
  readonly origin: string;
  readonly seen: SeenRequest[];
  /** JSON, or what a function does. */
  answerWith(answer: unknown): void;
  close(): void;
}

export async function startApiServer(): Promise<ApiServer> {
  const seen: SeenRequest[] = [];
  let answer: Answer = (_, response) => response.writeHead(404).end();
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (chunk: Buffer) => void parts.push(chunk));
    request.on("end", () => {
      const bytes = Buffer.concat(parts);
      const place = { method: request.method ?? "", url: request.url ?? "" };
      const one = { ...place, headers: request.headers, bytes, body: String(bytes) };
      seen.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    origin: `http://${host}`,
    seen,
    answerWith(next) {
      seen.length = 0;
      answer = typeof next === "function" ? (next as Answer) : (_, response) => sendJson(response, next);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function sendJson(response: ServerResponse, value: unknown, status = 200, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}

/** How an API is called in a test. */
export interface CallOptions {
  readonly hosts: readonly string[];
  readonly needed?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  readonly maxBytes?: number;
  /** Holds files that calls send; an empty folder otherwise. */
  readonly workspace?: string;
}

/** The tools of a document whose server is `origin`. */
export function toolsOf(document: string, clock: Clock = createSystemClock()): ReadonlyMap<string, Tool> {
  const { api, problems } = readApi(document, { file: "test.yaml", isTrusted: true });
  const wrong = problems.filter(({ severity }) => severity === "error");
  if (wrong.length > 0) throw new Error(wrong.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  const calls = createApiCalls({ clock, dice: () => 0, agentName: "thorp/test" });
  return new Map(apiTools(api, calls).map((tool) => [tool.name, tool]));
}

export async function callTool(tool: Tool | undefined, input: object, options: CallOptions): Promise<ToolOutput> {
  if (tool === undefined) throw new Error("There is no such tool.");
  return tool.execute(tool.input.parse(input), await contextFor(options));
}

export async function contextFor(options: CallOptions): Promise<ToolContext> {
  const folder = options.workspace ?? (await mkdtemp(join(tmpdir(), "thorp-api-")));
  const { clock = createSystemClock(), hosts, needed = {}, signal = new AbortController().signal } = options;
  const guardedFetch = createGuardedFetch({
    ...{ clock: createSystemClock(), allowHosts: hosts },
    ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
  });
  return createToolContext({
    ...{ clock, signal, guardedFetch, timeZone: "UTC", key: "run_1/t1/2", workspace: folder, out: join(folder, "out") },
    needed: async (name) => needed[name],
  });
}
