/**
 * The PartFlow seam: the parts of a reply, handed on in the turn of the network read.
 *
 * `LanguageModelV4` gives a `ReadableStream`, which costs a queue entry and a promise for every token. Our adapters
 * give both: who knows the flow takes it, everybody else reads the stream. One of the two, once.
 */
import type { LanguageModelV4StreamPart } from "./language-model.ts";

/** Hears the parts in order. Neither method may throw. */
export interface PartSink {
  part(part: LanguageModelV4StreamPart): void;
  /** Nothing comes afterwards. */
  end(): void;
}

/** A reply that has not begun to flow. */
export interface PartFlow {
  /** Called once. */
  start(sink: PartSink): void;
  /** Little may still come after `pause`: what has been read is handed on. */
  pause(): void;
  resume(): void;
  /** Closes the connection; the sink hears nothing more. Also before `start`, also twice. */
  stop(): void;
}

/** What `doStream` resolves with in adapters that have a flow. */
export interface Flowing {
  readonly flow?: PartFlow;
}

/** The result of a call with both; the stream is made when somebody asks for it. */
export function flowing<Result extends object>(
  flow: PartFlow,
  result: Result,
): Result & { readonly flow: PartFlow; readonly stream: ReadableStream<LanguageModelV4StreamPart> } {
  let stream: ReadableStream<LanguageModelV4StreamPart> | undefined;
  return {
    ...result,
    flow,
    get stream() {
      return (stream ??= streamOf(flow));
    },
  };
}

/** Parts that may wait unread before the connection is told to pause. A part is at most one network read (64 KB). */
const MOST_UNREAD_PARTS = 64;

/** Reading slowly pauses the flow; cancelling stops it. */
function streamOf(flow: PartFlow): ReadableStream<LanguageModelV4StreamPart> {
  let isPaused = false;
  return new ReadableStream(
    {
      start(controller) {
        flow.start({
          part(part) {
            controller.enqueue(part);
            if (isPaused || (controller.desiredSize ?? 1) > 0) return;
            isPaused = true;
            flow.pause();
          },
          end: () => controller.close(),
        });
      },
      pull() {
        if (!isPaused) return;
        isPaused = false;
        flow.resume();
      },
      cancel: () => flow.stop(),
    },
    { highWaterMark: MOST_UNREAD_PARTS },
  );
}
