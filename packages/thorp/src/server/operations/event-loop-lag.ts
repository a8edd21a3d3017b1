/** How late the event loop comes to its turns. */
import { monitorEventLoopDelay } from "node:perf_hooks";

/** Milliseconds beyond the time that was asked for, since the look before. */
export interface Lag {
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

/** Measures until it is closed. */
export interface LagMeter {
  /** What is looked at begins anew. */
  look(): Lag;
  close(): void;
}

/** Node samples with a timer of so many milliseconds, and counts these in. */
const RESOLUTION = 20;

/** Costs a timer. */
export function measureLag(): LagMeter {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  delay.enable();
  const beyond = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION);
  return {
    look() {
      const lag = { p50: beyond(delay.percentile(50)), p99: beyond(delay.percentile(99)), most: beyond(delay.max) };
      delay.reset();
      return lag;
    },
    close: () => delay.disable(),
  };
}
