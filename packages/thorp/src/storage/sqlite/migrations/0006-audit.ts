/** The log of who did what: it only grows. */
import type { Migration } from "../migrate.ts";

/** Triggers refuse what would change a line; the chain of hashes shows what was changed past them. */
export const auditMigration: Migration = {
  version: 6,
  name: "audit",
  up(db) {
    db.exec(`
      CREATE TABLE audit(seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, data TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
      CREATE TRIGGER audit_keeps_lines BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log only grows'); END;
      CREATE TRIGGER audit_keeps_all BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log only grows'); END;
    `);
  },
};
