/**
 * A clock that rings twenty times too early and can be put forward: what waits long need not be waited for. Health
 * checks keep their time: the first one has to load half the program.
 */
import { type Clock, createSystemClock } from "../../src/base/clock.ts";
import { PROBE_LIMIT_MS } from "../../src/models/health.ts";

const HASTE = 20;

export interface HastyClock extends Clock {
  /** Puts the time forward; timers that wait do not notice. */
  skip(ms: number): void;
}

export function createHastyClock(): HastyClock {
  const clock = createSystemClock();
  let ahead = 0;
  return {
    now: () => clock.now() + ahead,
    after: (ms, wake) => clock.after(ms === PROBE_LIMIT_MS ? ms : ms / HASTE, wake),
    skip(ms) {
      ahead += ms;
    },
  };
}
