/**
 * The only way from a tool to another machine.
 *
 * A host is resolved once, its addresses are checked, and the connection goes to a checked address: a name that changes
 * its mind between check and connection changes nothing. Every redirect starts again at the check. Size, time and
 * decompression are limited. No cookies, no proxy. What a caller adds (headers, body) goes to the host that it named and
 * to no other: a redirect elsewhere goes on without the headers, and is refused for a request with a body.
 */
import { type IncomingMessage, type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { FetchedAnswer, HttpRequest } from "../tool.ts";
import {
  bareHost,
  type CheckedUrl,
  type CheckUrl,
  createUrlCheck,
  type ResolveHost,
  resolveHostBySystem,
} from "./check-url.ts";
import { type Hop, nextHop } from "./next-hop.ts";
import type { IsPublicAddress } from "./public-address.ts";
import { readBody } from "./read-body.ts";

/** What holds for all fetches of a run. */
export interface GuardedFetchOptions {
  readonly clock: Clock;
  /** Default: the operating system's resolver. */
  readonly resolveHost?: ResolveHost;
  /** Hosts on private addresses that may be fetched all the same; each must be named. */
  readonly allowHosts?: readonly string[];
  /** Which addresses may be connected to; default those of the public internet. */
  readonly isPublic?: IsPublicAddress;
  /** Of the unpacked body; default 8 MiB. */
  readonly maxBytes?: number;
  /** For everything from the resolver to the last byte; default 20 s. */
  readonly timeoutMs?: number;
  readonly userAgent?: string;
}

/** What holds for one fetch. */
export interface FetchOptions extends HttpRequest {
  readonly signal?: AbortSignal;
}

/**
 * Fetches a page, redirects followed. An answer of 400 and above is a page too: the caller reads `status`. `mediaType`
 * is lower-case without parameters, but for a charset other than UTF-8. Throws `address-refused`, `input-too-large`,
 * `tool-timeout` or `tool-failed`, and the signal's reason.
 */
export type GuardedFetch = (url: string, options?: FetchOptions) => Promise<FetchedAnswer>;

const DEFAULT_MAX_BYTES = 8 << 20;
const DEFAULT_TIMEOUT_MS = 20_000;
const MOST_REDIRECTS = 5;
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Builds the fetch that every tool call of a process shares; it holds no connections between calls. */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const checkUrl = createUrlCheck({
    resolveHost: options.resolveHost ?? resolveHostBySystem,
    allowHosts: options.allowHosts ?? [],
    ...(options.isPublic === undefined ? {} : { isPublic: options.isPublic }),
  });
  return async (url, { signal, ...asked } = {}) => {
    signal?.throwIfAborted();
    const { shownAs = url.slice(0, 200), timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS } = asked;
    const limit = new AbortController();
    const cancelTimer = options.clock.after(timeoutMs, () =>
      limit.abort(new ThorpError("tool-timeout", `${shownAs} did not answer whole within ${timeoutMs / 1000} s.`)),
    );
    const either = signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]);
    const maxBytes = asked.maxBytes ?? options.maxBytes ?? DEFAULT_MAX_BYTES;
    const request: PageRequest = {
      ...{ checkUrl, asked, maxBytes, shownAs, signal: either, userAgent: options.userAgent ?? "thorp" },
    };
    try {
      return await untilAborted(followRedirects(url, request), either);
    } finally {
      cancelTimer();
      // Ends a request that is still on its way when the resolver or the caller was what gave up.
      limit.abort();
    }
  };
}

interface PageRequest {
  readonly checkUrl: CheckUrl;
  readonly asked: HttpRequest;
  readonly maxBytes: number;
  readonly shownAs: string;
  readonly signal: AbortSignal;
  readonly userAgent: string;
}

async function followRedirects(first: string, request: PageRequest): Promise<FetchedAnswer> {
  const { asked, shownAs } = request;
  let target = await request.checkUrl(first);
  let hop: Hop = { method: asked.method ?? "GET", headers: asked.headers ?? {}, body: asked.body };
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    request.signal.throwIfAborted();
    const response = await answerTo(target, hop, request);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (!redirectStatuses.has(status) || location === undefined) {
      const name = asked.shownAs ?? target.url.href;
      const bytes = await readBody(response, request.maxBytes, name);
      const url = target.url.href;
      return { url, status, mediaType: mediaTypeOf(response), bytes, headers: headersOf(response) };
    }
    response.destroy();
    const next = await request.checkUrl(location, target.url);
    hop = nextHop(hop, status, { from: target.url, to: next.url, request: asked });
    target = next;
  }
  throw new ThorpError("tool-failed", `${shownAs} was redirected more than ${MOST_REDIRECTS} times.`);
}

function answerTo(target: CheckedUrl, hop: Hop, { signal, userAgent }: PageRequest): Promise<IncomingMessage> {
  const { url } = target;
  const { body } = hop;
  const options: RequestOptions = {
    method: hop.method,
    // No shared agent: a pooled connection could have been opened for a name that was checked under other rules.
    agent: false,
    lookup: pinnedLookup(target.addresses),
    signal,
    headers: {
      "user-agent": userAgent,
      accept: "text/html,application/xhtml+xml,application/pdf,text/*;q=0.9,application/json;q=0.9,*/*;q=0.5",
      "accept-encoding": "gzip, br",
      "accept-language": "en,*;q=0.5",
      ...hop.headers,
      ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
    },
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const request = send(url, options, resolve);
    request.on("error", (error) => {
      if (signal.aborted) return reject(signal.reason);
      const reason = error.message === "" ? ((error as NodeJS.ErrnoException).code ?? "no connection") : error.message;
      reject(new ThorpError("tool-failed", `${bareHost(url)} could not be fetched: ${reason}.`, { cause: error }));
    });
    request.end(body);
  });
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

/** A `lookup` for sockets that answers with the checked addresses and asks nobody. */
export function pinnedLookup(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, { all }, answer) => {
    const first = found[0];
    if (first === undefined) answer(new Error("no address"), "", 0);
    else if (all === true) answer(null, found);
    else answer(null, first.address, first.family);
  };
}

function mediaTypeOf(response: IncomingMessage): string {
  const [essence = "", ...parameters] = (response.headers["content-type"] ?? "").toLowerCase().split(";");
  const charset = parameters.map((each) => /^\s*charset\s*=\s*"?([\w.:-]{1,40})/.exec(each)?.[1]).find((each) => each);
  const type = /^[\w.+-]{1,80}\/[\w.+-]{1,80}$/.test(essence.trim()) ? essence.trim() : "application/octet-stream";
  return charset === undefined || charset === "utf-8" || charset === "utf8" ? type : `${type};charset=${charset}`;
}

/** A resolver cannot be cancelled; waiting for it can. */
function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
