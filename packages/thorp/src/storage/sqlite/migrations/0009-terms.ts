/** The ledger of compliance: under which terms of its provider each tool call was made, and what it took. */
import type { Migration } from "../migrate.ts";

/** Filled from the events that are there; calls of older releases were recorded without terms. */
export const termsMigration: Migration = {
  version: 9,
  name: "terms",
  up(db) {
    db.exec(`
      ALTER TABLE tool_call ADD COLUMN provider TEXT;
      -- As JSON with its names in order: the same terms are the same text.
      ALTER TABLE tool_call ADD COLUMN terms TEXT;
      ALTER TABLE tool_call ADD COLUMN requests INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE tool_call ADD COLUMN waited_ms INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE tool_call ADD COLUMN cached INTEGER NOT NULL DEFAULT 0;
      CREATE INDEX tool_call_provider ON tool_call(provider, at) WHERE provider IS NOT NULL;

      -- What deleted runs asked of providers: sums alone, nothing of what was asked. With rowids, for the salvage.
      CREATE TABLE carried_terms(
        provider TEXT NOT NULL, tool TEXT NOT NULL, terms TEXT NOT NULL, sums TEXT NOT NULL,
        PRIMARY KEY(provider, tool, terms)
      ) STRICT;
    `);
  },
};
