/** The limits that the kernel itself holds, set by a shell before it becomes the program. */
import type { SandboxLimits } from "../sandbox.ts";

/** Programs reserve room that they never use (V8: half a gigabyte for code), so this much more is let through. */
const RESERVED = 512 << 20;

/**
 * The command under limits of its own. The kernel holds them for each process: memory that it may ask for, size of a file,
 * seconds of processor, number of processes of the same user. What all processes use together is measured elsewhere.
 */
export function limitedCommand(command: readonly string[], limits: SandboxLimits): readonly string[] {
  const seconds = Math.ceil(limits.timeMs / 1000) + 1;
  const script = [
    `ulimit -d ${Math.ceil((limits.memoryBytes + RESERVED) / 1024)}`,
    `ulimit -f ${Math.ceil(limits.diskBytes / 512)}`,
    `ulimit -t ${seconds}`,
    "ulimit -c 0",
    // dash and busybox say -p, bash says -u.
    `ulimit -p ${limits.processes} 2>/dev/null || ulimit -u ${limits.processes}`,
    'exec "$@"',
  ].join("; ");
  return ["/bin/sh", "-c", script, "thorp-program", ...command];
}
