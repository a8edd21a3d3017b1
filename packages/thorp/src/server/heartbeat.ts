/**
 * Signs of life on a stream that has nothing to say: a silent connection is taken for a dead one by everything between
 * us and the reader. One timer for a whole stream: one for each wait would cost as much as what is waited for.
 */
import type { Clock } from "../base/clock.ts";

/** Milliseconds. */
const BEAT = 10_000;
/** A comment, which readers of server-sent events pass over. */
const HERE = new TextEncoder().encode(": here\n\n");

/** Of one stream; `stop` it with the stream, else it goes on for ever. */
export interface Heartbeat {
  start(controller: ReadableStreamDefaultController<Uint8Array>): void;
  /** Something was written just now. */
  wrote(): void;
  stop(): void;
}

/** Beats after 10 to 20 seconds of silence, and only while the reader has taken all that was written. */
export function createHeartbeat(clock: Clock): Heartbeat {
  let isSilent = true;
  let stop = (): void => {};
  const start = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    // Whether something was written, and not when: the time of day may jump.
    stop = clock.after(BEAT, () => {
      if (isSilent && (controller.desiredSize ?? 0) > 0) controller.enqueue(HERE);
      isSilent = true;
      start(controller);
    });
  };
  return {
    start,
    wrote() {
      isSilent = false;
    },
    stop: () => stop(),
  };
}
