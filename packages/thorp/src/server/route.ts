/**
 * The Route seam: everything that the server answers, as data.
 *
 * One list makes the routes of the application, the OpenAPI document, the checks of rights and the tests that try every
 * route with wrong input. A handler gets checked values; what it throws becomes a problem (RFC 9457).
 */
import type { z } from "zod";
import type { AuditNote } from "../accounts/accounts.ts";
import type { ModelDesk } from "../engine/model-desk/model-desk.ts";
import type { SettingsDesk } from "../engine/settings-desk.ts";
import type { Thorp } from "../engine/thorp.ts";
import type { KeyScope, Role } from "../wire/accounts.ts";
import type { RequestFacts } from "./access/request-facts.ts";
import type { Caller } from "./caller.ts";

export const methods = ["get", "post", "put", "patch", "delete"] as const;
/** In lower case, as OpenAPI writes them. */
export type Method = (typeof methods)[number];

/** `public` asks for nothing, not even on a server with users: health and the page itself. */
export type Access = "public" | Role;

/**
 * Whose the things are that a route shows or changes; a test walks over all routes with what belongs to somebody else.
 *
 * none: nothing that belongs to a person. caller: what belongs to the caller alone, such as a list of own runs. Others:
 * the thing of that kind which the request names; of somebody else it is not found.
 */
export type Ownership = "none" | "caller" | "run" | "conversation" | "key" | "rule" | "sandbox";

/** What a route gives when nothing goes wrong. */
export type Reply =
  | {
      readonly kind: "json";
      readonly schema: z.ZodType;
      readonly status?: 200 | 201 | 202;
      /** For clients that accept `text/event-stream` first the handler gives a stream; the data of one event. */
      readonly orEvents?: z.ZodType;
      /** Other media types that can be asked for; their data is a text. */
      readonly also?: readonly string[];
    }
  /** Server-sent events; `schema` is the data of one. */
  | { readonly kind: "events"; readonly schema: z.ZodType }
  | { readonly kind: "text"; readonly mediaType: string }
  /** Whatever media type it has; the handler gives a whole `Response`. */
  | { readonly kind: "bytes" }
  | { readonly kind: "nothing" };

/** What handlers work with. */
export interface ServerParts {
  /** As far as the caller reaches: runs of others are not there. */
  readonly thorp: Thorp;
  readonly version: string;
  /** Absent where nothing but the engine is there: settings are of no program that embeds it. */
  readonly settings?: SettingsDesk;
  /** For tests of models and new entries of the catalogue; close what it gives. */
  readonly openModelDesk?: () => Promise<ModelDesk>;
  /** True while the server winds down: nothing new is begun. */
  readonly isDraining: () => boolean;
  /** The page for Prometheus. */
  readonly metrics: () => Promise<string>;
}

/** One call whose input has been checked. */
export interface RouteCall<Params, Query, Body> {
  readonly parts: ServerParts;
  readonly caller: Caller;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly headers: Headers;
  /** As it was asked, for links to its other pages. */
  readonly url: URL;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
  readonly facts: RequestFacts;
}

/** One thing that the server answers. */
export interface Route<Params = unknown, Query = unknown, Body = unknown> {
  /** `noun.verb`, unique; the operation id of the OpenAPI document. */
  readonly id: string;
  readonly method: Method;
  /** Parameters in braces: `/api/runs/{run}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly owned: Ownership;
  /** What an API key needs; else it follows from the path and the role (see `scopeOf`). */
  readonly scope?: KeyScope;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  readonly reply: Reply;
  /** How errors look; RFC 9457 problems unless the route speaks a protocol of others. */
  readonly errors?: "openai" | "json-rpc";
  /** What the audit log says of a call that gave that; undefined for nothing. What changes runs or accounts is noted without it. */
  audit?(call: RouteCall<Params, Query, Body>, given: unknown): AuditNote | undefined;
  /** Data for `json`, a stream or a text for the others; a whole `Response` where a header matters. */
  handle(call: RouteCall<Params, Query, Body>): Promise<unknown>;
}

/** `v1` for the OpenAI routes, `admin` for what only admins may, else to read or to write. */
export function scopeOf({
  scope,
  path,
  access,
  method,
}: Pick<Route, "scope" | "path" | "access" | "method">): KeyScope {
  if (scope !== undefined) return scope;
  if (path.startsWith("/v1/")) return "v1";
  if (access === "admin") return "admin";
  return method === "get" ? "runs:read" : "runs:write";
}

/** A value with headers of its own. */
export interface Answered {
  readonly answered: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** For routes whose reply says more than its data. */
export function answered(value: unknown, headers: Readonly<Record<string, string>>): Answered {
  return Object.assign(Object.create(marked) as object, { answered: value, headers });
}

/** True for what `answered` made, and for nothing that a handler could give otherwise. */
export function isAnswered(value: unknown): value is Answered {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === marked;
}

const marked = Object.freeze({});

/** Keeps the types of one route while the list forgets them. */
export function defineRoute<Params, Query, Body>(route: Route<Params, Query, Body>): Route {
  return route as unknown as Route;
}
