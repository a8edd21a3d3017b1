/**
 * A run as it happens, over lost connections and restarts of the server.
 *
 * Events come once each and in order: a new connection continues after the last one that was seen. Frames are live
 * text; after a new connection the first frame of a text holds all of it again (`offset` 0), so a reader that sets text
 * by offset never doubles it. The iteration ends after `run-end`.
 */
import { runPath } from "./calls.ts";
import { followStream, type StreamOptions } from "./follow-stream.ts";
import { type Call, newKey, type Send } from "./request.ts";
import type { AskedRun } from "./wire/ask.generated.ts";
import type { Frame, RunEvent } from "./wire/run-event.generated.ts";

export type RunUpdate = RunEvent | Frame;

export interface FollowOptions extends StreamOptions {
  /** Only events with a higher sequence number; 0 for all. */
  readonly after?: number;
}

/** A run that is there already. */
export function followRun(send: Send, run: string, how: FollowOptions = {}): AsyncGenerator<RunUpdate> {
  return updatesOf(send, { run }, how);
}

/**
 * Asks and follows with one request. Nothing is sent before the first step; however often the connection breaks, one
 * run is begun.
 */
export function streamAsked(send: Send, ask: Call, how: StreamOptions = {}): AsyncGenerator<RunUpdate> {
  const accept = "text/event-stream, application/problem+json";
  const headers = { ...ask.headers, accept, "idempotency-key": newKey() };
  return updatesOf(send, { ask: { ...ask, headers, repeatable: true } }, how);
}

async function* updatesOf(
  send: Send,
  begin: { readonly run: string } | { readonly ask: Call },
  { after = 0, ...how }: FollowOptions,
): AsyncGenerator<RunUpdate> {
  let last = after;
  let run = "run" in begin ? begin.run : undefined;
  const callOf = () =>
    run === undefined && "ask" in begin
      ? begin.ask
      : { path: runPath(run ?? "", "/stream"), headers: { "last-event-id": String(last) } };
  for await (const data of followStream(send, callOf, how)) {
    const update = JSON.parse(data) as RunUpdate | AskedRun;
    if (!("kind" in update)) {
      run = update.run;
      continue;
    }
    if (update.kind === "event") {
      if (update.seq <= last) continue;
      last = update.seq;
    }
    yield update;
    if (update.kind === "event" && update.type === "run-end") return;
  }
}
