/** People: documents of accounts, and whose a run is. */
import type { Migration } from "../migrate.ts";

/** One table with rowids, so that a damaged file can be searched for its rows; and the owner of each run. */
export const accountsMigration: Migration = {
  version: 5,
  name: "accounts",
  up(db) {
    db.exec(`
      CREATE TABLE account(kind TEXT NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY(kind, id)) STRICT;
      ALTER TABLE run ADD COLUMN owner TEXT;
      CREATE INDEX run_owner ON run(owner) WHERE owner IS NOT NULL;
    `);
  },
};
