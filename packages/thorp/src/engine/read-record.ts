/** The record for reading, whoever owns the data folder: nothing is locked, nothing is changed. */
import { createSystemClock } from "../base/clock.ts";
import { ThorpError } from "../base/errors.ts";
import type { RunEvent } from "../events/event.ts";
import type { MessageRow, ModelCallRow, RunFilter, RunRow } from "../storage/store.ts";
import { type ComplianceDesk, type ComplianceGround, createComplianceDesk } from "./compliance/compliance-desk.ts";
import { showRun } from "./show-run.ts";
import type { RunDetail } from "./thorp.ts";

/** Reads beside whoever owns the folder. */
export interface RunRecord {
  listRuns(filter?: RunFilter): Promise<readonly RunRow[]>;
  /** Throws `run-unknown`. */
  showRun(run: string): Promise<RunDetail>;
  events(run: string, after?: number): Promise<readonly RunEvent[]>;
  /** In order, also those that were taken back. */
  messages(conversation: string): Promise<readonly MessageRow[]>;
  modelCalls(run: string): Promise<readonly ModelCallRow[]>;
  /** What providers demand; `tools` are those of today. */
  compliance(tools: ComplianceGround["tools"]): ComplianceDesk;
  /** What the tables say otherwise than the events, in words. */
  verify(): Promise<readonly string[]>;
  /** Whoever works with the data folder now: "`thorp ask` (process 123)". */
  owner(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** A folder without data reads as an empty record. Rejects with `data-corrupt` and others as the Store says. */
export async function readRecord(folder: string): Promise<RunRecord> {
  const { openReadOnlyStore } = await import("../storage/sqlite/read-only-store.ts");
  const store = await openReadOnlyStore(folder);
  const eventsOf = async (run: string): Promise<readonly RunEvent[]> => {
    const events = await store.events(run);
    if (events.length === 0) throw new ThorpError("run-unknown", `There is no run ${run}.`);
    return events;
  };
  const reads = { ...store, listRuns: (filter?: RunFilter) => store.runs(filter) };
  return {
    compliance: (tools) => createComplianceDesk({ reads, tools }),
    listRuns: (filter) => store.runs(filter),
    showRun: async (run) => showRun(await eventsOf(run), { store, live: false }),
    events: (run, after) => store.events(run, after),
    messages: (conversation) => store.messages(conversation),
    modelCalls: (run) => store.modelCalls(run),
    verify: () => store.verify(),
    owner: () => ownerOf(folder),
    close: () => store.close(),
  };
}

async function ownerOf(folder: string): Promise<string | undefined> {
  const { acquireDataFolder } = await import("../storage/sqlite/data-folder.ts");
  const lock = await acquireDataFolder(folder, { describe: "thorp", clock: createSystemClock() });
  if ("release" in lock) {
    lock.release();
    return undefined;
  }
  const { what, pid } = lock.heldBy;
  return pid === undefined ? what : `${what} (process ${pid})`;
}
