/**
 * A real HTTP server that speaks OpenAI chat completions, embeddings and models, and Ollama's native API, with scripted
 * replies and scripted faults. Tests and simulations of everything between the engine and the wire run against it; so
 * can users who want to see what their team sends.
 */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { parseJson } from "../base/json.ts";
import { ollamaBody, openAiBody } from "./scripted-bodies.ts";
import { ollamaAnswer, openAiAnswer } from "./scripted-endpoints.ts";
import { replyAt, type Script, type ScriptedReply } from "./scripted-reply.ts";

/** What goes wrong with a response; faults can be combined. Times are in milliseconds. */
export interface ServerFaults {
  /** Answers with this status; `body` is then the text of the error. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent word for word instead of the rendered reply. */
  readonly body?: string;
  readonly contentType?: string;
  /** The connection is destroyed after so many bytes of the body. */
  readonly cutAfterBytes?: number;
  /** The body is sent in writes of so many bytes, each in a turn of its own. */
  readonly splitEvery?: number;
  /** Falls silent for good: before the head, or after the whole body without ending it. */
  readonly hang?: "head" | "end";
  /** Of event streams. */
  readonly lineEnd?: "\n" | "\r\n";
  readonly withoutDone?: boolean;
  /** A comment before every event. */
  readonly heartbeats?: boolean;
}

/** A reply and what goes wrong on its way. */
export type ServerReply = ScriptedReply & ServerFaults;

/** One request as it came in, its body parsed. */
export interface ServerRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the server says; without a script every chat call is an error. */
export interface ScriptedServerOptions {
  /** Replies to the chat endpoints; calls are counted over both protocols. */
  readonly script?: Script<ServerRequest, ServerReply>;
  /** Faults of every other endpoint, by path: `/v1/models`, `/api/pull`. */
  readonly endpoints?: Readonly<Record<string, ServerFaults>>;
  readonly models?: readonly string[];
}

/** Closing it ends all connections, also those that hang. */
export interface ScriptedServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`; OpenAI's protocol stands under `/v1`. */
  readonly url: string;
  readonly requests: readonly ServerRequest[];
  /** Connections that are open now, kept-alive ones too. */
  connections(): Promise<number>;
  /** Responses that ended before they were complete: given up by the client, or cut by a fault. */
  readonly abandoned: number;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. A chat call without a scripted reply gets status 500 that says so. */
export async function startScriptedServer(options: ScriptedServerOptions = {}): Promise<ScriptedServer> {
  const { script = [], endpoints = {}, models = ["scripted"] } = options;
  const requests: ServerRequest[] = [];
  let chats = 0;
  let abandoned = 0;

  const server = http.createServer((incoming, response) => {
    response.on("close", () => {
      if (!response.writableFinished) abandoned++;
    });
    readBody(incoming).then(
      (text) => {
        const request = requestFrom(incoming, text);
        requests.push(request);
        const isOllama = request.path === "/api/chat";
        if (isOllama || request.path === "/v1/chat/completions") {
          const reply = replyAt(script, request, chats++);
          if (reply === undefined)
            return send(response, { status: 500, body: `{"error":"call ${chats} is not scripted"}` }, "");
          return sendReply(response, reply, isOllama ? ollamaBody(reply, request) : openAiBody(reply, request));
        }
        const answer = request.path.startsWith("/api/") ? ollamaAnswer(request, models) : openAiAnswer(request, models);
        const faults =
          endpoints[request.path] ?? (answer === undefined ? { status: 404, body: '{"error":"not found"}' } : {});
        return send(response, faults, answer ?? "");
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get abandoned() {
      return abandoned;
    },
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** One write per string of a rendered body, with the reply's delays between them. */
async function sendReply(response: http.ServerResponse, reply: ServerReply, pieces: readonly string[]): Promise<void> {
  const isPaced = reply.delayMs !== undefined || reply.betweenMs !== undefined;
  if (!isPaced || reply.status !== undefined || reply.body !== undefined) return send(response, reply, pieces.join(""));
  writeHead(response, reply);
  response.flushHeaders();
  for (const [at, piece] of pieces.entries()) {
    await pause((at === 0 ? reply.delayMs : reply.betweenMs) ?? 0);
    if (response.destroyed) return;
    response.write(piece);
  }
  if (reply.hang !== "end") response.end();
}

async function send(response: http.ServerResponse, faults: ServerFaults, rendered: string): Promise<void> {
  if (faults.hang === "head") return;
  const body = Buffer.from(faults.body ?? rendered);
  const whole = faults.cutAfterBytes === undefined ? body : body.subarray(0, faults.cutAfterBytes);
  writeHead(response, faults);
  response.flushHeaders();
  const size = faults.splitEvery ?? Math.max(1, whole.length);
  for (let at = 0; at < whole.length && !response.destroyed; at += size) {
    response.write(whole.subarray(at, at + size));
    if (faults.splitEvery !== undefined) await pause(0);
  }
  if (faults.cutAfterBytes !== undefined) {
    // Let what was written reach the client first, so that the cut is where the script says.
    await pause(1);
    response.destroy();
  } else if (faults.hang !== "end") response.end();
}

function writeHead(response: http.ServerResponse, { status = 200, contentType, headers }: ServerFaults): void {
  response.writeHead(status, {
    "content-type": contentType ?? (status === 200 ? "text/event-stream" : "application/json"),
    ...headers,
  });
}

function requestFrom(incoming: http.IncomingMessage, text: string): ServerRequest {
  const body = parseJson(text);
  return {
    method: incoming.method ?? "GET",
    path: (incoming.url ?? "/").split("?")[0] ?? "/",
    headers: incoming.headers,
    body: typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {},
  };
}

async function readBody(incoming: http.IncomingMessage): Promise<string> {
  let text = "";
  incoming.setEncoding("utf8");
  for await (const piece of incoming) text += piece;
  return text;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => (ms === 0 ? setImmediate(resolve) : setTimeout(resolve, ms)));
}
