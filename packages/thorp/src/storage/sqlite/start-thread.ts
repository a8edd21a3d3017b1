/** Starts the threads of this folder, whether it is run from its TypeScript sources or as built. */
import { Worker } from "node:worker_threads";

/** `name` is the entry file without its extension; `data` is what the thread finds as `workerData`. */
export function startThread(name: "writer-worker" | "verify-worker", data: unknown): Worker {
  const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  // The flags of the main thread (loaders, a debugger, a profiler) are not for this one.
  return new Worker(new URL(`./${name}${extension}`, import.meta.url), { workerData: data, execArgv: [] });
}
