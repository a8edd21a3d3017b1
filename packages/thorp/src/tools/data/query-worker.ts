/**
 * The process that runs one query; its owner ends it once it has the answer.
 *
 * It is a process and not a worker thread because SQLite gives no control back within a statement: a thread that counts
 * an endless recursion cannot be terminated, and the program could then not even exit.
 */
import { Worker } from "node:worker_threads";
import { loadTable, lockDatabase, openDatabase, runStatement } from "./load-database.ts";
import { parseTable } from "./parse-table.ts";
import type { LoadedTable, QueryOrder, QueryReply, WorkerMessage } from "./query-protocol.ts";

process.once("message", (order: QueryOrder) => {
  endAfter(order.lifetimeMs);
  // It does not end by itself: its end could be noticed before its last message, which then counts as no answer.
  void answer(order).then((reply) => send(reply, () => {}));
});
// Nobody is left to hear the answer.
process.once("disconnect", () => process.exit(0));

async function answer(order: QueryOrder): Promise<QueryReply> {
  const tables: LoadedTable[] = [];
  const database = openDatabase();
  for (const { name, aliases, fileName, bytes } of order.tables) {
    try {
      const raw = await parseTable(bytes, fileName, { maxRows: order.maxLoadRows });
      tables.push(loadTable(database, raw, { name, aliases }));
    } catch (error) {
      const message =
        error instanceof Error && error.name === "ThorpError"
          ? withHint(error)
          : `${fileName} cannot be loaded: ${messageOf(error)}.`;
      return { type: "done", ok: false, stage: "load", message, tables };
    }
  }
  lockDatabase(database);
  await new Promise<void>((resolve) => send({ type: "loaded" }, resolve));
  try {
    const { sql, maxRows, parameters } = order;
    return { type: "done", ok: true, ...runStatement(database, sql, { maxRows, tables, parameters }), tables };
  } catch (error) {
    return { type: "done", ok: false, stage: "sql", message: messageOf(error), tables };
  }
}

function send(message: WorkerMessage, sent: () => void): void {
  process.send?.(message, sent);
}

/** From a second thread, since the first may never come back from SQLite. */
function endAfter(ms: number): void {
  new Worker(`setTimeout(() => process.kill(process.pid, "SIGKILL"), ${Math.ceil(ms)})`, { eval: true }).unref();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function withHint(error: Error & { readonly hint?: string }): string {
  return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
}
