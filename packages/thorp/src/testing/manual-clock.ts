/** A clock that stands still until a test moves it. */
import type { Clock } from "../base/clock.ts";

/** A clock for tests: time moves only by `advance`. */
export interface ManualClock extends Clock {
  /** Moves the time on, and wakes in order all whose time has come, also those set while it moves. */
  advance(ms: number): void;
  /** Timers that wait. */
  readonly waiting: number;
}

/** `start`: milliseconds since 1970. */
export function createManualClock(start = 1_800_000_000_000): ManualClock {
  let now = start;
  const timers = new Set<{ at: number; wake: () => void }>();
  return {
    now: () => now,
    after(ms, wake) {
      const timer = { at: now + Math.max(0, ms), wake };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const due = [...timers].filter((timer) => timer.at <= end).sort((one, other) => one.at - other.at)[0];
        if (due === undefined) break;
        timers.delete(due);
        now = Math.max(now, due.at);
        due.wake();
      }
      now = end;
    },
    get waiting() {
      return timers.size;
    },
  };
}
