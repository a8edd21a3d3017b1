/** The rows that follow from events, in tables: those of the database, or temporary ones for a comparison. */
import type { DatabaseSync } from "node:sqlite";
import { stableStringify } from "../../base/json.ts";
import { blobsNamedIn } from "../blob-references.ts";
import { type ProjectionSink, projectEvent, projectedTypes, type RunTrace } from "../projector.ts";
import type { EventVersions } from "../upcast.ts";
import { bodyFrom, type EventRow } from "./event-row.ts";

/** Rows in tables follow events; call `flush` in the transaction of the events. */
export interface SqlProjection {
  /** Applies one event; those of a run come in order. */
  project(trace: RunTrace, row: EventRow): void;
  /** Writes the money, which is summed up over a whole batch first: many calls share a day and a key. */
  flush(): void;
  /** Forgets what `flush` would have written. */
  discard(): void;
}

/** `schema` is where the tables are. */
export function createSqlProjection(db: DatabaseSync, schema: "main" | "temp", versions: EventVersions): SqlProjection {
  const spend = new Map<string, { spent: number; reserved: number }>();
  const sink = createSink(db, schema, spend);
  const addSpend = db.prepare(`INSERT INTO ${schema}.spend(scope, spent, reserved) VALUES (?, ?, ?)
    ON CONFLICT(scope) DO UPDATE SET spent = spent + excluded.spent, reserved = reserved + excluded.reserved`);
  const addReference = db.prepare(`INSERT OR IGNORE INTO ${schema}.blob_reference(hash, run) VALUES (?, ?)`);
  return {
    project(trace, row) {
      // An upcaster may turn an old type into one that matters.
      if (row.version !== versions.current || projectedTypes.has(row.type))
        projectEvent(sink, trace, { run: row.run, seq: row.seq, at: row.at, body: bodyFrom(row, versions) });
      for (const hash of blobsNamedIn(row.data)) addReference.run(hash, row.run);
    },
    flush() {
      for (const [scope, { spent, reserved }] of spend) addSpend.run(scope, spent, reserved);
      spend.clear();
    },
    discard: () => spend.clear(),
  };
}

function createSink(
  db: DatabaseSync,
  schema: string,
  spend: Map<string, { spent: number; reserved: number }>,
): ProjectionSink<number> {
  const startRun = db.prepare(`INSERT OR REPLACE INTO ${schema}.run
    (key, conversation, team, text, state, started_at, ended_at, recoveries, owner, after, once_key, once_digest)
    VALUES (?, ?, ?, ?, 'running', ?, NULL, 0, ?, ?, ?, ?)`);
  const startCall = db.prepare(`INSERT OR REPLACE INTO ${schema}.direct_call(key, owner, started_at, ended_at)
    VALUES (?, ?, ?, NULL)`);
  const endCall = db.prepare(`UPDATE ${schema}.direct_call SET ended_at = ? WHERE key = ?`);
  const setRunState = db.prepare(`UPDATE ${schema}.run SET state = ?, ended_at = ? WHERE key = ?`);
  const setRecoveries = db.prepare(`UPDATE ${schema}.run SET recoveries = ? WHERE key = ?`);
  const setUndone = db.prepare(`UPDATE ${schema}.run SET undone_after = ? WHERE key = ?`);
  const setTitle = db.prepare(`UPDATE ${schema}.run SET title = ? WHERE key = ?`);
  const addFeedback = db.prepare(`INSERT INTO ${schema}.feedback(run, seq, at, person, rating, data)
    VALUES (?, ?, ?, ?, ?, ?)`);
  const startTask = db.prepare(`INSERT OR REPLACE INTO ${schema}.task
    (run, path, seq, agent, goal, state, started_at, ended_at) VALUES (?, ?, ?, ?, ?, 'running', ?, NULL)`);
  const setTaskState = db.prepare(`UPDATE ${schema}.task SET state = ?, ended_at = ? WHERE run = ? AND path = ?`);
  const setTaskAgent = db.prepare(`UPDATE ${schema}.task SET agent = ? WHERE run = ? AND path = ?`);
  const unblockTask = db.prepare(
    `UPDATE ${schema}.task SET state = 'running' WHERE run = ? AND path = ? AND state = 'blocked'`,
  );
  const addModelCall = db.prepare(`INSERT INTO ${schema}.model_call
    (run, seq, path, step, agent, purpose, model, tier, input_tokens, output_tokens, cost, ms, ok,
      at, first_ms, cached, failure)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const addToolCall = db.prepare(`INSERT INTO ${schema}.tool_call
    (run, seq, path, step, agent, tool, at, ms, ok, cost, failure, message,
      provider, terms, requests, waited_ms, cached)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return {
    startRun(run, { at, event: { request, team } }) {
      const { conversation, text, owner, after, once } = request;
      const later = [owner?.user ?? null, after ?? null, once?.key ?? null, once?.digest ?? null] as const;
      startRun.run(run, conversation, team, text, at, ...later);
    },
    startCall: (call, { at, event: { owner } }) => void startCall.run(call, owner?.user ?? null, at),
    endCall: (call, at) => void endCall.run(at, call),
    setRunState: (run, state, endedAt) => void setRunState.run(state, endedAt ?? null, run),
    setRecoveries: (run, recoveries) => void setRecoveries.run(recoveries, run),
    setUndone: (run, last) => void setUndone.run(last, run),
    setTitle: (run, title) => void setTitle.run(title ?? null, run),
    addFeedback(run, { seq, at, event: { by, rating, reason, edited, prefer, about } }) {
      addFeedback.run(run, seq, at, by ?? null, rating ?? null, JSON.stringify({ reason, edited, prefer, about }));
    },
    startTask(run, { seq, at, event: { path, task } }) {
      startTask.run(run, path, seq, task.agent, task.goal, at);
    },
    setTaskState: (run, path, { state, endedAt }) => void setTaskState.run(state, endedAt ?? null, run, path),
    setTaskAgent: (run, path, agent) => void setTaskAgent.run(agent, run, path),
    unblockTask: (run, path) => void unblockTask.run(run, path),
    addModelCall(run, seq, { path, step, agent, purpose, model, tier, ...call }) {
      const words = [path, step, agent, purpose, model, tier] as const;
      const { inputTokens, outputTokens, cost, ms, ok, at, firstMs, cached, failure } = call;
      const facts = [at, firstMs ?? null, cached ? 1 : 0, failure ?? null] as const;
      addModelCall.run(run, seq, ...words, inputTokens, outputTokens, cost, ms, ok ? 1 : 0, ...facts);
    },
    addToolCall(run, seq, { path, step, agent, tool, at, ms, ok, cost, failure, message, ...call }) {
      const facts = [at, ms, ok ? 1 : 0, cost, failure ?? null, message ?? null] as const;
      const { terms, requests, waitedMs, cached } = call;
      // The same terms are the same text, so that they can be summed up by it.
      const held = terms === undefined ? [null, null] : [terms.provider, stableStringify(terms)];
      addToolCall.run(run, seq, path, step, agent, tool, ...facts, ...held, requests, waitedMs, cached ? 1 : 0);
    },
    addSpend(scope, spent, reserved) {
      const sum = spend.get(scope);
      if (sum === undefined) spend.set(scope, { spent, reserved });
      else {
        sum.spent += spent;
        sum.reserved += reserved;
      }
    },
  };
}
