/** One call to the server, tried again where that is safe. */
import { apiErrorFrom, ThorpConnectionError, ThorpTimeoutError } from "./errors.ts";

export interface ClientOptions {
  /** `http://127.0.0.1:4646`; in a page of the server itself, nothing. */
  readonly baseURL?: string;
  /** Sent as a bearer token. */
  readonly key?: string;
  /** Tries after the first one; default 3. */
  readonly retries?: number;
  /** Milliseconds until an answer has to begin; default 60,000. How long a stream then lasts is not limited. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

export interface Call {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** The server does it once however often it is sent with the same key. Reads are so anyway. */
  readonly repeatable?: boolean;
}

export type Send = (call: Call) => Promise<Response>;

/** Milliseconds before the first new try; doubles with each. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 15_000;
/** The server is there and says: not now. */
const BUSY = new Set([429, 503]);

/**
 * Resolves with a successful response. Rejects with `ThorpApiError`, `ThorpConnectionError`, or the reason of the
 * signal. What changes something is sent again only when the server said that it had not begun, or begins it once; all
 * tries of one call carry the same `Idempotency-Key`.
 */
export function createSend(options: ClientOptions): Send {
  const { baseURL = "", key, retries = 3, timeoutMs = 60_000, fetch: send = fetch } = options;
  return async ({ method = "GET", path, query, body, headers, signal, repeatable = method === "GET" }) => {
    const init: RequestInit = {
      method,
      headers: {
        accept: "application/json, text/event-stream",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(method === "POST" ? { "idempotency-key": newKey() } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const url = `${baseURL.replace(/\/+$/, "")}${path}${queryText(query)}`;
    for (let tries = 0; ; tries++) {
      let wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries);
      try {
        const response = await sendWithin(timeoutMs, signal, (both) => send(url, { ...init, signal: both }));
        if (response.ok) return response;
        const error = await apiErrorFrom(response);
        if (!BUSY.has(response.status) || tries >= retries) throw error;
        wait = Math.min(LONGEST_WAIT, error.retryAfterMs ?? wait);
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        const isAway = error instanceof TypeError || error instanceof ThorpTimeoutError;
        if (!isAway) throw error;
        if (!repeatable || tries >= retries) throw awayError(error, baseURL);
      }
      await pause(wait, signal);
    }
  };
}

function awayError(error: TypeError | ThorpTimeoutError, baseURL: string): ThorpConnectionError {
  if (error instanceof ThorpTimeoutError) return error;
  return new ThorpConnectionError(`No answer from ${baseURL || "the server"}.`, { cause: error });
}

/** Rejects with `ThorpTimeoutError` when nothing has come by then; what has begun is left alone. */
async function sendWithin(
  ms: number,
  signal: AbortSignal | undefined,
  send: (signal: AbortSignal) => Promise<Response>,
): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ms);
  try {
    return await send(signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]));
  } catch (error) {
    if (late.signal.aborted && !signal?.aborted) throw new ThorpTimeoutError(`No answer within ${ms / 1000} s.`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** For one thing that is to happen once. `crypto.randomUUID` is missing in pages that came over plain HTTP from another machine. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
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
