/** What of an engine's options may change while it runs. */
import type { EngineOptions } from "./engine-options.ts";

/** Options that hold from the next request or the next model call on. Money is in micro-dollars. */
export type AdjustableOptions = Pick<EngineOptions, "team" | "model" | "deadlineMs" | "timeZone" | "budgets">;

/** The options as they stand now; whoever needs one asks each time. */
export interface Adjustable {
  readonly now: () => AdjustableOptions;
  /** All at once: what is left out has its default again. Runs that have begun keep what they were given. */
  readonly adjust: (options: AdjustableOptions) => void;
}

/** Begins with what the engine was started with. */
export function createAdjustable({ team, model, deadlineMs, timeZone, budgets }: EngineOptions): Adjustable {
  let current: AdjustableOptions = { team, model, deadlineMs, timeZone, budgets } as AdjustableOptions;
  return {
    now: () => current,
    adjust(options) {
      current = options;
    },
  };
}
