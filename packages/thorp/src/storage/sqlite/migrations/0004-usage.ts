/** What statistics need of a model call: when it ended, how soon the first word came, whether a cache gave it. */
import type { Migration } from "../migrate.ts";

/** Filled from the events that are there; nobody took the time of their first words. */
export const usageMigration: Migration = {
  version: 4,
  name: "usage",
  up(db) {
    db.exec(`
      ALTER TABLE model_call ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE model_call ADD COLUMN first_ms INTEGER;
      ALTER TABLE model_call ADD COLUMN cached INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE model_call ADD COLUMN failure TEXT;
      UPDATE model_call SET
        at = event.at,
        cached = coalesce(event.data -> '$.result.cached' = 'true', 0),
        failure = event.data ->> '$.result.failure.code'
        FROM event WHERE event.run = model_call.run AND event.seq = model_call.seq;
      -- With the model: an entry of three numbers would look to the salvage like one of event_order.
      CREATE INDEX model_call_at ON model_call(at, model);
      CREATE INDEX run_started ON run(started_at);
    `);
  },
};
