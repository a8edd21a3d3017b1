/** What the kernel does not hold for all processes of a program together: time, memory, number, size of the files. */
import type { Clock } from "../../base/clock.ts";
import { sizeOf } from "../files/folder-files.ts";
import type { LimitName, SandboxLimits } from "../sandbox.ts";
import { processTree } from "./process-tree.ts";

/** Whom to watch, and what to do. */
export interface WatchOptions {
  readonly clock: Clock;
  readonly pid: number;
  readonly limits: SandboxLimits;
  /** Of this program alone; at most the sandbox's. */
  readonly timeMs: number;
  /** Measured too; undefined for a folder of somebody else. */
  readonly folder?: string;
  /** Processes that belong to the cage and not to the program. */
  readonly ownProcesses: number;
  readonly onLimit: (limit: LimitName) => void;
}

/** Milliseconds. A program can be so much longer above a limit that only this holds. */
const EVERY = 100;

/** Looks until the function that comes back is called; tells one limit, once. */
export function watchLimits(options: WatchOptions): () => void {
  const { clock, timeMs, onLimit } = options;
  let isOver = false;
  let stopNext = (): void => {};
  const tell = (limit: LimitName): void => {
    if (isOver) return;
    stop();
    onLimit(limit);
  };
  const stopTime = clock.after(timeMs, () => tell("time"));
  const look = async (): Promise<void> => {
    const limit = await exceeded(options);
    if (isOver) return;
    if (limit !== undefined) return tell(limit);
    stopNext = clock.after(EVERY, () => void look());
  };
  const stop = (): void => {
    isOver = true;
    stopTime();
    stopNext();
  };
  stopNext = clock.after(EVERY, () => void look());
  return stop;
}

async function exceeded({ pid, limits, folder, ownProcesses }: WatchOptions): Promise<LimitName | undefined> {
  const usage = await processTree(pid);
  if (usage !== undefined && usage.tasks - ownProcesses > limits.processes) return "processes";
  if (usage !== undefined && usage.memoryBytes > limits.memoryBytes) return "memory";
  if (folder !== undefined && (await sizeOf(folder)) > limits.diskBytes) return "disk";
  return undefined;
}
