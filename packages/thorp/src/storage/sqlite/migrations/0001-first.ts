/** The first layout of core.db. */
import type { Migration } from "../migrate.ts";

/** From an empty file to the first layout. */
export const firstMigration: Migration = {
  version: 1,
  name: "first",
  up(db) {
    db.exec(`
      -- Every run that ever was; deleted_at makes a tombstone. The short key saves its id in every other row.
      CREATE TABLE journal(
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, deleted_at INTEGER
      ) STRICT;

      -- id is the order of commits over all runs. A table with rowids, because rows of some kilobytes fit its pages
      -- better, and because runs that go on side by side then share pages at its end.
      CREATE TABLE event(
        id INTEGER PRIMARY KEY, run INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
        version INTEGER NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX event_order ON event(run, seq);
      CREATE INDEX event_message ON event(run) WHERE type = 'message-add';

      CREATE TABLE run(
        key INTEGER PRIMARY KEY, conversation TEXT NOT NULL, team TEXT NOT NULL, text TEXT NOT NULL,
        state TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER, recoveries INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX run_conversation ON run(conversation);
      CREATE INDEX run_unfinished ON run(key) WHERE ended_at IS NULL;

      CREATE TABLE task(
        run INTEGER NOT NULL, path TEXT NOT NULL, seq INTEGER NOT NULL, agent TEXT NOT NULL, goal TEXT NOT NULL,
        state TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER, PRIMARY KEY(run, path)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE model_call(
        run INTEGER NOT NULL, seq INTEGER NOT NULL, path TEXT NOT NULL, step TEXT NOT NULL, agent TEXT NOT NULL,
        purpose TEXT NOT NULL, model TEXT NOT NULL, tier TEXT NOT NULL, input_tokens INTEGER NOT NULL,
        output_tokens INTEGER NOT NULL, cost INTEGER NOT NULL, ms INTEGER NOT NULL, ok INTEGER NOT NULL,
        PRIMARY KEY(run, seq)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE spend(
        scope TEXT PRIMARY KEY, spent INTEGER NOT NULL, reserved INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      -- What deleted runs have spent: where a rebuild of spend begins.
      CREATE TABLE carried_spend(
        scope TEXT PRIMARY KEY, spent INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- In parts, so that a large one can be read without stopping everything else.
      CREATE TABLE blob(
        hash TEXT NOT NULL, part INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY(hash, part)
      ) STRICT;
      CREATE TABLE blob_reference(
        hash TEXT NOT NULL, run INTEGER NOT NULL, PRIMARY KEY(hash, run)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE team_copy(hash TEXT PRIMARY KEY, files TEXT NOT NULL) STRICT;
    `);
  },
};
