/** Sandboxes for JavaScript: an interpreter without network, files or clock of this machine, in a thread for each program. */
import { Worker } from "node:worker_threads";
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import { createMemoryFiles, type MemoryFiles } from "../files/memory-files.ts";
import { openFiles } from "../files/open-files.ts";
import { editWith } from "../files/sandbox-files.ts";
import { createTurns } from "../in-turn.ts";
import { limitEnd } from "../limit-words.ts";
import { limitsFrom } from "../limits.ts";
import type { Program, ProgramEnd, ProgramUpdate, Sandbox, SandboxLimits, SandboxMaker } from "../sandbox.ts";
import { closedSandbox } from "../sandbox-path.ts";
import { createUpdateQueue } from "../update-queue.ts";
import type { QuickjsMessage, QuickjsOrder } from "./quickjs-protocol.ts";

const languages = ["javascript"] as const;
const MOST_SOURCE = 1 << 20;
/** To load the interpreter, on a machine that is busy. Milliseconds. */
const LOADING = 20_000;
/** The interpreter stops by itself, but not from everywhere: for want of memory it can go round inside of itself. */
const GRACE = 500;
/** What a file may hold: a thread gets and gives all of them. */
const MOST_DISK = 64 << 20;
/** The interpreter counts in 32 bits and has at most two gigabytes. */
const MOST_MEMORY = 1 << 30;

/** Loads nothing before the first program. */
export function createQuickjsMaker({ clock }: { readonly clock: Clock }): SandboxMaker {
  return {
    kind: "javascript",
    languages,
    async open({ limits: wanted, network, folder } = {}) {
      if (network === true)
        throw new ThorpError("input-invalid", "JavaScript in a sandbox has no network to be given.");
      if (folder !== undefined)
        throw new ThorpError("input-invalid", "JavaScript in a sandbox has files of its own only.");
      const limits = limitsFrom(wanted);
      const memoryBytes = Math.min(limits.memoryBytes, MOST_MEMORY);
      return openSandbox({ ...limits, memoryBytes, diskBytes: Math.min(limits.diskBytes, MOST_DISK) }, clock);
    },
  };
}

function openSandbox(limits: SandboxLimits, clock: Clock): Sandbox {
  const files = createMemoryFiles(limits.diskBytes);
  const takeTurn = createTurns();
  const closed = new AbortController();
  const demandOpen = (): void => {
    if (closed.signal.aborted) throw closedSandbox();
  };
  const sandbox: Sandbox = {
    kind: "javascript",
    languages,
    limits,
    async *run(program, signal): AsyncGenerator<ProgramUpdate> {
      demandOpen();
      checkProgram(program);
      const endTurn = await takeTurn();
      try {
        demandOpen();
        const stop = signal === undefined ? closed.signal : AbortSignal.any([signal, closed.signal]);
        yield* runInThread(program, { limits, files, clock, signal: stop });
      } finally {
        endTurn();
      }
    },
    ...openFiles(files, demandOpen),
    editFile: (path, edit) => editWith(sandbox, path, edit),
    close: async () => closed.abort(),
  };
  return sandbox;
}

function checkProgram({ language, source }: Program): void {
  if (language !== "javascript") {
    throw new ThorpError("input-invalid", `This sandbox runs JavaScript, not ${language}.`);
  }
  if (source.length > MOST_SOURCE) throw new ThorpError("input-invalid", "The program is longer than 1 MiB.");
}

interface ThreadWorld {
  readonly limits: SandboxLimits;
  readonly files: MemoryFiles;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

async function* runInThread(
  program: Program,
  { limits, files, clock, signal }: ThreadWorld,
): AsyncGenerator<ProgramUpdate> {
  const startedAt = clock.now();
  const timeMs = Math.min(program.timeMs ?? limits.timeMs, limits.timeMs);
  const own = { ...limits, timeMs };
  const queue = createUpdateQueue();
  const worker = startWorker();
  let isOver = false;
  const end = (how: ProgramEnd): void => {
    if (isOver) return;
    isOver = true;
    queue.push({ kind: "end", end: how, ms: clock.now() - startedAt });
  };
  const stop = () => end({ kind: "stopped" });
  let stopTimer = clock.after(LOADING, () => end(limitEnd("time", own)));
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  worker.on("message", (message: QuickjsMessage) => {
    if (isOver) return;
    if (message.type === "begin") {
      stopTimer();
      stopTimer = clock.after(timeMs + GRACE, () => end(limitEnd("time", own)));
      return;
    }
    if (message.type === "output") return queue.push({ kind: "output", stream: message.stream, text: message.text });
    const fits = files.replaceAll(message.files);
    if (!fits) return end(limitEnd("disk", own));
    end(message.end.kind === "limit" ? limitEnd(message.end.limit, own) : message.end);
  });
  worker.once("error", (error) => {
    const isMemory = (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY";
    if (isMemory) return end(limitEnd("memory", own));
    queue.push({ kind: "output", stream: "err", text: `${error.name}: ${error.message}\n` });
    end({ kind: "exit", code: 1 });
  });
  const order: QuickjsOrder = {
    ...{ source: program.source, files: files.all(), timeMs },
    ...{ memoryBytes: limits.memoryBytes, outputBytes: limits.outputBytes, diskBytes: limits.diskBytes },
    ...(program.input === undefined ? {} : { input: program.input }),
  };
  worker.postMessage(order);
  try {
    yield* queue.updates();
  } finally {
    isOver = true;
    stopTimer();
    signal.removeEventListener("abort", stop);
    await worker.terminate();
  }
}

function startWorker(): Worker {
  // The same folder holds .ts when run from source and .js when built.
  const file = import.meta.url.endsWith(".ts") ? "./quickjs-worker.ts" : "./quickjs-worker.js";
  return new Worker(new URL(file, import.meta.url), {
    // Whatever a program reaches, no keys stand there.
    env: {},
    execArgv: [],
    stdout: false,
    resourceLimits: { stackSizeMb: 4, maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
  });
}
