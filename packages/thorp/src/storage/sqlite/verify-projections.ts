/**
 * Whether the tables say what the events say: everything that follows from events is built again beside them and
 * compared row by row. The same function only looks, in a reader's thread, or mends, in the writer's.
 */
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { createRunTrace } from "../projector.ts";
import type { EventVersions } from "../upcast.ts";
import { eventColumns, eventRowFrom } from "./event-row.ts";
import { createSqlProjection } from "./sql-projection.ts";

interface ProjectedTable {
  readonly table: string;
  readonly keys: readonly string[];
  readonly values: readonly string[];
  /** How a row is called; `run` is the id that belongs to its key. */
  readonly name: (row: Record<string, SQLOutputValue>, run: string) => string;
}

/** Columns of `run` that came with later layouts. */
const LATER = ["undone_after", "title", "owner", "after", "once_key", "once_digest"];

/** Columns of `model_call` that came with the fourth layout. */
const FACTS = ["at", "first_ms", "cached", "failure"];

/** Columns of `tool_call` that came with the ninth layout. */
const TERMS = ["provider", "terms", "requests", "waited_ms", "cached"];

const tables: readonly ProjectedTable[] = [
  {
    table: "run",
    keys: ["key"],
    values: ["conversation", "team", "text", "state", "started_at", "ended_at", "recoveries", ...LATER],
    name: (_row, run) => `Run ${run}`,
  },
  {
    table: "direct_call",
    keys: ["key"],
    values: ["owner", "started_at", "ended_at"],
    name: (_row, call) => `Call ${call}`,
  },
  {
    table: "task",
    keys: ["run", "path"],
    values: ["seq", "agent", "goal", "state", "started_at", "ended_at"],
    name: ({ path }, run) => `Task ${path} of run ${run}`,
  },
  {
    table: "model_call",
    keys: ["run", "seq"],
    values: [
      "path",
      "step",
      "agent",
      "purpose",
      "model",
      "tier",
      "input_tokens",
      "output_tokens",
      "cost",
      "ms",
      "ok",
      ...FACTS,
    ],
    name: ({ seq }, run) => `Model call at event ${seq} of run ${run}`,
  },
  {
    table: "tool_call",
    keys: ["run", "seq"],
    values: ["path", "step", "agent", "tool", "at", "ms", "ok", "cost", "failure", "message", ...TERMS],
    name: ({ seq }, run) => `Tool call at event ${seq} of run ${run}`,
  },
  {
    table: "feedback",
    keys: ["run", "seq"],
    values: ["at", "person", "rating", "data"],
    name: ({ seq }, run) => `Feedback at event ${seq} of run ${run}`,
  },
  { table: "spend", keys: ["scope"], values: ["spent", "reserved"], name: ({ scope }) => `Spend of ${scope}` },
  {
    table: "blob_reference",
    keys: ["hash", "run"],
    values: [],
    name: ({ hash }, run) => `Reference of run ${run} to blob ${hash}`,
  },
];

/** Whether to look or to mend. */
export interface VerifyOptions {
  readonly versions: EventVersions;
  readonly repair: boolean;
  /** Blobs that were stored and are not named by an event yet. */
  readonly keepBlobs: ReadonlySet<string>;
}

/** One sentence per difference; empty when all is well. Makes a transaction of its own. */
export function verifyProjections(db: DatabaseSync, { versions, repair, keepBlobs }: VerifyOptions): readonly string[] {
  const damage = integrityProblems(db);
  // Rows read from a damaged file prove nothing, and writing to it makes it worse.
  if (damage.length > 0) return damage;
  db.exec(repair ? "BEGIN IMMEDIATE" : "BEGIN");
  try {
    for (const { table } of tables) copyTableLayout(db, table);
    const unreadable = rebuild(db, versions);
    const found = [...unreadable, ...gaps(db), ...tables.flatMap((table) => differences(db, table)), ...lostBlobs(db)];
    // Only the writer knows which blobs an event is about to name.
    const orphans = repair ? orphanBlobs(db).filter((hash) => !keepBlobs.has(hash)) : [];
    found.push(...orphans.map((hash) => `Blob ${hash} is named by no run.`));
    if (repair) mend(db, orphans);
    db.exec("COMMIT");
    return found;
  } finally {
    if (db.isTransaction) db.exec("ROLLBACK");
    for (const { table } of tables) db.exec(`DROP TABLE IF EXISTS temp.${table}`);
  }
}

/** True for what no rebuilding mends: the file or its events are damaged. */
export function isDamage(problem: string): boolean {
  return /^The file is damaged: |^Event \d+ of run .* cannot be read: |, but the last is number \d+\.$/.test(problem);
}

