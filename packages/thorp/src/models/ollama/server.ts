/** One Ollama server, and how its calls are addressed. */
import type { Clock } from "../../base/clock.ts";
import type { CallTarget } from "../transport/call-errors.ts";
import type { CallTimeouts } from "../transport/stream-call.ts";
import type { Transport, TransportRequest } from "../transport/transport.ts";

/** How a server is reached. */
export interface OllamaServer {
  /** Its name in the catalogue. */
  readonly provider: string;
  /** Without `/api`. */
  readonly url: string;
  /** For a server behind a proxy that asks for one; sent as a bearer token. */
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Makes ids for tool calls, which Ollama's have not; unique in a conversation. */
  readonly newId: () => string;
  readonly timeouts: CallTimeouts;
}

/** The address of one call, with the hints for its errors. */
export function ollamaTarget({ provider, url, key }: OllamaServer, path: string, model = ""): CallTarget {
  return {
    provider,
    model,
    url: new URL(url.replace(/\/+$/, "") + path),
    contextErrors: [/exceeds? (the )?(available |maximum )?context/i, /input length/i],
    unreachableHint: "Start it with `ollama serve`, or install it from https://ollama.com.",
    unknownHint: model === "" ? "Update Ollama." : `Fetch the model with \`thorp models pull ${provider}/${model}\`.`,
    ...(key !== undefined && { secret: key }),
  };
}

/** A GET without `body`, else a POST of it as JSON. */
export function ollamaRequest(server: OllamaServer, target: CallTarget, body?: string): TransportRequest {
  const headers = {
    ...(body !== undefined && { "content-type": "application/json" }),
    ...(server.key !== undefined && { authorization: `Bearer ${server.key}` }),
    ...server.headers,
  };
  return body === undefined
    ? { method: "GET", url: target.url, headers }
    : { method: "POST", url: target.url, headers, body };
}
