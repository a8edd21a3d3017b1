/**
 * Values that services have answered with in this piece of work: an id that a search found, coordinates of a town.
 *
 * Handing one of them to a service says nothing that was not said by a service before. Only whole values count, and only
 * short ones: what a model put together of them, or beside them, is its own.
 */
import type { Json } from "../base/json.ts";

/** Whether a service answered with exactly this value. */
export interface KnownValues {
  holds(value: string): boolean;
}

const LONGEST = 64;
const MOST = 5000;

/** Numbers and texts inside the data of answers, however deep. */
export function createKnownValues(answers: readonly Json[]): KnownValues {
  const known = new Set<string>();
  const waiting = [...answers];
  for (let value = waiting.pop(); value !== undefined && known.size < MOST; value = waiting.pop()) {
    if (Array.isArray(value)) waiting.push(...value);
    else if (value !== null && typeof value === "object") waiting.push(...Object.values(value));
    else if (typeof value === "number" || (typeof value === "string" && value.length <= LONGEST))
      known.add(String(value));
  }
  return { holds: (value) => known.has(value) };
}
