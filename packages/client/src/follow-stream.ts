/** Server-sent events over lost connections and restarts of the server. */
import { ThorpApiError, ThorpConnectionError } from "./errors.ts";
import { readServerEvents } from "./event-reader.ts";
import { type Call, pause, type Send } from "./request.ts";

/** When it ends, and how long it waits. */
export interface StreamOptions {
  /** Ends the iteration with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How long a server may be away before the iteration gives up. Milliseconds; default 60,000. */
  readonly patienceMs?: number;
  /** Called each time before it waits for a server that is away. */
  readonly onAway?: (away: Away) => void;
}

/** Of a server that cannot be reached any more. */
export interface Away {
  /** Milliseconds since it was last heard, and until it is tried again. */
  readonly waitedMs: number;
  readonly retryInMs: number;
}

const FIRST_WAIT = 200;
const LONGEST_WAIT = 5_000;

/**
 * The data of each event. `callOf` is asked for each connection; a stream that ends is asked for again, so whoever has
 * enough leaves the loop. Rejects when the server refuses, and with `ThorpConnectionError` when it stays away.
 */
export async function* followStream(
  send: Send,
  callOf: () => Call,
  { signal, patienceMs = 60_000, onAway }: StreamOptions = {},
): AsyncGenerator<string> {
  let waited = 0;
  for (let wait = FIRST_WAIT; ; wait = Math.min(LONGEST_WAIT, wait * 2)) {
    try {
      const response = await send({ ...callOf(), signal });
      if (response.body === null) throw new TypeError("The stream has no body.");
      for await (const { data } of readServerEvents(response.body)) {
        wait = FIRST_WAIT;
        waited = 0;
        yield data;
      }
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      // A server that answers and refuses will not change its mind.
      if (error instanceof ThorpApiError && error.status < 500) throw error;
    }
    if (waited >= patienceMs) throw new ThorpConnectionError(`The server was away for ${Math.round(waited / 1000)} s.`);
    onAway?.({ waitedMs: waited, retryInMs: wait });
    await pause(wait, signal);
    waited += wait;
  }
}

/** Something that changes: whole, now and whenever it does. Goes on until the signal. */
export async function* followValues<Value>(send: Send, call: Call, options?: StreamOptions): AsyncGenerator<Value> {
  for await (const data of followStream(send, () => call, options)) yield JSON.parse(data) as Value;
}
