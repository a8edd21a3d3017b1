/** What the machine and the model servers have to do now, for people who look: see `loadSchema`. */
import { availableParallelism, freemem, totalmem } from "node:os";
import type { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import type { Operations } from "../../engine/operations.ts";
import type { loadSchema } from "../../wire/usage.ts";
import { dataBytes, freeBytes } from "./data-folder.ts";
import { measureLag } from "./event-loop-lag.ts";
import { serverLoads } from "./server-loads.ts";

/** One reader's view: what is measured over time is measured since that reader's last look. */
export interface LoadMeter {
  look(): z.infer<typeof loadSchema>;
  close(): void;
}

/** Measures the event loop until it is closed. */
export function createLoadMeter(operations: Operations, clock: Clock): LoadMeter {
  const meter = measureLag();
  let before: { readonly at: number; readonly cpu: NodeJS.CpuUsage } | undefined;
  const sinceBefore = () => {
    const now = { at: clock.now(), cpu: process.cpuUsage() };
    const busy = before === undefined ? undefined : process.cpuUsage(before.cpu);
    const took = before === undefined ? 0 : now.at - before.at;
    before = now;
    const { p50, p99 } = meter.look();
    // A clock that was set back measures nothing.
    return busy === undefined || took <= 0 ? {} : { cpu: (busy.user + busy.system) / 1000 / took, lag: { p50, p99 } };
  };
  return {
    look() {
      const lines = operations.queues();
      const servers = serverLoads(lines);
      return {
        at: clock.now(),
        calls: {
          waiting: lines.reduce((sum, { waiting }) => sum + waiting, 0),
          running: servers.reduce((sum, { running }) => sum + running, 0),
          servers: [...servers],
        },
        process: { ...sinceBefore(), memory: process.memoryUsage.rss(), uptimeMs: process.uptime() * 1000 },
        machine: {
          ...{ cores: availableParallelism(), memory: totalmem(), freeMemory: freemem() },
          ...diskOf(operations.folder),
        },
      };
    },
    close: () => meter.close(),
  };
}

/** Not every system tells. */
function diskOf(folder: string | undefined): { readonly freeDisk?: number; readonly data?: number } {
  if (folder === undefined) return {};
  try {
    const data = dataBytes(folder).reduce((sum, { bytes }) => sum + bytes, 0);
    return { freeDisk: freeBytes(folder), data };
  } catch {
    return {};
  }
}
