/** Calls of tools as rows, for what each tool does and how often it fails. */
import type { Migration } from "../migrate.ts";

/** Filled from the events that are there. */
export const toolCallsMigration: Migration = {
  version: 7,
  name: "tool calls",
  up(db) {
    db.exec(`
      CREATE TABLE tool_call(
        run INTEGER NOT NULL, seq INTEGER NOT NULL, path TEXT NOT NULL, step TEXT NOT NULL, agent TEXT NOT NULL,
        tool TEXT NOT NULL, at INTEGER NOT NULL, ms INTEGER NOT NULL, ok INTEGER NOT NULL, cost INTEGER NOT NULL,
        failure TEXT, message TEXT, PRIMARY KEY(run, seq)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO tool_call
        SELECT done.run, done.seq, done.data ->> '$.path', done.data ->> '$.step', begun.data ->> '$.call.agent',
          begun.data ->> '$.call.tool', done.at, max(0, done.at - begun.at),
          coalesce(done.data -> '$.result.ok' <> 'false', 1), 0,
          done.data ->> '$.result.failure.code', substr(done.data ->> '$.result.failure.message', 1, 300)
        FROM event AS done JOIN event AS begun ON begun.run = done.run AND begun.type = 'step-start'
          AND begun.data ->> '$.step' = done.data ->> '$.step' AND begun.data ->> '$.path' = done.data ->> '$.path'
          AND begun.seq = (SELECT max(seq) FROM event AS last WHERE last.run = done.run AND last.type = 'step-start'
            AND last.seq < done.seq AND last.data ->> '$.step' = done.data ->> '$.step'
            AND last.data ->> '$.path' = done.data ->> '$.path')
        WHERE done.type = 'step-end' AND begun.data ->> '$.call.kind' = 'tool';
      -- With the run: an entry of three numbers would look to the salvage like one of event_order.
      CREATE INDEX tool_call_tool ON tool_call(tool, at);
    `);
  },
};
