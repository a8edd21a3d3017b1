/** From columns to the rows of the seam. The tables are STRICT: a column has the type that its layout says. */
import type { SQLOutputValue } from "node:sqlite";
import type { FeedbackRow, LineageRow, ModelCallRow, RunRow, TaskRow } from "../store.ts";

/** Columns by name, as SQLite gives them. */
export type Row = Record<string, SQLOutputValue>;

/** What a query over `run JOIN journal` selects for `runRowFrom`: cost and last number are read off their sources. */
export const runColumns = `run.*, journal.id,
  (SELECT coalesce(sum(cost), 0) FROM model_call WHERE model_call.run = run.key) AS cost,
  coalesce((SELECT seq FROM event WHERE event.run = run.key ORDER BY seq DESC LIMIT 1), 0) AS last_seq`;

/** Expects the columns of the table `run`; money stays in micro-dollars, times in milliseconds. */
export function runRowFrom(row: Row): RunRow {
  return {
    id: row["id"] as string,
    conversation: row["conversation"] as string,
    team: row["team"] as string,
    text: row["text"] as string,
    state: row["state"] as RunRow["state"],
    startedAt: row["started_at"] as number,
    ...(row["ended_at"] === null ? {} : { endedAt: row["ended_at"] as number }),
    cost: row["cost"] as RunRow["cost"],
    recoveries: row["recoveries"] as number,
    lastSeq: row["last_seq"] as number,
    ...(row["after"] === null ? {} : { after: row["after"] as string }),
    ...(row["undone_after"] === null ? {} : { undoneAfter: row["undone_after"] as string }),
    ...(row["owner"] === null ? {} : { owner: row["owner"] as string }),
    ...(row["title"] === null ? {} : { title: row["title"] as string }),
  };
}

/** Needs the columns of `feedback` and the id of the run. */
export function feedbackRowFrom(row: Row): FeedbackRow {
  return {
    run: row["id"] as string,
    seq: row["seq"] as number,
    at: row["at"] as number,
    ...(row["person"] === null ? {} : { by: row["person"] as string }),
    ...(row["rating"] === null ? {} : { rating: row["rating"] as "up" | "down" }),
    ...(JSON.parse(row["data"] as string) as Pick<FeedbackRow, "reason" | "edited" | "prefer" | "about">),
  };
}

/** Needs `id`, `after`, `undone_after` and `deleted_at` of a run that is there or was. */
export function lineageRowFrom(row: Row): LineageRow {
  return {
    run: row["id"] as string,
    ...(row["after"] === null ? {} : { after: row["after"] as string }),
    ...(row["undone_after"] === null ? {} : { undoneAfter: row["undone_after"] as string }),
    isDeleted: row["deleted_at"] !== null,
  };
}

/** Needs the columns of `task` and the id of the run. */
export function taskRowFrom(row: Row): TaskRow {
  return {
    run: row["id"] as string,
    path: row["path"] as string,
    agent: row["agent"] as string,
    goal: row["goal"] as string,
    state: row["state"] as TaskRow["state"],
    startedAt: row["started_at"] as number,
    ...(row["ended_at"] === null ? {} : { endedAt: row["ended_at"] as number }),
  };
}

/** Needs the columns of `model_call` and the id of the run. */
export function modelCallRowFrom(row: Row): ModelCallRow {
  return {
    run: row["id"] as string,
    path: row["path"] as string,
    step: row["step"] as string,
    agent: row["agent"] as string,
    purpose: row["purpose"] as string,
    model: row["model"] as string,
    tier: row["tier"] as string,
    inputTokens: row["input_tokens"] as number,
    outputTokens: row["output_tokens"] as number,
    cost: row["cost"] as ModelCallRow["cost"],
    ms: row["ms"] as number,
    ok: row["ok"] === 1,
    at: row["at"] as number,
    ...(row["first_ms"] === null ? {} : { firstMs: row["first_ms"] as number }),
    cached: row["cached"] === 1,
    ...(row["failure"] === null ? {} : { failure: row["failure"] as string }),
  };
}
