/** One batch of events, one transaction: numbers them, stores them, and lets the rows follow. */
import type { DatabaseSync } from "node:sqlite";
import { createRunTrace, followEvent, type RunTrace } from "../projector.ts";
import type { EventVersions } from "../upcast.ts";
import { bodyFrom, eventColumns, eventRowFrom } from "./event-row.ts";
import { createSqlProjection } from "./sql-projection.ts";
import type { PostedBatch } from "./writer-protocol.ts";

/** Commits batches; it remembers the runs that are open, so that a commit needs no look at them. */
export interface JournalWriter {
  /**
   * For each run of the batch the number of its first event; for a run that was deleted, the time of that, negative.
   * Throws what SQLite throws; then nothing of the batch is stored.
   */
  commit(batch: PostedBatch): readonly number[];
  /** Call it after anything else has changed the tables. */
  forget(): void;
}

/** What the writer remembers of a run between batches. */
interface OpenRun {
  readonly key: number;
  seq: number;
  readonly trace: RunTrace;
  /** Milliseconds since 1970; the run is gone. */
  readonly deletedAt?: number;
}

/** Runs that are remembered; one more and the oldest is read from its events again when it goes on. */
const REMEMBERED = 4096;

/** Prepares its statements once; the layout must be the current one. */
export function createJournalWriter(db: DatabaseSync, versions: EventVersions): JournalWriter {
  const version = versions.current;
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  const insert = db.prepare(`INSERT INTO event(run, seq, at, version, type, data) VALUES (?, ?, ?, ${version}, ?, ?)`);
  const projection = createSqlProjection(db, "main", versions);
  const openRun = createRunOpener(db, versions);
  const openRuns = new Map<string, OpenRun>();

  const runFor = (id: string): OpenRun => {
    let run = openRuns.get(id);
    if (run === undefined) {
      run = openRun(id);
      openRuns.set(id, run);
      if (openRuns.size > REMEMBERED) openRuns.delete(openRuns.keys().next().value ?? "");
    }
    return run;
  };

  const write = ({ runs, refs, ats, types, data }: PostedBatch): readonly number[] => {
    const opened = runs.map(runFor);
    const first = opened.map(({ seq, deletedAt }) => (deletedAt === undefined ? seq + 1 : -deletedAt));
    for (let i = 0; i < data.length; i++) {
      const run = opened[refs[i] ?? 0];
      if (run === undefined || run.deletedAt !== undefined) continue;
      run.seq += 1;
      const row = { run: run.key, seq: run.seq, at: ats[i] ?? 0, version, type: types[i] ?? "", data: data[i] ?? "" };
      insert.run(row.run, row.seq, row.at, row.type, row.data);
      projection.project(run.trace, row);
    }
    projection.flush();
    return first;
  };

  return {
    commit(batch) {
      begin.run();
      try {
        const first = write(batch);
        commit.run();
        return first;
      } catch (error) {
        openRuns.clear();
        projection.discard();
        // Some errors, a full disk among them, have rolled back already.
        if (db.isTransaction) db.exec("ROLLBACK");
        throw error;
      }
    },
    forget: () => openRuns.clear(),
  };
}

/** Finds a run or makes it. One that has events goes on where they end. */
function createRunOpener(db: DatabaseSync, versions: EventVersions): (id: string) => OpenRun {
  const find = db.prepare("SELECT key, deleted_at FROM journal WHERE id = ?");
  const make = db.prepare("INSERT INTO journal(id) VALUES (?)");
  const events = db.prepare(`SELECT ${eventColumns} FROM event WHERE run = ? ORDER BY seq`);
  return (id) => {
    const known = find.get(id);
    const trace = createRunTrace();
    if (known === undefined) return { key: Number(make.run(id).lastInsertRowid), seq: 0, trace };
    const key = Number(known["key"]);
    if (known["deleted_at"] !== null) return { key, seq: 0, trace, deletedAt: Number(known["deleted_at"]) };
    let seq = 0;
    for (const columns of events.iterate(key)) {
      const row = eventRowFrom(columns);
      seq = row.seq;
      followEvent(trace, { ...row, body: bodyFrom(row, versions) });
    }
    return { key, seq, trace };
  };
}
