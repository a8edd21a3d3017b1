/** A model behind an OpenAI-compatible /chat/completions, as `LanguageModelV4`. */
import type { Clock } from "../../base/clock.ts";
import { collectStream } from "../collect-stream.ts";
import type { LanguageModelV4, LanguageModelV4CallOptions } from "../language-model.ts";
import { flowing } from "../part-flow.ts";
import type { CallTarget } from "../transport/call-errors.ts";
import { mergedHeaders } from "../transport/merged-headers.ts";
import { type CallTimeouts, openStream } from "../transport/stream-call.ts";
import type { Transport } from "../transport/transport.ts";
import { createChunkReader } from "./chunk-reader.ts";
import type { Dialect } from "./dialects.ts";
import { requestBody } from "./request-body.ts";
import { createStreamParts } from "./stream-parts.ts";

/** One server of this protocol. */
export interface OpenAiServer {
  /** Its name in the catalogue: for messages, metadata and provider options. */
  readonly provider: string;
  readonly dialect: Dialect;
  /** Up to and with `/v1`. */
  readonly url: string;
  /** Sent as a bearer token, never logged, taken out of error messages. */
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Makes ids for tool calls that came without one; unique in a conversation. */
  readonly newId: () => string;
  readonly timeouts: CallTimeouts;
}

/**
 * `doStream` rejects with a ThorpError when the server refuses or cannot be reached; once it has resolved, its stream
 * never rejects (see `openStream`). `doGenerate` streams too and gathers the parts. `fixed`: fields of the body that
 * every call of this model has, under what the call says itself.
 */
export function createOpenAiModel(
  server: OpenAiServer,
  model: string,
  fixed: Readonly<Record<string, unknown>> = {},
): LanguageModelV4 {
  const { provider, dialect, newId } = server;
  const target = callTarget(server, model);
  const headers = requestHeaders(server);

  const doStream = async (options: LanguageModelV4CallOptions) => {
    const { body, warnings } = requestBody(options, { dialect, provider, model, fixed });
    const text = JSON.stringify(body);
    const open = await openStream({
      transport: server.transport,
      clock: server.clock,
      timeouts: server.timeouts,
      target,
      request: { method: "POST", url: target.url, headers: mergedHeaders(headers, options.headers), body: text },
      signal: options.abortSignal,
      reader(emit) {
        emit({ type: "stream-start", warnings });
        const parts = createStreamParts({ provider, newId, emit });
        return createChunkReader({ target, parts, emitRaw: options.includeRawChunks ? emit : undefined });
      },
    });
    return flowing(open.flow, { request: { url: target.url.href, body: text }, response: { headers: open.headers } });
  };

  return {
    specificationVersion: "v4",
    provider,
    modelId: model,
    // Servers fetch linked pictures themselves; all else is sent along.
    supportedUrls: { "image/*": [/^https?:\/\//] },
    doStream,
    doGenerate: async (options) => collectStream(await doStream(options)),
  };
}

/** The chat address by default; `path` names another one of the same server. */
export function callTarget(server: OpenAiServer, model: string, path = "/chat/completions"): CallTarget {
  const { provider, url, key, dialect } = server;
  return {
    provider,
    model,
    url: new URL(url.replace(/\/+$/, "") + path),
    contextErrors: dialect.contextErrors,
    ...(key !== undefined && { secret: key }),
    ...(dialect.unreachableHint !== undefined && { unreachableHint: dialect.unreachableHint }),
  };
}

/** The catalogue's own headers win. Holds the key: never log it. */
export function requestHeaders({ dialect, key, headers }: OpenAiServer): Readonly<Record<string, string>> {
  const own = {
    "content-type": "application/json",
    accept: "text/event-stream, application/json",
    ...dialect.headers,
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  };
  return mergedHeaders(own, headers);
}
