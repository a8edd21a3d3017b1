/** Server-sent events of OpenAI's protocols: what a generator gives, with a comment now and then while it gives nothing. */
import type { Clock } from "../../base/clock.ts";
import { failureFrom } from "../../base/errors.ts";
import { createHeartbeat } from "../heartbeat.ts";
import { type OpenAiError, openAiError } from "./openai-error.ts";

/** What is written, and what happens when the reader leaves. */
export interface EventLines {
  /** Each a whole event, with its empty line. */
  readonly lines: AsyncGenerator<string>;
  readonly clock: Clock;
  readonly onLeave: () => void;
  readonly headers: Readonly<Record<string, string>>;
  /** The last event of a stream that breaks. */
  readonly errorLine?: (error: OpenAiError) => string;
}

/** What breaks in the middle is told as an event: the status has gone out already. */
export function eventLines({ lines, clock, onLeave, headers, errorLine = dataLine }: EventLines): Response {
  const encoder = new TextEncoder();
  const heartbeat = createHeartbeat(clock);
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => heartbeat.start(controller),
    async pull(controller) {
      try {
        const { done, value } = await lines.next();
        if (!done) {
          heartbeat.wrote();
          return controller.enqueue(encoder.encode(value));
        }
      } catch (error) {
        controller.enqueue(encoder.encode(errorLine(openAiError(failureFrom(error)))));
      }
      heartbeat.stop();
      controller.close();
    },
    cancel() {
      heartbeat.stop();
      onLeave();
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
      ...headers,
    },
  });
}

/** An event without a name. */
export function dataLine(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
