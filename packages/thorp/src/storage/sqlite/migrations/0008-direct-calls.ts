/** Model calls that belong to no run: whose they are, and whether they ended. */
import type { Migration } from "../migrate.ts";

/** Older releases recorded none. */
export const directCallsMigration: Migration = {
  version: 8,
  name: "direct calls",
  up(db) {
    db.exec(`
      CREATE TABLE direct_call(
        key INTEGER PRIMARY KEY, owner TEXT, started_at INTEGER NOT NULL, ended_at INTEGER
      ) STRICT;
      CREATE INDEX direct_call_open ON direct_call(key) WHERE ended_at IS NULL;
    `);
  },
};
