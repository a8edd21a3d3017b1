/** Starts the document thread and sees to it that it ends: on its answer, on an abort, in time, within its memory. */
import { Worker } from "node:worker_threads";
import type { Clock } from "../../base/clock.ts";
import { throwIfAborted } from "../settle-call.ts";
import type { DocumentReading } from "./document-text.ts";
import type { DocumentOrder } from "./document-worker.ts";

/** What ends the thread. */
export interface WorkerLimits {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Default 30 s. */
  readonly timeoutMs?: number;
  /** Heap and buffers of the thread together. Default 768 MiB. */
  readonly memoryBytes?: number;
}

const LOOK_EVERY_MS = 100;

/** The reading, or the limit that was reached as a problem in words. Throws on abort. */
export async function runDocumentWorker(order: DocumentOrder, limits: WorkerLimits): Promise<DocumentReading> {
  const { clock, signal, timeoutMs = 30_000, memoryBytes = 768 << 20 } = limits;
  throwIfAborted(signal);
  // The same folder holds .ts when run from source and .js when built.
  const file = import.meta.url.endsWith(".ts") ? "./document-worker.ts" : "./document-worker.js";
  const worker = new Worker(new URL(file, import.meta.url), {
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(memoryBytes / (1 << 20)), stackSizeMb: 4 },
  });
  const cleanUps: (() => void)[] = [];
  try {
    return await new Promise<DocumentReading>((resolve, reject) => {
      const onAbort = () => reject(signal.reason);
      signal.addEventListener("abort", onAbort, { once: true });
      cleanUps.push(() => signal.removeEventListener("abort", onAbort));
      cleanUps.push(
        clock.after(timeoutMs, () =>
          resolve({ problem: `reading it took longer than ${timeoutMs / 1000} s and was stopped` }),
        ),
      );
      cleanUps.push(watchMemory(worker, { clock, memoryBytes, onTooMuch: () => resolve(tooMuchMemory) }));
      worker.once("message", resolve);
      worker.once("error", (error: NodeJS.ErrnoException) =>
        resolve(
          error.code === "ERR_WORKER_OUT_OF_MEMORY"
            ? tooMuchMemory
            : { problem: `it cannot be read (${error.message.slice(0, 200)})` },
        ),
      );
      worker.once("exit", () => resolve({ problem: "reading it ended without a result" }));
      worker.postMessage(order);
    });
  } catch (error) {
    throwIfAborted(signal);
    throw error;
  } finally {
    for (const cleanUp of cleanUps) cleanUp();
    await worker.terminate();
  }
}

const tooMuchMemory: DocumentReading = { problem: "reading it needs too much memory and was stopped" };

interface MemoryWatch {
  readonly clock: Clock;
  readonly memoryBytes: number;
  readonly onTooMuch: () => void;
}

/** Buffers are outside the heap that `resourceLimits` bounds; a packed page can fill gigabytes of them. */
function watchMemory(worker: Worker, { clock, memoryBytes, onTooMuch }: MemoryWatch): () => void {
  let isOver = false;
  let cancel = () => {};
  const look = async () => {
    // A thread that is just starting has no statistics yet.
    const heap = await worker.getHeapStatistics().catch(() => undefined);
    if (isOver) return;
    if (heap !== undefined && heap.used_heap_size + heap.external_memory > memoryBytes) onTooMuch();
    else cancel = clock.after(LOOK_EVERY_MS, () => void look());
  };
  cancel = clock.after(LOOK_EVERY_MS, () => void look());
  return () => {
    isOver = true;
    cancel();
  };
}
