/** Why a limit ended a program, for people and models. */
import type { LimitName, ProgramEnd, SandboxLimits } from "./sandbox.ts";

/** The end of a program at one of its limits. */
export function limitEnd(limit: LimitName, limits: SandboxLimits): Extract<ProgramEnd, { kind: "limit" }> {
  const words: Record<LimitName, string> = {
    time: `It ran longer than ${limits.timeMs / 1000} s and was stopped.`,
    memory: `It needed more than ${megabytes(limits.memoryBytes)} of memory and was stopped.`,
    output: `It printed more than ${megabytes(limits.outputBytes)} and was stopped.`,
    processes: `It started more than ${limits.processes} processes and was stopped.`,
    disk: `Its files grew beyond ${megabytes(limits.diskBytes)} and it was stopped.`,
  };
  return { kind: "limit", limit, message: words[limit] };
}

function megabytes(bytes: number): string {
  return bytes < 1 << 20 ? `${bytes} bytes` : `${Math.round(bytes / (1 << 20))} MiB`;
}
