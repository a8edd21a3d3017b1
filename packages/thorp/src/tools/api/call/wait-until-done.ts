/** Submit and poll: asks the address that the first answer names until the work is done, has failed or took too long. */
import { sleep } from "../../../base/clock.ts";
import { ThorpError } from "../../../base/errors.ts";
import type { Json } from "../../../base/json.ts";
import type { ToolContext } from "../../tool.ts";
import type { ApiOperation, Poll } from "../api.ts";
import { type Expressions, isTrue } from "../expression.ts";
import type { BuiltRequest } from "./build-request.ts";

/** What waiting needs of the call. */
export interface WaitParts {
  readonly operation: ApiOperation;
  readonly submitted: BuiltRequest;
  readonly expressions: Expressions;
  readonly context: ToolContext;
  /** Of a request that only reads. */
  readonly fetch: (built: BuiltRequest) => Promise<Json>;
}

/** Throws `tool-failed` when the work failed or has no address to ask, `tool-timeout` when it took too long. */
export async function waitUntilDone(first: Json, poll: Poll, parts: WaitParts): Promise<Json> {
  const { operation, submitted, expressions, context } = parts;
  const { clock, signal } = context;
  const latest = clock.now() + poll.maxMs;
  let data = first;
  for (;;) {
    if (isTrue(expressions.of(poll.until, data))) return data;
    if (poll.fail !== undefined && isTrue(expressions.of(poll.fail, data)))
      throw new ThorpError("tool-failed", `${operation.name} was not carried out by the service.`);
    if (clock.now() + poll.everyMs > latest)
      throw new ThorpError("tool-timeout", `${operation.name} was not done after ${poll.maxMs / 1000} s.`);
    await sleep(clock, poll.everyMs, signal);
    // Later answers may leave the address out: that of the first one stands.
    data = await parts.fetch(pollRequest(expressions.of(poll.url, first), submitted, operation));
  }
}

function pollRequest(address: Json, submitted: BuiltRequest, operation: ApiOperation): BuiltRequest {
  const base = new URL(submitted.url);
  const url = typeof address === "string" && address !== "" ? URL.parse(address, base.href) : null;
  if (url === null)
    throw new ThorpError("tool-failed", `${operation.name} was taken, but the answer names no address to ask.`);
  const isKnown = url.host === base.host || (url.protocol === "https:" && operation.hosts.includes(url.host));
  if (!isKnown)
    throw new ThorpError(
      "address-refused",
      `${operation.name} would have to ask ${url.host}, which it does not declare.`,
    );
  const { "content-type": _, ...headers } = submitted.request.headers ?? {};
  return { url: url.href, shownUrl: url.host, request: { method: "GET", headers } };
}
