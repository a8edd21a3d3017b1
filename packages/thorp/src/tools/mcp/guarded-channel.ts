/**
 * A `fetch` for MCP over HTTP: the guard of all other fetches (checked addresses, pinned connections), but for POST and
 * for answers that stream. It follows no redirect, and no answer may be larger than a limit.
 */
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { Readable } from "node:stream";
import { ThorpError } from "../../base/errors.ts";
import { type CheckUrl, createUrlCheck, type ResolveHost, resolveHostBySystem } from "../context/check-url.ts";
import { pinnedLookup } from "../context/guarded-fetch.ts";

/** Which hosts are let through beside the public ones. */
export interface ChannelOptions {
  readonly allowHosts: readonly string[];
  readonly resolveHost?: ResolveHost;
}

const MOST_BYTES = 16 << 20;

/** Rejects with `address-refused`, or `tool-failed` when there is no connection. */
export function createGuardedChannel({ allowHosts, resolveHost = resolveHostBySystem }: ChannelOptions): typeof fetch {
  const checkUrl = createUrlCheck({ resolveHost, allowHosts });
  return async (input, init) => {
    const request = new Request(input, init);
    const { url, addresses } = await checkUrl(request.url);
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    return responseFrom(await send({ url, addresses, request, body }));
  };
}

interface Sending extends Awaited<ReturnType<CheckUrl>> {
  readonly request: Request;
  readonly body: Buffer | undefined;
}

function send({ url, addresses, request, body }: Sending): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === "https:" ? requestHttps : requestHttp;
    const headers = { ...Object.fromEntries(request.headers), "accept-encoding": "identity" };
    const { method, signal } = request;
    const sent = start(url, { method, headers, signal, agent: false, lookup: pinnedLookup(addresses) }, resolve);
    sent.on("error", (error) => {
      if (signal.aborted) return reject(signal.reason);
      const words = error.message === "" ? String((error as NodeJS.ErrnoException).code) : error.message;
      reject(new ThorpError("tool-failed", `${url.host} could not be reached: ${words}.`, { cause: error }));
    });
    sent.end(body);
  });
}

function responseFrom(message: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers))
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) headers.append(name, each);
  const status = message.statusCode ?? 502;
  const isEmpty = status === 204 || status === 205 || status === 304;
  if (isEmpty) message.resume();
  return new Response(isEmpty ? null : bounded(message), { status, headers });
}

/** Ends with an error beyond the limit. */
function bounded(message: IncomingMessage): ReadableStream<Uint8Array> {
  let size = 0;
  const parts = (async function* () {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > MOST_BYTES) throw new ThorpError("tool-failed", `The answer has more than ${MOST_BYTES >> 20} MiB.`);
      yield chunk;
    }
  })();
  return Readable.toWeb(Readable.from(parts)) as ReadableStream<Uint8Array>;
}
