/** What a program may use where nobody says otherwise, and the most that anybody may ask for. */
import type { SandboxLimits } from "./sandbox.ts";

const MiB = 1 << 20;

/** Enough for a script or the tests of a small project. */
const defaultLimits: SandboxLimits = {
  timeMs: 30_000,
  memoryBytes: 512 * MiB,
  outputBytes: MiB,
  processes: 64,
  diskBytes: 256 * MiB,
};

/** One machine serves several people. */
const highestLimits: SandboxLimits = {
  timeMs: 10 * 60_000,
  memoryBytes: 4096 * MiB,
  outputBytes: 8 * MiB,
  processes: 512,
  diskBytes: 4096 * MiB,
};

const lowestLimits: SandboxLimits = { timeMs: 10, memoryBytes: 16 * MiB, outputBytes: 1, processes: 1, diskBytes: 0 };

/** Every limit within its bounds. */
export function limitsFrom(wanted: Partial<SandboxLimits> = {}): SandboxLimits {
  const bounded = (name: keyof SandboxLimits): number => {
    const value = wanted[name] ?? defaultLimits[name];
    return Math.round(Math.min(highestLimits[name], Math.max(lowestLimits[name], value)));
  };
  return {
    timeMs: bounded("timeMs"),
    memoryBytes: bounded("memoryBytes"),
    outputBytes: bounded("outputBytes"),
    processes: bounded("processes"),
    diskBytes: bounded("diskBytes"),
  };
}
