/** How a catalogue says that Thorp starts a model server itself: `providers.NAME.start`. */
import { z } from "zod";

/** Checks `start`; unknown keys are refused. */
export const startSchema = z.strictObject({
  /** Program and arguments; no shell reads them. */
  command: z.array(z.string().min(1)).min(1, "must name a program"),
  env: z.record(z.string(), z.string()).optional(),
  /** Default: the folder of the process. */
  cwd: z.string().min(1).optional(),
  ready: z
    .strictObject({
      /** Ready when a GET of it is answered with 2xx. Default: the question that a health check asks. */
      path: z.string().startsWith("/", "must begin with /").optional(),
      /** Ready when something listens there. */
      port: z.int().min(1).max(65_535).optional(),
      /** Seconds from the start; loading many gigabytes takes minutes. */
      within: z.int().min(1).max(3600).optional(),
    })
    .optional(),
  /** Starts in a row after a crash, before it is given up; 0 for none. */
  restart: z.int().min(0).max(100).optional(),
});

/** As written in the file. */
export type StartFields = z.infer<typeof startSchema>;
