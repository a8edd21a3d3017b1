/** What the caches of a server hold and did. */
import { z } from "zod";

const cacheSummarySchema = z.object({
  /** `answers`, `services`, `teams`, `embeddings`, `tools`: in memory. `answers on disk`: cache.db, over its life. */
  name: z.string(),
  entries: z.number(),
  bytes: z.number(),
  maxBytes: z.number(),
  hits: z.number(),
  misses: z.number(),
  evictions: z.number(),
});

/** The cache on disk with its entries by model (or tool) and team; absent where nothing is kept. */
export const cachesSchema = z
  .object({
    memory: z.array(cacheSummarySchema),
    disk: z
      .object({
        summary: cacheSummarySchema,
        rows: z.array(
          z.object({
            kind: z.string(),
            model: z.string(),
            team: z.string(),
            entries: z.number(),
            bytes: z.number(),
          }),
        ),
      })
      .optional(),
  })
  .meta({ id: "Caches", description: "What the caches of a server hold and did." });

/** How many entries were let go. */
export const clearedSchema = z.object({ cleared: z.number() });
