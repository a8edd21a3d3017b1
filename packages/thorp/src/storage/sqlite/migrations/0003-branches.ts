/** What a run follows, what persons think of it, and under which key it was asked for. */
import type { Migration } from "../migrate.ts";

/** Empty columns for the runs that are there; runs that wait for their plan to be approved are said to wait. */
export const branchesMigration: Migration = {
  version: 3,
  name: "branches",
  up(db) {
    db.exec(`
      ALTER TABLE run ADD COLUMN after TEXT;
      ALTER TABLE run ADD COLUMN once_key TEXT;
      ALTER TABLE run ADD COLUMN once_digest TEXT;
      CREATE INDEX run_once ON run(once_key) WHERE once_key IS NOT NULL;

      -- Of a run that was deleted: where it stood.
      ALTER TABLE journal ADD COLUMN conversation TEXT;
      ALTER TABLE journal ADD COLUMN after TEXT;
      CREATE INDEX journal_conversation ON journal(conversation) WHERE conversation IS NOT NULL;

      CREATE TABLE feedback(
        run INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, person TEXT, rating TEXT, data TEXT NOT NULL,
        PRIMARY KEY(run, seq)
      ) STRICT, WITHOUT ROWID;

      UPDATE run SET state = 'waiting' WHERE ended_at IS NULL
        AND EXISTS (SELECT 1 FROM event WHERE event.run = run.key AND seq = 1
          AND data ->> '$.request.approvePlan' AND data ->> '$.request.interactive')
        AND EXISTS (SELECT 1 FROM event WHERE event.run = run.key AND type = 'plan-propose' AND data ->> '$.path' = '')
        AND NOT EXISTS (SELECT 1 FROM event WHERE event.run = run.key AND type = 'plan-approve');
    `);
  },
};
