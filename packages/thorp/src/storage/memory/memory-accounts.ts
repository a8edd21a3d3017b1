/** Documents of accounts and the audit log in memory. */
import {
  type AccountDocument,
  type AccountTables,
  type AuditRow,
  auditHash,
  firstAuditHash,
} from "../account-tables.ts";

/** Empty; what it kept is gone with it. */
export function createMemoryAccounts(): AccountTables {
  const documents = new Map<string, AccountDocument>();
  const lines: AuditRow[] = [];
  return {
    documents: async () => [...documents.values()],
    async change(changes, audit) {
      for (const { kind, id, data } of changes) {
        if (data === undefined) documents.delete(`${kind} ${id}`);
        else documents.set(`${kind} ${id}`, { kind, id, data });
      }
      for (const entry of audit) {
        const seq = lines.length + 1;
        const hash = auditHash(lines.at(-1)?.hash ?? firstAuditHash, seq, JSON.stringify(entry));
        lines.push({ ...entry, seq, hash });
      }
    },
    async audit({ before = Infinity, limit = 100 } = {}) {
      return lines
        .filter(({ seq }) => seq < before)
        .slice(-limit)
        .reverse();
    },
    verifyAudit: async () => [],
  };
}
