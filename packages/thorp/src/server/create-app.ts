/** The routes as one application: request ids, access, and an answer to everything. */

import type { IncomingMessage } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { failureFrom, ThorpError } from "../base/errors.ts";
import type { Logger } from "../base/logger.ts";
import type { Identify } from "./access/identify.ts";
import type { TakeRequest } from "./access/rate-limits.ts";
import type { RequestFacts } from "./access/request-facts.ts";
import { answerRoute, errorResponse, refusalResponse, wrongMethod } from "./answer-route.ts";
import type { Caller } from "./caller.ts";
import type { ReadFacts } from "./network/read-facts.ts";
import type { Route, ServerParts } from "./route.ts";
import type { WebPage } from "./web-page.ts";
import { welcome } from "./welcome.ts";

/** What the application is made of. */
export interface AppOptions {
  readonly routes: readonly Route[];
  readonly parts: ServerParts;
  readonly logger: Logger;
  /** Of requests that bring none. */
  readonly requestId: () => string;
  readonly identify: Identify;
  /** Counts what is asked of routes; files of the page are not counted. */
  readonly takeRequest: TakeRequest;
  readonly readFacts: ReadFacts;
  /** Told which route a request has found. */
  readonly noteRoute: (incoming: IncomingMessage, route: string) => void;
  readonly webPage: WebPage;
}

/** Never rejects and never throws: whatever goes wrong is a problem with the id of its request. */
export function createApp(options: AppOptions): Hono<AppEnv> {
  const { routes, parts, logger, requestId, identify, takeRequest, readFacts, noteRoute, webPage } = options;
  const app = new Hono<AppEnv>();
  app.use(async (context, next) => {
    const id = ownRequestId(context.req.header("x-request-id")) ?? requestId();
    context.set("id", id);
    const facts = readFacts(context.env.incoming, context.req.raw.headers);
    context.set("facts", facts);
    const caller = identify(facts);
    if (caller.kind === "refused") return refusalResponse(errorsOf(context.req.path), caller, id);
    context.set("caller", caller);
    const isRoute = ROUTES.test(context.req.path);
    const limit = isRoute ? takeRequest(caller, facts.address) : undefined;
    const limits = { ...limit?.headers, ...(context.req.path.startsWith("/v1/") ? limit?.openAiHeaders : {}) };
    if (limit?.refusal !== undefined) {
      const refused = refusalResponse(errorsOf(context.req.path), limit.refusal, id);
      for (const [name, value] of Object.entries(limits)) refused.headers.set(name, value);
      return refused;
    }
    await next();
    for (const [name, value] of Object.entries({ ...SAFE_HEADERS, ...limits })) context.res.headers.set(name, value);
    return undefined;
  });
  for (const route of routes) {
    app.on(route.method.toUpperCase(), honoPath(route.path), async (context) => {
      const id = context.get("id");
      noteRoute(context.env.incoming, route.id);
      try {
        const asked = {
          request: context.req.raw,
          params: context.req.param(),
          caller: context.get("caller"),
          facts: context.get("facts"),
          id,
          logger,
        };
        return await answerRoute(route, parts, asked);
      } catch (error) {
        const { code, message } = failureFrom(error);
        if (code === "internal") logger("error", "a route failed", { id, route: route.id, message });
        return errorResponse(route, error, id);
      }
    });
  }
  for (const path of new Set(routes.map((route) => honoPath(route.path)))) {
    const allowed = routes.filter((route) => honoPath(route.path) === path).map((route) => route.method.toUpperCase());
    app.all(path, (context) => {
      const response = errorResponse({}, wrongMethod(context.req.method, context.req.path), context.get("id"));
      response.headers.set("allow", allowed.join(", "));
      return response;
    });
  }
  app.notFound(async (context) => {
    const page = ROUTES.test(context.req.path) ? undefined : await webPage(context.req.raw);
    if (page !== undefined) return page;
    if (context.req.path === "/" && ["GET", "HEAD"].includes(context.req.method))
      return welcome({ origin: context.get("facts").origin, version: parts.version });
    const error = new ThorpError("route-unknown", `There is no ${context.req.method} ${context.req.path}.`);
    return errorResponse({}, error, context.get("id"));
  });
  return app;
}

interface AppEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: { id: string; caller: Caller; facts: RequestFacts };
}

/** Counted, and never a place of the page. */
const ROUTES = /^\/(?:(?:api|v1|a2a|\.well-known)\/|(?:mcp|a2a)$)/;

/** Before a route is found, the path says whose clients read the error. */
function errorsOf(path: string): Pick<Route, "errors"> {
  if (/^\/(?:mcp$|a2a(?:\/|$))/.test(path)) return { errors: "json-rpc" };
  return path.startsWith("/v1/") ? { errors: "openai" } : {};
}

const SAFE_HEADERS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};

/** `/api/runs/{run}` as Hono writes it. */
function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}

/** One that a proxy gave is kept, so that its log and ours speak of the same request. */
function ownRequestId(given: string | undefined): string | undefined {
  return given !== undefined && /^[\w.:-]{1,100}$/.test(given) ? given : undefined;
}
