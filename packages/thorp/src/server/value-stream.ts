/** Something that changes, over server-sent events: each value whole, so that a reader who missed some misses nothing. */
import type { Clock } from "../base/clock.ts";
import { EVENT_RETRY } from "./event-stream.ts";
import { createHeartbeat } from "./heartbeat.ts";

/** How each value is called, and what ends the stream. */
export interface ValueStreamOptions {
  /** The name of the events. */
  readonly event: string;
  readonly clock: Clock;
}

/** Ends with the values; a reader that is slow holds back only the next one. */
export function valueStream<Value>(
  values: AsyncIterable<Value>,
  { event, clock }: ValueStreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = values[Symbol.asyncIterator]();
  const heartbeat = createHeartbeat(clock);
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(`retry: ${EVENT_RETRY}\n\n`));
        heartbeat.start(controller);
      },
      async pull(controller) {
        try {
          const { done, value } = await iterator.next();
          if (done) {
            heartbeat.stop();
            return controller.close();
          }
          heartbeat.wrote();
          controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(value)}\n\n`));
        } catch (error) {
          heartbeat.stop();
          controller.error(error);
        }
      },
      async cancel() {
        heartbeat.stop();
        await iterator.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}
