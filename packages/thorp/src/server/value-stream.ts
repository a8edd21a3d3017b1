/** Something that changes, over server-sent events: each value whole, so that a reader who missed some misses nothing. */
import type { Clock } from "../base/clock.ts";
import { EVENT_RETRY, orHeartbeat } from "./event-stream.ts";

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
  let next: Promise<IteratorResult<Value>> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(`retry: ${EVENT_RETRY}\n\n`)),
      async pull(controller) {
        try {
          next ??= iterator.next();
          const result = await orHeartbeat(next, clock);
          if (result === "heartbeat") return controller.enqueue(encoder.encode(": here\n\n"));
          next = undefined;
          if (result.done) return controller.close();
          controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(result.value)}\n\n`));
        } catch (error) {
          controller.error(error);
        }
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}
