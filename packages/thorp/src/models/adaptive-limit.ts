/**
 * How many calls a server takes at once, learned from how it answers: halved when it says that it is overloaded, raised
 * by about one for each full round of calls that it served. Starts at the most that the catalogue allows.
 */

/** One server's limit; pure but for what it remembers. */
export interface AdaptiveLimit {
  /** Calls at once now; never below 1. */
  current(most: number): number;
  /** Call when a call begins; hand the number on to `overloaded`. */
  round(): number;
  served(most: number): void;
  /** `running`: calls that were under way. Those of one burst count once: `began` is the round in which the call began. */
  overloaded(running: number, began: number): void;
}

/** Without a limit of its own until the server complains. */
export function createAdaptiveLimit(): AdaptiveLimit {
  let limit = Infinity;
  let round = 0;
  return {
    current: (most) => Math.max(1, Math.min(most, Math.floor(limit))),
    round: () => round,
    served(most) {
      if (limit < most) limit += 1 / limit;
    },
    overloaded(running, began) {
      if (began < round) return;
      round++;
      limit = Math.max(1, Math.floor(Math.min(limit, running) / 2));
    },
  };
}
