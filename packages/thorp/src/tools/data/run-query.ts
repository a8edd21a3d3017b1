/** Runs one statement over some tables in a process of its own, which is killed at the time limit and on abort. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { QueryCell, QueryOrder, QueryReply, TableInput, WorkerMessage } from "./query-protocol.ts";

/** One statement over its tables. */
export interface QueryRequest {
  readonly tables: readonly TableInput[];
  readonly sql: string;
  /** Values of `:name` in the statement; one that it does not name is left out. */
  readonly parameters?: Readonly<Record<string, QueryCell>>;
  /** Rows of the result beyond this number are cut. Default 1,000. */
  readonly maxRows?: number;
  /** Default 1,000,000. */
  readonly maxLoadRows?: number;
}

/** Time and limits of a run; times in milliseconds. */
export interface QueryRun {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** For the statement itself, after loading. Default 10 s. */
  readonly queryMs?: number;
  /** For starting the process and loading the tables. Default 40 s. */
  readonly loadMs?: number;
}

/** Whatever goes wrong with the data or the statement comes back as a reply; throws `cancelled` on abort. */
export async function runQuery(request: QueryRequest, run: QueryRun): Promise<QueryReply> {
  const { clock, signal, queryMs = 10_000, loadMs = 40_000 } = run;
  if (signal.aborted) throw cancelled(signal);
  const worker = startWorker();
  const order: QueryOrder = {
    tables: request.tables,
    sql: request.sql,
    parameters: request.parameters ?? {},
    maxRows: request.maxRows ?? 1000,
    maxLoadRows: request.maxLoadRows ?? 1_000_000,
    lifetimeMs: loadMs + queryMs + 1000,
  };
  let stopTimer = () => {};
  let onAbort = () => {};
  try {
    return await new Promise<QueryReply>((resolve, reject) => {
      const limit = (ms: number, what: string) => {
        stopTimer();
        stopTimer = clock.after(ms, () =>
          resolve(limitReply(`${what} took longer than ${ms / 1000} s and was stopped.`)),
        );
      };
      onAbort = () => reject(cancelled(signal));
      signal.addEventListener("abort", onAbort, { once: true });
      limit(loadMs, "Loading the tables");
      worker.on("message", (message: WorkerMessage) => {
        if (message.type === "done") resolve(message);
        else limit(queryMs, "The query");
      });
      worker.once("error", (error) =>
        reject(new ThorpError("tool-failed", `The query process did not start: ${error.message}`, { cause: error })),
      );
      // After an answer this resolves nothing any more; without one the system or V8 ended it, for want of memory.
      worker.once("exit", () => resolve(limitReply("The query needed more memory than there is and was stopped.")));
      worker.send(order, (error) => {
        if (error) resolve(limitReply(`The tables could not be handed to the query process: ${error.message}`));
      });
    });
  } finally {
    stopTimer();
    signal.removeEventListener("abort", onAbort);
    worker.kill("SIGKILL");
  }
}

function startWorker(): ChildProcess {
  // The same folder holds .ts when run from source and .js when built.
  const file = import.meta.url.endsWith(".ts") ? "./query-worker.ts" : "./query-worker.js";
  // No environment: the process that runs somebody else's SQL has no business with keys that stand there.
  return fork(fileURLToPath(new URL(file, import.meta.url)), [], {
    serialization: "advanced",
    execArgv: [],
    env: {},
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}

function limitReply(message: string): QueryReply {
  return { type: "done", ok: false, stage: "limit", message, tables: [] };
}

function cancelled(signal: AbortSignal): ThorpError {
  return signal.reason instanceof ThorpError
    ? signal.reason
    : new ThorpError("cancelled", "The query was stopped.", { cause: signal.reason });
}
