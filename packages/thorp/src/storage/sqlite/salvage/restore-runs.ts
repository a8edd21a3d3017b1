/** Run by run from what was found: events from number 1 up to the first that is missing or cannot be read. */
import type { DatabaseSync } from "node:sqlite";
import type { EventBody } from "../../../events/event.ts";
import { createRunTrace, followEvent, type RunTrace } from "../../projector.ts";
import type { EventVersions } from "../../upcast.ts";
import { bodyFrom, type EventRow } from "../event-row.ts";

/** What became of one run. */
export interface SalvagedRun {
  readonly id: string;
  /** Events that are in the new file: the first ones, without a gap. */
  readonly kept: number;
  /** Events behind a gap: they could be read, but nothing can be made of them. */
  readonly behindGap: number;
  /** Events that left a trace and could not be read. */
  readonly unreadable: number;
  /** An end was written for it, since nobody knows what it did behind its last event. */
  readonly isClosed: boolean;
}

/** How far what was found can be trusted. */
export interface RestoreOptions {
  readonly versions: EventVersions;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Events may be missing without a trace: a run without an end is not safe to go on with. */
  readonly mayLackEvents: boolean;
}

/** In SQL: the last place in the order of commits that any event had. */
const END = "(SELECT max(id) FROM temp.found_event)";

/** Must run in a transaction. Deleted runs stay deleted; a run without its first event is counted and left out. */
export function restoreRuns(db: DatabaseSync, options: RestoreOptions): readonly SalvagedRun[] {
  db.exec(`INSERT INTO main.journal(key, id, deleted_at, conversation, after)
    SELECT key, id, deleted_at, conversation, after FROM temp.found_journal WHERE deleted_at IS NOT NULL
    ON CONFLICT DO NOTHING`);
  const runs = db.prepare(`SELECT found_last.run AS run, found_last.seq AS last, found_journal.id AS id
    FROM temp.found_last LEFT JOIN temp.found_journal ON found_journal.key = found_last.run
    WHERE found_journal.deleted_at IS NULL ORDER BY found_last.run`);
  return runs
    .all()
    .map(({ run, last, id }) =>
      restoreRun(db, { key: Number(run), last: Number(last), id: typeof id === "string" ? id : undefined }, options),
    );
}

interface LostRun {
  readonly key: number;
  /** Number of its last event that left a trace. */
  readonly last: number;
  readonly id: string | undefined;
}

function restoreRun(db: DatabaseSync, { key, last, id: known }: LostRun, options: RestoreOptions): SalvagedRun {
  const found = db.prepare("SELECT count(*) AS count FROM temp.found_event WHERE run = ?").get(key);
  const total = Number(found?.["count"]);
  const prefix = readPrefix(db, key, options.versions);
  const id = freeId(db, known ?? prefix.seed ?? `number ${key}`);
  const kept = prefix.last;
  const run = {
    id,
    kept,
    behindGap: Math.max(0, total - kept - prefix.wrong),
    unreadable: last - total + prefix.wrong,
  };
  if (kept === 0) return { ...run, isClosed: false };
  db.prepare("INSERT INTO main.journal(key, id) VALUES (?, ?)").run(key, id);
  copyEvents(db, key, kept);
  // A call that did not end is ended by the next start, at what it reserved.
  const isClosed = !prefix.trace.ended && !prefix.trace.isCall && (last > kept || options.mayLackEvents);
  if (isClosed) closeRun(db, { run: key, seq: kept + 1, at: options.now, version: options.versions.current });
  return { ...run, isClosed };
}

interface Prefix {
  readonly last: number;
  /** 1 when the prefix ends at an event that is there but makes no sense. */
  readonly wrong: number;
  readonly trace: RunTrace;
  /** The run's id, which its first event repeats. */
  readonly seed: string | undefined;
}

function readPrefix(db: DatabaseSync, key: number, versions: EventVersions): Prefix {
  const trace = createRunTrace();
  let seed: string | undefined;
  let last = 0;
  const events = db.prepare(
    "SELECT run, seq, at, version, type, data FROM temp.found_event WHERE run = ? ORDER BY seq",
  );
  for (const columns of events.iterate(key)) {
    const row = columns as unknown as EventRow;
    if (row.seq !== last + 1) return { last, wrong: 0, trace, seed };
    try {
      const body = checkedBody(row, versions);
      followEvent(trace, { ...row, body });
      if (body.type === "run-start") seed = body.seed;
    } catch {
      return { last, wrong: 1, trace, seed };
    }
    last = row.seq;
  }
  return { last, wrong: 0, trace, seed };
}

/** Throws when it is no event of its type, or the first of a run is not its start. */
function checkedBody(row: EventRow, versions: EventVersions): EventBody {
  const body = bodyFrom(row, versions);
  const { type, path } = body as { readonly type?: unknown; readonly path?: unknown };
  if (typeof path !== "string" || (row.version === versions.current && type !== row.type))
    throw new Error("no event of this type");
  if ((row.seq === 1) !== (type === "run-start" || type === "call-start")) throw new Error("not where a run starts");
  return body;
}

/** With their place in the order of all commits; of two that claim one place the second goes to the end. */
function copyEvents(db: DatabaseSync, key: number, last: number): void {
  db.prepare(`INSERT INTO main.event(id, run, seq, at, version, type, data)
    SELECT CASE WHEN EXISTS (SELECT 1 FROM main.event WHERE event.id = found_event.id)
      THEN ${END} + (SELECT count(*) FROM main.event) + seq ELSE id END,
      run, seq, at, version, type, data
    FROM temp.found_event WHERE run = ? AND seq <= ? ORDER BY seq`).run(key, last);
}

function freeId(db: DatabaseSync, wanted: string): string {
  const taken = db.prepare("SELECT 1 FROM main.journal WHERE id = ?");
  let id = wanted;
  for (let count = 2; taken.get(id) !== undefined; count++) id = `${wanted}-${count}`;
  return id;
}

function closeRun(db: DatabaseSync, row: Omit<EventRow, "type" | "data">): void {
  const message = `The record was damaged behind event ${row.seq - 1}; what the run did then is not known.`;
  const failure = { code: "data-corrupt", message } as const;
  const body: EventBody = { path: "", type: "run-end", state: "failed", failure };
  const insert = `INSERT INTO main.event(id, run, seq, at, version, type, data)
    VALUES (${END} + (SELECT count(*) FROM main.event) + 1, ?, ?, ?, ?, ?, ?)`;
  db.prepare(insert).run(row.run, row.seq, row.at, row.version, body.type, JSON.stringify(body));
}
