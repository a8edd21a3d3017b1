/** One load on one subject in a fresh process. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProcess } from "./run-process.ts";
import type { SubjectName, SubjectOptions } from "./subject.ts";
import type { Pace } from "./the-job.ts";

export interface LoadOptions extends SubjectOptions {
  readonly subject: SubjectName;
  /** Not measured, at full speed. */
  readonly warmRuns: number;
  readonly runs: number;
  readonly atOnce: number;
  readonly pace: Pace;
}

export interface LoadResult {
  /** Per run. */
  readonly cpuMs: number;
  readonly runsPerSecond: number;
  /** Median, milliseconds from the request to the first token of the answer. */
  readonly firstToken: number;
  readonly peakRssMb: number;
}

export type LoadRequest = Omit<LoadOptions, "dir"> & { readonly toolMs?: number };

/** `keep` looks at the folder that was written before it is removed. */
export async function runLoad({ toolMs = 0, ...load }: LoadRequest, keep?: (dir: string) => void): Promise<LoadResult> {
  const dir = mkdtempSync(join(tmpdir(), "thorp-bench-"));
  try {
    const file = fileURLToPath(new URL("../load-process.ts", import.meta.url));
    const args = ["--expose-gc", "--disable-warning=ExperimentalWarning", file, JSON.stringify({ ...load, dir })];
    const result = JSON.parse(await runProcess(args, { TOOL_MS: String(toolMs) })) as LoadResult;
    keep?.(dir);
    return result;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
