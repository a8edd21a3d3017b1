/** One route at work: its input checked, its handler run, its reply or its error in the shape that its clients read. */
import type { z } from "zod";
import { errorTable, failureFrom, ThorpError } from "../base/errors.ts";
import type { Logger } from "../base/logger.ts";
import { actorOf } from "./access/actor-of.ts";
import { auditedThorp } from "./access/audited-thorp.ts";
import { type Refusal, refuseCaller } from "./access/identify.ts";
import type { RequestFacts } from "./access/request-facts.ts";
import { thorpFor } from "./access/thorp-for.ts";
import type { Caller } from "./caller.ts";
import { taggedJson } from "./etag.ts";
import { jsonRpcError } from "./json-rpc-error.ts";
import { openAiError } from "./openai/openai-error.ts";
import {
  type InputProblem,
  inputProblem,
  inputProblems,
  problemFrom,
  problemResponse,
  retryAfterOf,
} from "./problem.ts";
import { readJsonBody } from "./read-body.ts";
import { isAnswered, type Route, type ServerParts, scopeOf } from "./route.ts";

/** A request that found its route. */
export interface AskedRoute {
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  readonly caller: Caller;
  readonly facts: RequestFacts;
  /** The request's id. */
  readonly id: string;
  readonly logger: Logger;
}

/** Rejects with what the handler throws. */
export async function answerRoute(route: Route, parts: ServerParts, asked: AskedRoute): Promise<Response> {
  const { request, params, caller, facts, id } = asked;
  const refusal = refuseCaller(caller, { access: route.access, scope: scopeOf(route) });
  if (refusal !== undefined) return refusalResponse(route, refusal, id);
  const problems: InputProblem[] = [];
  const check = (schema: z.ZodType | undefined, value: unknown, part: string): unknown => {
    if (schema === undefined) return undefined;
    const checked = schema.safeParse(value);
    if (checked.success) return checked.data;
    problems.push(...inputProblems(checked.error, part));
    return undefined;
  };
  const actor = actorOf(caller, facts);
  const call = {
    parts: { ...parts, thorp: auditedThorp(thorpFor(parts.thorp, caller), { actor, logger: asked.logger }) },
    caller,
    facts,
    params: check(route.params, params, "path"),
    query: check(route.query, Object.fromEntries(new URL(request.url).searchParams), "query"),
    body: check(route.body, route.body === undefined ? undefined : await readJsonBody(request), "body"),
    headers: request.headers,
    url: new URL(request.url),
    signal: request.signal,
  };
  if (problems.length > 0) return inputResponse(route, problems, id);
  const given = await route.handle(call);
  const note = route.audit?.(call, given);
  if (note !== undefined) await parts.thorp.accounts.audit.note(note, actor);
  return replyWith(route, given, { id, request });
}

/** Whatever went wrong, told under the id of its request. */
export function errorResponse(route: Pick<Route, "errors">, error: unknown, id: string): Response {
  const headers = { "x-request-id": id, ...retryAfterOf(error) };
  const failure = failureFrom(error);
  const { status } = errorTable[failure.code];
  switch (route.errors) {
    case "openai":
      return Response.json(openAiError(failure), { status, headers });
    case "json-rpc":
      return Response.json(jsonRpcError(failure), { status, headers });
    default:
      return problemResponse(problemFrom(error, id), headers);
  }
}

/** A request that is not let in, in the shape that the route's clients read. */
export function refusalResponse(route: Pick<Route, "errors">, refusal: Refusal, id: string): Response {
  const { code, why, hint, retryAfterMs } = refusal;
  const error = new ThorpError(code, why, {
    ...(hint === undefined ? {} : { hint }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
  const response = errorResponse(route, error, id);
  if (code === "auth-required") response.headers.set("www-authenticate", 'Bearer realm="thorp"');
  return response;
}

function inputResponse(route: Route, problems: readonly InputProblem[], id: string): Response {
  const headers = { "x-request-id": id };
  const [first] = problems;
  if (route.errors === "json-rpc") {
    const message = problems.map(({ where, message: words }) => `${where}: ${words}`).join("; ");
    return Response.json(jsonRpcError({ code: "input-invalid", message }), { status: 400, headers });
  }
  if (route.errors !== "openai" || first === undefined) return problemResponse(inputProblem(id, problems), headers);
  const param = first.where.replace(/^body\./, "");
  const failure = { code: "input-invalid", message: `${param}: ${first.message}` } as const;
  return Response.json(openAiError(failure, param), { status: 400, headers });
}

interface Replying {
  readonly id: string;
  readonly request: Request;
}

function replyWith({ reply }: Route, given: unknown, { id, request }: Replying): Response {
  const value = isAnswered(given) ? given.answered : given;
  const headers = { "x-request-id": id, ...(isAnswered(given) ? given.headers : {}) };
  if (value instanceof Response) {
    value.headers.set("x-request-id", id);
    return value;
  }
  switch (reply.kind) {
    case "json":
      if (value instanceof ReadableStream) return streamed(value, headers);
      return request.method === "GET" && reply.status === undefined
        ? taggedJson(JSON.stringify(value), { request, headers })
        : Response.json(value, { status: reply.status ?? 200, headers });
    case "text":
      return new Response(value as string, { headers: { ...headers, "content-type": reply.mediaType } });
    case "events":
      return streamed(value as ReadableStream<Uint8Array>, headers);
    case "bytes":
      throw new ThorpError("internal", "A route that gives bytes made no response of them.");
    case "nothing":
      return new Response(null, { status: 204, headers });
  }
}

function streamed(stream: ReadableStream<Uint8Array>, headers: Readonly<Record<string, string>>): Response {
  return new Response(stream, { headers: { ...headers, ...EVENT_STREAM } });
}

const EVENT_STREAM: Readonly<Record<string, string>> = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  // Proxies must not hold the tokens back.
  "x-accel-buffering": "no",
};

/** A path that is there, asked for in a way that it does not answer to. */
export function wrongMethod(method: string, path: string): ThorpError {
  return new ThorpError("method-unknown", `${path} does not answer to ${method}.`);
}
