/**
 * A run as it happens, over lost connections and restarts of the server.
 *
 * Events come once each and in order: a new connection continues after the last one that was seen. Frames are live
 * text; after a new connection the first frame of a text holds all of it again (`offset` 0), so a reader that sets text
 * by offset never doubles it. The iteration ends after `run-end`.
 */
import { ThorpApiError, ThorpConnectionError } from "./errors.ts";
import { readServerEvents } from "./event-reader.ts";
import { pause, type Send } from "./request.ts";
import type { Frame, RunEvent } from "./wire.generated.ts";

export type RunUpdate = RunEvent | Frame;

export interface FollowOptions {
  /** Only events with a higher sequence number; 0 for all. */
  readonly after?: number;
  /** Ends the iteration with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How long a server may be away before the iteration gives up. Milliseconds; default 60,000. */
  readonly patienceMs?: number;
  /** Called each time before it waits for a server that is away. */
  readonly onAway?: (away: Away) => void;
}

/** Of a server that cannot be reached in the middle of a run. */
export interface Away {
  /** Milliseconds since it was last heard, and until it is tried again. */
  readonly waitedMs: number;
  readonly retryInMs: number;
}

const FIRST_WAIT = 200;
const LONGEST_WAIT = 5_000;

export async function* followRun(
  send: Send,
  run: string,
  { after = 0, signal, patienceMs = 60_000, onAway }: FollowOptions = {},
): AsyncGenerator<RunUpdate> {
  let last = after;
  let waited = 0;
  for (let wait = FIRST_WAIT; ; wait = Math.min(LONGEST_WAIT, wait * 2)) {
    try {
      const response = await send({
        path: `/api/runs/${encodeURIComponent(run)}/stream`,
        headers: { "last-event-id": String(last) },
        signal,
      });
      if (response.body === null) throw new TypeError("The stream has no body.");
      for await (const { data } of readServerEvents(response.body)) {
        const update = JSON.parse(data) as RunUpdate;
        wait = FIRST_WAIT;
        waited = 0;
        if (update.kind === "event") {
          if (update.seq <= last) continue;
          last = update.seq;
        }
        yield update;
        if (update.kind === "event" && update.type === "run-end") return;
      }
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      // A server that answers and refuses will not change its mind.
      if (error instanceof ThorpApiError && error.status < 500) throw error;
      if (error instanceof SyntaxError) throw error;
    }
    if (waited >= patienceMs) throw new ThorpConnectionError(`The server was away for ${Math.round(waited / 1000)} s.`);
    onAway?.({ waitedMs: waited, retryInMs: wait });
    await pause(wait, signal);
    waited += wait;
  }
}
