/**
 * Deleting a run: its events, its rows, the blobs that nobody else names. A tombstone, the money spent and the sums of what
 * providers were asked for stay.
 */
import type { DatabaseSync } from "node:sqlite";
import type { EventBody } from "../../events/event.ts";
import { blobsNamedIn } from "../blob-references.ts";
import { isScopeOfRun, spendOf } from "../spend-of-run.ts";
import type { EventVersions } from "../upcast.ts";
import { carryTerms } from "./carry-terms.ts";
import { bodyFrom, eventColumns, eventRowFrom } from "./event-row.ts";

/** Which run goes and what of it stays. */
export interface DeleteRunOptions {
  readonly id: string;
  /** Milliseconds since 1970, for the tombstone. */
  readonly now: number;
  readonly versions: EventVersions;
  /** Blobs that were stored and are not named by an event yet. */
  readonly keepBlobs: ReadonlySet<string>;
}

/** Must run in a transaction. A run that is not there, or not any more, is no error. */
export function deleteRun(db: DatabaseSync, { id, now, versions, keepBlobs }: DeleteRunOptions): void {
  const key = db.prepare("SELECT key FROM journal WHERE id = ? AND deleted_at IS NULL").get(id)?.["key"];
  if (typeof key !== "number") return;
  const bodies: EventBody[] = [];
  const blobs = new Set<string>();
  for (const columns of db.prepare(`SELECT ${eventColumns} FROM event WHERE run = ?`).iterate(key)) {
    const row = eventRowFrom(columns);
    if (row.version !== versions.current || row.type.startsWith("budget-")) bodies.push(bodyFrom(row, versions));
    for (const hash of blobsNamedIn(row.data)) blobs.add(hash);
  }
  carrySpend(db, id, bodies);
  carryTerms(db, key);
  // What came after the run still has to find what came before it.
  db.prepare(`UPDATE journal SET conversation = run.conversation, after = run.after, deleted_at = ?
    FROM run WHERE run.key = journal.key AND journal.key = ?`).run(now, key);
  for (const table of ["event", "task", "model_call", "tool_call", "feedback", "blob_reference"])
    db.prepare(`DELETE FROM ${table} WHERE run = ?`).run(key);
  for (const table of ["run", "direct_call"]) db.prepare(`DELETE FROM ${table} WHERE key = ?`).run(key);
  db.prepare("UPDATE journal SET deleted_at = ? WHERE key = ?").run(now, key);
  const isNamed = db.prepare("SELECT 1 FROM blob_reference WHERE hash = ? LIMIT 1");
  const remove = db.prepare("DELETE FROM blob WHERE hash = ?");
  for (const hash of blobs) if (!keepBlobs.has(hash) && isNamed.get(hash) === undefined) remove.run(hash);
}

/** What the run reserved is free again, what it spent on scopes that outlive it is carried on. */
function carrySpend(db: DatabaseSync, id: string, bodies: readonly EventBody[]): void {
  const drop = db.prepare("DELETE FROM spend WHERE scope = ?");
  const release = db.prepare("UPDATE spend SET reserved = reserved - ? WHERE scope = ?");
  const carry = db.prepare(`INSERT INTO carried_spend(scope, spent) VALUES (?, ?)
    ON CONFLICT(scope) DO UPDATE SET spent = spent + excluded.spent`);
  for (const { scope, spent, reserved } of spendOf(bodies)) {
    if (isScopeOfRun(scope, id)) drop.run(scope);
    else {
      release.run(reserved, scope);
      carry.run(scope, spent);
    }
  }
}
