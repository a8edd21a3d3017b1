/** Reading documents of accounts and the audit log. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Json } from "../../base/json.ts";
import {
  type AccountKind,
  type AccountTables,
  type AuditEntry,
  type AuditRow,
  auditHash,
  firstAuditHash,
} from "../account-tables.ts";
import { PAGE, type Queries } from "./queries.ts";
import type { Row } from "./row-mapping.ts";

/** The part of `AccountTables` that changes nothing. */
export type AccountReads = Omit<AccountTables, "change">;

/** Each statement sees what is committed when it runs. */
export function createAccountReads(queries: Queries): AccountReads {
  return {
    async documents() {
      const rows = await queries.all("SELECT kind, id, data FROM account");
      return rows.map(({ kind, id, data }) => ({
        kind: kind as AccountKind,
        id: String(id),
        data: JSON.parse(String(data)) as Json,
      }));
    },
    async audit({ before = Number.MAX_SAFE_INTEGER, limit = 100 } = {}) {
      const sql = "SELECT seq, data, hash FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?";
      return (await queries.all(sql, before, limit)).map(auditRowFrom);
    },
    async verifyAudit() {
      let hash = firstAuditHash;
      let seq = 0;
      for (;;) {
        const sql = "SELECT seq, at, data, hash FROM audit WHERE seq > ? ORDER BY seq LIMIT ?";
        const rows = await queries.all(sql, seq, PAGE);
        for (const row of rows) {
          const number = Number(row["seq"]);
          if (number !== seq + 1) return [`Line ${seq + 1} of the audit log is missing.`];
          const data = String(row["data"]);
          const isItsTime = auditRowFrom(row).at === row["at"];
          if (!isItsTime || auditHash(hash, number, data) !== row["hash"])
            return [`Line ${number} of the audit log is not what was written.`];
          hash = String(row["hash"]);
          seq = number;
        }
        if (rows.length < PAGE) return [];
        await nextTurn();
      }
    },
  };
}

function auditRowFrom(row: Row): AuditRow {
  const entry = JSON.parse(String(row["data"])) as AuditEntry;
  return { ...entry, seq: Number(row["seq"]), hash: String(row["hash"]) };
}
