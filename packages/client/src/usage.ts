/** Figures: what was asked, what it took, what it cost, what failed. */
import type { Calls } from "./calls.ts";
import { followValues, type StreamOptions } from "./follow-stream.ts";
import type { Load, Usage } from "./wire/usage.generated.ts";

/** How far back; default the last 24 hours. */
export interface UsageQuery {
  readonly window?: "24h" | "7d" | "30d";
}

/** All reject with `ThorpApiError`. */
export interface UsageClient {
  show(query?: UsageQuery): Promise<Usage>;
  /** The figures now and as they change, once a second at most; goes on until the signal. */
  follow(options?: UsageQuery & StreamOptions): AsyncIterable<Usage>;
  /** What the machine and the model servers have to do, every two seconds; goes on until the signal. */
  followLoad(options?: StreamOptions): AsyncIterable<Load>;
}

/** The part of the client for figures. */
export function createUsageClient({ json, send }: Calls): UsageClient {
  return {
    show: (query = {}) => json({ path: "/api/usage", query: { ...query } }),
    follow: ({ window, ...how } = {}) => ({
      [Symbol.asyncIterator]: () => followValues<Usage>(send, { path: "/api/usage/stream", query: { window } }, how),
    }),
    followLoad: (how) => ({
      [Symbol.asyncIterator]: () => followValues<Load>(send, { path: "/api/load/stream" }, how),
    }),
  };
}
