/** What became of the calls of each tool, summed up by the database. */
import type { MicroDollars } from "../../base/money.ts";
import type { Store, ToolUsage } from "../store.ts";
import type { Queries } from "./queries.ts";
import type { Row } from "./row-mapping.ts";

const SUMS = `SELECT tool, count(*) AS calls, sum(NOT ok) AS failed, sum(cached) AS cached, sum(cost) AS cost, max(at) AS last_at,
    sum(NOT ok AND recency <= 10) AS failed_of_last_ten,
    max(CASE WHEN place = (total + 1) / 2 THEN ms END) AS p50,
    max(CASE WHEN place = (total * 95 + 99) / 100 THEN ms END) AS p95
  FROM (
    SELECT tool, ok, cached, cost, at, ms, count(*) OVER (PARTITION BY tool) AS total,
      row_number() OVER (PARTITION BY tool ORDER BY ms) AS place,
      row_number() OVER (PARTITION BY tool ORDER BY at DESC, run DESC, seq DESC) AS recency
    FROM tool_call
  ) GROUP BY tool ORDER BY tool`;

const FAILURES = `SELECT tool, at, failure, message FROM (
    SELECT tool, at, failure, message,
      row_number() OVER (PARTITION BY tool ORDER BY at DESC, run DESC, seq DESC) AS recency
    FROM tool_call WHERE NOT ok
  ) WHERE recency = 1`;

/** Reads rows only. */
export function createToolUsageReads(queries: Queries): Pick<Store, "toolUsage"> {
  return {
    async toolUsage() {
      const failures = new Map((await queries.all(FAILURES)).map((row) => [String(row["tool"]), row]));
      return (await queries.all(SUMS)).map((row) => usageFrom(row, failures.get(String(row["tool"]))));
    },
  };
}

function usageFrom(row: Row, failure: Row | undefined): ToolUsage {
  return {
    tool: String(row["tool"]),
    calls: Number(row["calls"]),
    failed: Number(row["failed"]),
    cached: Number(row["cached"]),
    cost: Number(row["cost"]) as MicroDollars,
    ms: { p50: Number(row["p50"]), p95: Number(row["p95"]) },
    lastAt: Number(row["last_at"]),
    failedOfLastTen: Number(row["failed_of_last_ten"]),
    ...(failure === undefined
      ? {}
      : {
          lastFailure: {
            at: Number(failure["at"]),
            code: String(failure["failure"] ?? "tool-failed"),
            message: String(failure["message"] ?? ""),
          },
        }),
  };
}
