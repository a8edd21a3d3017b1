/** Figures for a dashboard. Money is in US dollars, times and durations are milliseconds. */
import { z } from "zod";

const percentiles = z.object({ p50: z.number(), p95: z.number(), p99: z.number() });

const sums = {
  calls: z.number(),
  failed: z.number(),
  /** Answered from the cache. */
  cached: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cost: z.number(),
};
const sumsOf = z.array(z.object({ key: z.string(), ...sums }));

/** What the machine and the model servers have to do now. Sizes are bytes. */
export const loadSchema = z
  .object({
    at: z.number(),
    calls: z.object({
      /** For a place at a model server. */
      waiting: z.number(),
      running: z.number(),
      servers: z.array(z.object({ server: z.string(), running: z.number(), slots: z.number() })),
    }),
    process: z.object({
      /** Cores that were busy since the value before: 1 is one whole core. Absent in the first value. */
      cpu: z.number().optional(),
      memory: z.number(),
      /** How late the event loop was since the value before, in milliseconds. Absent in the first value. */
      lag: z.object({ p50: z.number(), p99: z.number() }).optional(),
      uptimeMs: z.number(),
    }),
    machine: z.object({
      cores: z.number(),
      memory: z.number(),
      freeMemory: z.number(),
      /** Where the data folder lies; absent where nothing is kept. */
      freeDisk: z.number().optional(),
      data: z.number().optional(),
    }),
  })
  .meta({ id: "Load", description: "What the machine and the model servers have to do now." });

/** Windows that figures are given for. */
export const usageWindows = ["24h", "7d", "30d"] as const;
/** How far back figures go. */
export type UsageWindow = (typeof usageWindows)[number];

/** What was deleted is not counted any more, but for its money, which budgets know of. */
export const usageSchema = z
  .object({
    from: z.number(),
    to: z.number(),
    runs: z.object({ begun: z.number(), byState: z.record(z.string(), z.number()), ms: percentiles.optional() }),
    calls: z.object({
      ...sums,
      /** From the start of a call to its end, with waiting and retries. */
      ms: percentiles.optional(),
      /** From the request to the first piece of the answer. */
      firstMs: percentiles.optional(),
    }),
    byModel: sumsOf,
    byAgent: sumsOf,
    byTier: sumsOf,
    /** `key` is the day, in Greenwich time: 2026-11-27. */
    byDay: sumsOf,
    /** `key` is the hour in Greenwich time: 2026-11-27T14. Empty for more than eight days. */
    byHour: sumsOf,
    failures: z.array(z.object({ code: z.string(), calls: z.number() })),
    /** Right now. */
    running: z.number(),
    waiting: z.number(),
  })
  .meta({ id: "Usage", description: "What went on in a stretch of time." });
