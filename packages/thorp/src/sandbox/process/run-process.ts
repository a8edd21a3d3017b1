/** Runs one command under limits and tells what it prints while it prints it. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import { guardGroup } from "../guard-group.ts";
import { limitEnd } from "../limit-words.ts";
import type { LimitName, ProgramEnd, ProgramUpdate, SandboxLimits } from "../sandbox.ts";
import { createUpdateQueue, type UpdateQueue } from "../update-queue.ts";
import { processTree } from "./process-tree.ts";
import { watchLimits } from "./watch-limits.ts";

/** A command with all that it runs with. */
export interface ProcessOrder {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** User and group to become; only root can. */
  readonly user?: number;
  readonly input?: string;
  readonly limits: SandboxLimits;
  readonly timeMs: number;
  /** Whose size counts; undefined when it does not. */
  readonly measured?: string;
  readonly ownProcesses: number;
}

/** Aborting ends everything that the command started. Rejects with `sandbox-missing` when it cannot be started. */
export async function* runProcess(
  order: ProcessOrder,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): AsyncGenerator<ProgramUpdate, void> {
  const startedAt = clock.now();
  const child = await startChild(order);
  const endGuard = child.pid === undefined ? () => {} : guardGroup(child.pid);
  const queue = createUpdateQueue();
  let ended: ProgramEnd | undefined;
  const endBy = (end: ProgramEnd): void => {
    ended ??= end;
    void killTree(child);
  };
  const stop = () => endBy({ kind: "stopped" });
  const stopWatching = watchLimits({
    ...{ clock, pid: child.pid ?? 0, limits: order.limits, timeMs: order.timeMs, ownProcesses: order.ownProcesses },
    ...(order.measured === undefined ? {} : { folder: order.measured }),
    onLimit: (limit) => endBy(limitEnd(limit, { ...order.limits, timeMs: order.timeMs })),
  });
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  tellOutput(child, { queue, limits: order.limits, onLimit: (limit) => endBy(limitEnd(limit, order.limits)) });
  // What it left running in the background goes with it, and then nobody holds the pipes open.
  child.once("exit", () => void killTree(child));
  child.once("close", (code, killedBy) => {
    stopWatching();
    const end = ended ?? endOf(code, { killedBy, order });
    queue.push({ kind: "end", end, ms: clock.now() - startedAt });
  });
  child.stdin?.on("error", () => {
    // It did not want to read to the end.
  });
  child.stdin?.end(order.input ?? "");
  try {
    yield* queue.updates();
  } finally {
    signal.removeEventListener("abort", stop);
    stopWatching();
    await killTree(child);
    endGuard();
  }
}

function startChild({ command, env, cwd, user }: ProcessOrder): Promise<ChildProcess> {
  const [file = "", ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...env },
      stdio: ["pipe", "pipe", "pipe"],
      // A group of its own: killed as one.
      detached: true,
      ...(user === undefined ? {} : { uid: user, gid: user }),
    });
    child.once("spawn", () => resolve(child));
    child.once("error", (error) =>
      reject(new ThorpError("sandbox-missing", `${file} does not start: ${error.message}.`, { cause: error })),
    );
  });
}

interface OutputTaker {
  readonly queue: UpdateQueue;
  readonly limits: SandboxLimits;
  readonly onLimit: (limit: LimitName) => void;
}

function tellOutput({ stdout, stderr }: ChildProcess, { queue, limits, onLimit }: OutputTaker): void {
  let room = limits.outputBytes;
  const take = (pipe: Readable | null, stream: "out" | "err"): void => {
    const decoder = new TextDecoder();
    const push = (text: string): void => {
      if (text !== "") queue.push({ kind: "output", stream, text });
    };
    pipe?.on("data", (chunk: Buffer) => {
      const kept = chunk.subarray(0, room);
      room -= kept.length;
      push(decoder.decode(kept, { stream: true }));
      if (kept.length < chunk.length) onLimit("output");
    });
    pipe?.once("end", () => push(decoder.decode()));
  };
  take(stdout, "out");
  take(stderr, "err");
}

interface Ending {
  readonly killedBy: NodeJS.Signals | null;
  readonly order: ProcessOrder;
}

/** A signal that the kernel's limits send is told as that limit; a shell tells it as 128 and its number. */
function endOf(code: number | null, { killedBy, order }: Ending): ProgramEnd {
  if (killedBy === "SIGXCPU" || code === 128 + 24) return limitEnd("time", order.limits);
  if (killedBy === "SIGXFSZ" || code === 128 + 25) return limitEnd("disk", order.limits);
  return { kind: "exit", code: code ?? 128 + 9 };
}

/** The group, and what has left it: everything that is below it now. */
async function killTree(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const isRunning = child.exitCode === null && child.signalCode === null;
  // Before anything dies, since orphans have another parent.
  const tree = isRunning ? await processTree(pid) : undefined;
  kill(-pid);
  if (isRunning) for (const below of tree?.pids ?? []) kill(below);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}
