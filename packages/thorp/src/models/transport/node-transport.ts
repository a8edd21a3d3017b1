/** The default transport: node:http and node:https with kept-alive connections. About half the CPU of `fetch` per call. */
import type * as http from "node:http";
import type { Transport, TransportCall, TransportRequest, TransportResponse, TransportSink } from "./transport.ts";

/**
 * Connections that stay open between calls. Node's 256 makes hundreds of runs at once close and open them all the
 * time; servers end idle ones by themselves within seconds.
 */
const MOST_IDLE = 2048;

/** Whether proxies count. */
export interface NodeTransportOptions {
  /** Environment with HTTP_PROXY, HTTPS_PROXY and NO_PROXY; without it connections are direct. */
  readonly proxyEnv?: NodeJS.ProcessEnv;
}

/** The transport, and how to end it. */
export interface NodeTransport {
  readonly send: Transport;
  /** Closes idle and busy connections. */
  close(): void;
}

/** Keeps connections open between calls, until `close`. */
export function createNodeTransport({ proxyEnv }: NodeTransportOptions = {}): NodeTransport {
  // Not by import: that makes Node read every export of the module, among them a WebSocket that loads all of undici.
  const http = process.getBuiltinModule("node:http");
  // The last connection used is the least likely to have been closed by the server meanwhile.
  const options: http.AgentOptions = {
    keepAlive: true,
    maxFreeSockets: MOST_IDLE,
    scheduling: "lifo",
    ...(proxyEnv && { proxyEnv }),
  };
  const proxied = proxyEnv !== undefined;
  const plain: Over = { request: http.request, agent: new http.Agent(options), proxied };
  let secure: Over | undefined;
  const secured = () => {
    if (secure) return secure;
    // TLS takes a while to load; who talks to local servers only never needs it.
    const https = process.getBuiltinModule("node:https");
    secure = { request: https.request, agent: new https.Agent(options), proxied };
    return secure;
  };
  return {
    send: (request) => sendOver(request.url.protocol === "https:" ? secured() : plain, request),
    close() {
      plain.agent.destroy();
      secure?.agent.destroy();
    },
  };
}

interface Over {
  readonly request: (options: http.RequestOptions) => http.ClientRequest;
  readonly agent: http.Agent;
  /** A proxy rewrites the headers of a request, which it can do only as long as they are an object. */
  readonly proxied: boolean;
}

function sendOver(over: Over, request: TransportRequest): TransportCall {
  let current: http.ClientRequest;
  let destroyed = false;
  const response = new Promise<TransportResponse>((resolve, reject) => {
    const attempt = (mayRepeat: boolean) => {
      let answered = false;
      current = over.request(requestOptions(over, request));
      current.once("response", (message) => {
        answered = true;
        resolve(responseFrom(message, () => destroyed));
      });
      current.on("error", (error: NodeJS.ErrnoException) => {
        if (answered) return;
        // A kept-alive connection that the server was just closing: the request was never read, so it goes out again.
        if (mayRepeat && !destroyed && current.reusedSocket && error.code === "ECONNRESET") attempt(false);
        else reject(error);
      });
      current.end(request.body);
    };
    attempt(true);
  });
  return {
    response,
    destroy() {
      destroyed = true;
      current.destroy();
    },
  };
}

function requestOptions(
  { agent, proxied }: Over,
  { method, url, headers, body }: TransportRequest,
): http.RequestOptions {
  return {
    agent,
    method,
    protocol: url.protocol,
    // URL keeps the brackets of an IPv6 address, node:net does not want them.
    host: url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname,
    port: url.port === "" ? null : url.port,
    path: url.pathname + url.search,
    headers: proxied ? { ...headers, ...lengthOf(body) } : headerList(url, { ...headers, ...lengthOf(body) }),
  };
}

function lengthOf(body: string | undefined): Readonly<Record<string, string>> | undefined {
  return body === undefined ? undefined : { "content-length": String(Buffer.byteLength(body)) };
}

/** Names and values in turns: Node takes a list as it is, and then does not add the host by itself. */
function headerList(url: URL, headers: Readonly<Record<string, string>>): string[] {
  const list = Object.entries(headers).flat();
  return Object.keys(headers).some((name) => name.toLowerCase() === "host") ? list : ["host", url.host, ...list];
}

function responseFrom(message: http.IncomingMessage, isDestroyed: () => boolean): TransportResponse {
  message.setEncoding("utf8");
  // Without a listener a connection that breaks before `start` would bring the process down.
  let sink: TransportSink | undefined;
  let broken: unknown;
  message.on("error", (error) => {
    if (isDestroyed() || message.complete) return;
    broken = error;
    sink?.fail(error);
  });
  return {
    status: message.statusCode ?? 0,
    // Only set-cookie is ever a list, and nobody here reads it.
    headers: message.headers as Record<string, string>,
    start(to) {
      sink = to;
      if (broken !== undefined) return to.fail(broken);
      message.on("data", (text: string) => to.text(text));
      message.once("end", () => to.end());
    },
    pause: () => void message.pause(),
    resume: () => void message.resume(),
  };
}
