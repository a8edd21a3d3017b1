/** What persons do with conversations: an exchange that was taken back, a name that was given. */
import type { Migration } from "../migrate.ts";

/** Adds two columns, empty for the runs that are there: nothing of an old record is rewritten. */
export const conversationsMigration: Migration = {
  version: 2,
  name: "conversations",
  up(db) {
    db.exec(`
      ALTER TABLE run ADD COLUMN undone_after TEXT;
      ALTER TABLE run ADD COLUMN title TEXT;
    `);
  },
};
