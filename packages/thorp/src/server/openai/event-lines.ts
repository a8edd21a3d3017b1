/** Server-sent events of OpenAI's protocols: what a generator gives, with a comment now and then while it gives nothing. */
import type { Clock } from "../../base/clock.ts";
import { failureFrom } from "../../base/errors.ts";
import { orHeartbeat } from "../event-stream.ts";
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

/** A comment line: every reader of server-sent events passes over it. */
const HERE = ": here\n\n";

/** What breaks in the middle is told as an event: the status has gone out already. */
export function eventLines({ lines, clock, onLeave, headers, errorLine = dataLine }: EventLines): Response {
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<string>> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        next ??= lines.next();
        const result = await orHeartbeat(next, clock);
        if (result === "heartbeat") return controller.enqueue(encoder.encode(HERE));
        next = undefined;
        if (result.done) controller.close();
        else controller.enqueue(encoder.encode(result.value));
      } catch (error) {
        controller.enqueue(encoder.encode(errorLine(openAiError(failureFrom(error)))));
        controller.close();
      }
    },
    cancel: () => onLeave(),
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
