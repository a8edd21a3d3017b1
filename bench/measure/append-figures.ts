/** The store alone, in a process of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProcess } from "./run-process.ts";

export interface AppendFigures {
  /** One run that waits for each event to be on disk: median and 99th percentile. */
  readonly commitMs: number;
  readonly commitMsP99: number;
  /** Fifty runs at once, four events between two waits. */
  readonly eventsPerSecond: number;
  /** Both threads together. Microseconds. */
  readonly cpuUsPerEvent: number;
}

export async function appendFigures(): Promise<AppendFigures> {
  const dir = mkdtempSync(join(tmpdir(), "thorp-bench-"));
  try {
    return JSON.parse(
      await runProcess([fileURLToPath(new URL("../append-process.ts", import.meta.url)), dir]),
    ) as AppendFigures;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
