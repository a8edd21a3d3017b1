/**
 * A run as it happens, over lost connections and restarts of the server.
 *
 * Events come once each and in order: a new connection continues after the last one that was seen. Frames are live
 * text; after a new connection the first frame of a text holds all of it again (`offset` 0), so a reader that sets text
 * by offset never doubles it. The iteration ends after `run-end`.
 */
import { runPath } from "./calls.ts";
import { followStream, type StreamOptions } from "./follow-stream.ts";
import type { Send } from "./request.ts";
import type { Frame, RunEvent } from "./wire/run-event.generated.ts";

export type RunUpdate = RunEvent | Frame;

export interface FollowOptions extends StreamOptions {
  /** Only events with a higher sequence number; 0 for all. */
  readonly after?: number;
}

export async function* followRun(
  send: Send,
  run: string,
  { after = 0, ...how }: FollowOptions = {},
): AsyncGenerator<RunUpdate> {
  let last = after;
  const callOf = () => ({ path: runPath(run, "/stream"), headers: { "last-event-id": String(last) } });
  for await (const data of followStream(send, callOf, how)) {
    const update = JSON.parse(data) as RunUpdate;
    if (update.kind === "event") {
      if (update.seq <= last) continue;
      last = update.seq;
    }
    yield update;
    if (update.kind === "event" && update.type === "run-end") return;
  }
}
