/** One call to the server, tried again where that is safe. */
import { apiErrorFrom, ThorpConnectionError } from "./errors.ts";

export interface ClientOptions {
  /** `http://127.0.0.1:4646`; in a page of the server itself, nothing. */
  readonly baseURL?: string;
  /** Sent as a bearer token. */
  readonly key?: string;
  /** Tries after the first one; default 3. */
  readonly retries?: number;
  readonly fetch?: typeof fetch;
}

export interface Call {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export type Send = (call: Call) => Promise<Response>;

/** Milliseconds before the first new try; doubles with each. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 15_000;
/** The server is there and says: not now. */
const BUSY = new Set([429, 503]);

/**
 * Resolves with a successful response. Rejects with `ThorpApiError`, `ThorpConnectionError`, or the reason of the
 * signal. What changes something is sent again only when the server said that it had not begun.
 */
export function createSend({ baseURL = "", key, retries = 3, fetch: send = fetch }: ClientOptions): Send {
  return async ({ method = "GET", path, query, body, headers, signal }) => {
    const init: RequestInit = {
      method,
      headers: {
        accept: "application/json, text/event-stream",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    };
    const url = `${baseURL.replace(/\/+$/, "")}${path}${queryText(query)}`;
    for (let tries = 0; ; tries++) {
      let wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries);
      try {
        const response = await send(url, init);
        if (response.ok) return response;
        const error = await apiErrorFrom(response);
        if (!BUSY.has(response.status) || tries >= retries) throw error;
        wait = Math.min(LONGEST_WAIT, error.retryAfterMs ?? wait);
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        if (!(error instanceof TypeError)) throw error;
        if (method !== "GET" || tries >= retries)
          throw new ThorpConnectionError(`No answer from ${baseURL || "the server"}.`, { cause: error });
      }
      await pause(wait, signal);
    }
  };
}

function queryText(query: Call["query"] = {}): string {
  const entries = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return entries.length === 0 ? "" : `?${new URLSearchParams(entries)}`;
}

/** Rejects with the reason of the signal when it aborts first. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
