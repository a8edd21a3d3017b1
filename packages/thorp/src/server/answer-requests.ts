/** Between the HTTP server and the application: base path, winding down, and a count of what is under way. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { errorTable, failureFrom, ThorpError } from "../base/errors.ts";
import { pathBelow } from "./listen.ts";
import { openAiError } from "./openai/openai-error.ts";
import type { AnsweredRequest } from "./operations/metrics/server-metrics.ts";
import { problemFrom } from "./problem.ts";
import { draining } from "./socket/socket-server.ts";

/** How requests are answered. */
export interface AnswerOptions {
  readonly fetch: (request: Request, env: HttpBindings) => Response | Promise<Response>;
  readonly basePath: string;
  readonly isDraining: () => boolean;
  readonly requestId: () => string;
  /** The route that a request found; undefined when it found none. */
  readonly routeOf: (request: IncomingMessage) => string | undefined;
  readonly onAnswered: (request: AnsweredRequest) => void;
}

/** Everything that comes over HTTP. */
export interface RequestAnswerer {
  answer(request: IncomingMessage, response: ServerResponse): void;
  underWay(): number;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** Asked while the server winds down as well: whoever watches it must see that. */
const ALWAYS = /^\/(?:livez|readyz|health|healthz|metrics)(?:\?|$)/;

/** Never throws. */
export function createRequestAnswerer(options: AnswerOptions): RequestAnswerer {
  const { basePath, isDraining, requestId, routeOf, onAnswered } = options;
  const listener = getRequestListener((request, env) => options.fetch(request, env as HttpBindings), {
    overrideGlobalObjects: false,
  });
  let underWay = 0;
  const waiting = new Set<() => void>();
  return {
    answer(request, response) {
      underWay++;
      const began = performance.now();
      response.once("close", () => {
        underWay--;
        if (underWay === 0) for (const resolve of waiting) resolve();
        const { statusCode: status } = response;
        const route = routeOf(request) ?? (status === 200 && request.method === "GET" ? "page" : "other");
        const method = request.method ?? "";
        onAnswered({
          route,
          method: KNOWN.has(method) ? method : "OTHER",
          status,
          seconds: (performance.now() - began) / 1000,
        });
      });
      const path = pathBelow(basePath, request.url ?? "/");
      if (path === undefined) return refuse(response, outside(basePath), { id: requestId(), isOpenAi: false });
      if (isDraining() && !ALWAYS.test(path))
        return refuse(response, draining(), { id: requestId(), isOpenAi: path.startsWith("/v1/") });
      request.url = path;
      void listener(request, response);
    },
    underWay: () => underWay,
    idle: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve))),
  };
}

const KNOWN = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

function outside(basePath: string): ThorpError {
  return new ThorpError("route-unknown", `Everything of this server is below ${basePath}.`, {
    hint: "Use the address with the base path, or change THORP_BASE_PATH.",
  });
}

function refuse(
  response: ServerResponse,
  error: ThorpError,
  { id, isOpenAi }: { readonly id: string; readonly isOpenAi: boolean },
): void {
  const { status } = errorTable[error.code];
  const retry = error.retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(error.retryAfterMs / 1000)) };
  const type = isOpenAi ? "application/json" : "application/problem+json";
  response.writeHead(status, { "content-type": type, "x-request-id": id, connection: "close", ...retry });
  response.end(JSON.stringify(isOpenAi ? openAiError(failureFrom(error)) : problemFrom(error, id)));
}
