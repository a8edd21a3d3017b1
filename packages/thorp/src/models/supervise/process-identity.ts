/** Which process a number stands for: numbers are given anew, so the time of its start belongs to it. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** A process as one can know it again. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Only good for comparing; undefined where the system does not tell. */
  readonly started: string | undefined;
}

/** Never rejects; for a process that is gone the start is undefined. */
export async function identityOf(pid: number): Promise<ProcessIdentity> {
  return { pid, started: await startOf(pid) };
}

/** False also where nobody can tell: a stranger's process is never touched. */
export async function isRunning({ pid, started }: ProcessIdentity): Promise<boolean> {
  return started !== undefined && (await startOf(pid)) === started;
}

async function startOf(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === "linux") {
      const [stat, boot] = await Promise.all([
        readFile(`/proc/${pid}/stat`, "utf8"),
        readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => ""),
      ]);
      // The name in brackets may hold spaces; state is the 1st field after it, the start time the 20th.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const isDead = fields[0] === "Z" || fields[0] === "X";
      return isDead ? undefined : `${boot.trim()} ${fields[19]}`;
    }
    if (process.platform === "win32") return undefined;
    const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]);
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
