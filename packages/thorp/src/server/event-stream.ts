/**
 * A run over server-sent events.
 *
 * Events carry their sequence number as `id`, so a client that comes back with `Last-Event-ID` misses nothing and gets
 * nothing twice. Frames are live and carry none; those of one text that arrive close to the last ones are joined.
 * A reader that falls behind is not waited for: nothing is asked for before it has taken the last, and what waits meanwhile
 * is bounded (see `engine/run-reader.ts`).
 */
import { type Clock, sleep } from "../base/clock.ts";
import type { AskedRun, RunUpdate, Thorp } from "../engine/thorp.ts";
import { updateToWire } from "../events/to-wire.ts";
import { createHeartbeat } from "./heartbeat.ts";
import type { StreamPace } from "./stream-pace.ts";

/** What holds for all streams of a server. */
export interface StreamEnds {
  readonly clock: Clock;
  /** Aborts when the server winds down: streams end, and clients come back to the next one. */
  readonly closing: AbortSignal;
  readonly pace: StreamPace;
}

/** Which part of a run, and for whom. */
export interface RunStreamOptions extends StreamEnds {
  /** Aborts when the reader has gone. */
  readonly signal: AbortSignal;
  readonly after?: number;
  readonly asked?: AskedRun;
}

/** A run for one reader, until it ends or the server does. */
export function runStream(
  thorp: Pick<Thorp, "follow">,
  run: string,
  { clock, closing, pace, signal, after = 0, asked }: RunStreamOptions,
): ReadableStream<Uint8Array> {
  const either = AbortSignal.any([signal, closing]);
  const updates = thorp.follow(run, { after, signal: either });
  return eventStream(updates, { clock, pace, signal: either, ...(asked === undefined ? {} : { asked }) });
}

/** Time, and what ends the stream. */
export interface EventStreamOptions {
  readonly clock: Clock;
  readonly pace: StreamPace;
  /** The one that also ends `updates`: the reader has gone or the server winds down. */
  readonly signal: AbortSignal;
  /** The run and its conversation, for a client that has only just asked. */
  readonly asked?: AskedRun;
}

/** Milliseconds. */
const COME_BACK = 2000;
/** Events. */
const MOST_TOGETHER = 64;
/** How long a reader that lost its connection waits. */
export const EVENT_RETRY = 1000;

/** True for a client that wants the stream of what it begins rather than to ask for it with a second request. */
export function wantsEvents(headers: Headers): boolean {
  return /^\s*text\/event-stream\b/i.test(headers.get("accept") ?? "");
}

/** Ends with the run. A reader that goes away ends only its stream. `asked` is told before all updates. */
export function eventStream(
  updates: AsyncIterable<RunUpdate>,
  { clock, pace, signal, asked }: EventStreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = updates[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<RunUpdate>> | undefined;
  let lastFrameAt = -Infinity;
  const heartbeat = createHeartbeat(clock);
  const leave = pace.begin();
  const end = (): void => {
    heartbeat.stop();
    leave();
  };
  const write = (controller: ReadableStreamDefaultController<Uint8Array>, text: string): void => {
    heartbeat.wrote();
    controller.enqueue(encoder.encode(text));
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const begun = asked === undefined ? "" : `event: asked\ndata: ${JSON.stringify(asked)}\n\n`;
        write(controller, `retry: ${EVENT_RETRY}\n\n${begun}`);
        heartbeat.start(controller);
      },
      async pull(controller) {
        try {
          next ??= iterator.next();
          const result = await next;
          next = undefined;
          if (result.done) {
            end();
            // Not the end of the run: the server winds down, and the next one goes on from the last id.
            if (signal.aborted) write(controller, `: come back\nretry: ${COME_BACK}\n\n`);
            return controller.close();
          }
          if (result.value.kind !== "frame") {
            // What was committed together goes out together: each write costs as much as making what is written.
            const texts = [textOf(result.value)];
            for (next = iterator.next(); texts.length < MOST_TOGETHER; next = iterator.next()) {
              const more = await orLater(next);
              if (more === "later" || more.done || more.value.kind === "frame") break;
              texts.push(textOf(more.value));
            }
            return write(controller, texts.join(""));
          }
          write(controller, textOf(result.value));
          const gap = lastFrameAt + pace.gap() - clock.now();
          lastFrameAt = clock.now();
          // While we wait, the follower joins what comes. Too short to be worth listening for an end.
          if (gap > 0) await sleep(clock, gap);
        } catch (error) {
          end();
          controller.error(error);
        }
      },
      async cancel() {
        end();
        await iterator.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}

/** What is there already, or comes in this turn of the loop. */
function orLater<Value>(next: Promise<Value>): Promise<Value | "later"> {
  return Promise.race([next, new Promise<"later">((resolve) => void setImmediate(() => resolve("later")))]);
}

function textOf(update: RunUpdate): string {
  const wire = updateToWire(update);
  const id = wire.kind === "event" ? `id: ${wire.seq}\n` : "";
  return `${id}event: ${wire.kind}\ndata: ${JSON.stringify(wire)}\n\n`;
}