function integrityProblems(db: DatabaseSync): readonly string[] {
  const rows = db.prepare("PRAGMA integrity_check(20)").all();
  const words = rows.map((row) => String(row["integrity_check"])).filter((line) => line !== "ok");
  return words.map((line) => `The file is damaged: ${line}.`);
}

/** Copies the layout from the database itself, so that it cannot fall behind the migrations. */
function copyTableLayout(db: DatabaseSync, table: string): void {
  const { sql } = db.prepare("SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?").get(table) ?? {};
  db.exec(`DROP TABLE IF EXISTS temp.${table}`);
  db.exec(String(sql).replace(/^CREATE TABLE\s+"?\w+"?/, `CREATE TABLE temp.${table}`));
}

/** Returns in words which events could not be read; they change no row. */
function rebuild(db: DatabaseSync, versions: EventVersions): readonly string[] {
  const unreadable: string[] = [];
  db.exec("INSERT INTO temp.spend(scope, spent, reserved) SELECT scope, spent, 0 FROM main.carried_spend");
  const projection = createSqlProjection(db, "temp", versions);
  let trace = createRunTrace();
  let run = 0;
  for (const columns of db.prepare(`SELECT ${eventColumns} FROM main.event ORDER BY run, seq`).iterate()) {
    const row = eventRowFrom(columns);
    if (row.run !== run) trace = createRunTrace();
    run = row.run;
    try {
      projection.project(trace, row);
    } catch (error) {
      unreadable.push(`Event ${row.seq} of run ${runName(db, row.run)} cannot be read: ${String(error)}.`);
    }
  }
  projection.flush();
  return unreadable;
}

function gaps(db: DatabaseSync): readonly string[] {
  const rows = db.prepare(`SELECT coalesce(journal.id, event.run) AS run, count(*) AS events, max(seq) AS last
    FROM main.event LEFT JOIN main.journal ON journal.key = event.run
    GROUP BY event.run HAVING count(*) <> max(seq) OR min(seq) <> 1 ORDER BY event.run`);
  return rows.all().map(({ run, events, last }) => `Run ${run} has ${events} events, but the last is number ${last}.`);
}

function differences(db: DatabaseSync, { table, keys, values, name }: ProjectedTable): readonly string[] {
  const columns = [...keys, ...values];
  const differs = values.map((column) => `is_.${column} IS NOT should.${column}`);
  const rows = db.prepare(`
    SELECT ${columns.map((column) => `is_.${column} AS is_${column}, should.${column} AS should_${column}`).join(", ")}
    FROM main.${table} AS is_ FULL JOIN temp.${table} AS should
      ON ${keys.map((key) => `is_.${key} = should.${key}`).join(" AND ")}
    WHERE ${[`is_.${keys[0]} IS NULL`, `should.${keys[0]} IS NULL`, ...differs].join(" OR ")}`);
  return rows.all().map((row) => {
    const side = (prefix: string) =>
      Object.fromEntries(columns.map((column) => [column, row[prefix + column] ?? null]));
    const [is, should] = [side("is_"), side("should_")];
    const known = is[keys[0] ?? ""] === null ? should : is;
    const what = name(known, runName(db, known["run"] ?? known["key"] ?? null));
    if (known === should) return `${what} is missing.`;
    if (should[keys[0] ?? ""] === null) return `${what} follows from no event.`;
    const wrong = values.filter((column) => is[column] !== should[column]);
    return `${what}: ${wrong.map((column) => `${column} is ${show(is[column])}, the events say ${show(should[column])}`).join("; ")}.`;
  });
}

function runName(db: DatabaseSync, key: SQLOutputValue): string {
  return String(db.prepare("SELECT id FROM main.journal WHERE key = ?").get(key)?.["id"] ?? `number ${key}`);
}

function show(value: SQLOutputValue | undefined): string {
  return value === null || value === undefined ? "empty" : String(value);
}

function lostBlobs(db: DatabaseSync): readonly string[] {
  const rows = db.prepare(`SELECT DISTINCT hash, journal.id AS run FROM temp.blob_reference
    JOIN main.journal ON journal.key = blob_reference.run WHERE hash NOT IN (SELECT hash FROM main.blob)`);
  return rows.all().map(({ hash, run }) => `Blob ${hash}, named by run ${run}, is missing and cannot be rebuilt.`);
}

function orphanBlobs(db: DatabaseSync): readonly string[] {
  const rows = db.prepare(
    "SELECT DISTINCT hash FROM main.blob WHERE hash NOT IN (SELECT hash FROM temp.blob_reference)",
  );
  return rows.all().map(({ hash }) => String(hash));
}

function mend(db: DatabaseSync, orphans: readonly string[]): void {
  for (const { table } of tables)
    db.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM temp.${table}`);
  const remove = db.prepare("DELETE FROM blob WHERE hash = ?");
  for (const hash of orphans) remove.run(hash);
}
