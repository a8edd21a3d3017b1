/** Writing documents of accounts and lines of the audit log; must run in a transaction. */
import type { DatabaseSync } from "node:sqlite";
import { type AccountChange, type AuditEntry, auditHash, firstAuditHash } from "../account-tables.ts";

/** The last line of the log is read anew each time: whoever wrote it. */
export function changeAccounts(
  db: DatabaseSync,
  changes: readonly AccountChange[],
  audit: readonly AuditEntry[],
): void {
  const put = db.prepare(`INSERT INTO account(kind, id, data) VALUES (?, ?, ?)
    ON CONFLICT(kind, id) DO UPDATE SET data = excluded.data`);
  const remove = db.prepare("DELETE FROM account WHERE kind = ? AND id = ?");
  for (const { kind, id, data } of changes) {
    if (data === undefined) remove.run(kind, id);
    else put.run(kind, id, JSON.stringify(data));
  }
  if (audit.length === 0) return;
  const last = db.prepare("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").get();
  const add = db.prepare("INSERT INTO audit(seq, at, data, hash) VALUES (?, ?, ?, ?)");
  let seq = Number(last?.["seq"] ?? 0);
  let hash = String(last?.["hash"] ?? firstAuditHash);
  for (const entry of audit) {
    const data = JSON.stringify(entry);
    hash = auditHash(hash, ++seq, data);
    add.run(seq, entry.at, data, hash);
  }
}
