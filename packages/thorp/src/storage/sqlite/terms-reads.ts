/** The ledger of compliance: calls under terms of providers, from rows and from what deleted runs left. */

import type { MicroDollars } from "../../base/money.ts";
import type { HeldTerms } from "../../events/held-terms.ts";
import type { Store, TermsSum, ToolCallRow } from "../store.ts";
import { addTerms, RATE_LIMITED } from "../terms-sums.ts";
import type { Queries } from "./queries.ts";
import type { Row } from "./row-mapping.ts";

/** Sums of `tool_call` by tool and terms; a condition and `GROUP_BY_TERMS` follow. */
export const TERMS_SUMS = `SELECT tool, terms, count(*) AS calls, sum(NOT ok) AS failed, sum(ok) AS kept,
    sum(cached) AS cached, sum(requests) AS requests, sum(failure IS '${RATE_LIMITED}') AS refused,
    sum(waited_ms > 0) AS held, sum(waited_ms) AS waited_ms,
    min(at) AS first_at, max(at) AS last_at
  FROM tool_call`;
/** See `TERMS_SUMS`. */
export const GROUP_BY_TERMS = "GROUP BY provider, tool, terms";

/** Reads rows only. */
export function createTermsReads(queries: Queries): Pick<Store, "termsSums" | "termsCalls"> {
  return {
    async termsSums() {
      const here = await queries.all(`${TERMS_SUMS} WHERE provider IS NOT NULL ${GROUP_BY_TERMS}`);
      const gone = await queries.all("SELECT sums FROM carried_terms");
      return addTerms([...here.map(termsSumFrom), ...gone.map(({ sums }) => JSON.parse(String(sums)) as TermsSum)]);
    },
    async termsCalls({ provider, run, limit = 50 } = {}) {
      const sql = `SELECT tool_call.*, journal.id FROM tool_call JOIN journal ON journal.key = tool_call.run
        WHERE provider IS NOT NULL AND (?1 IS NULL OR provider = ?1) AND (?2 IS NULL OR journal.id = ?2)
        ORDER BY tool_call.at DESC, tool_call.run DESC, tool_call.seq DESC LIMIT ?3`;
      return (await queries.all(sql, provider ?? null, run ?? null, limit)).map(toolCallRowFrom);
    },
  };
}

/** Needs the columns of `TERMS_SUMS`. */
export function termsSumFrom(row: Row): TermsSum {
  const count = (name: string): number => Number(row[name]);
  return {
    tool: String(row["tool"]),
    terms: JSON.parse(String(row["terms"])) as HeldTerms,
    calls: count("calls"),
    failed: count("failed"),
    kept: count("kept"),
    cached: count("cached"),
    requests: count("requests"),
    refused: count("refused"),
    held: count("held"),
    waitedMs: count("waited_ms"),
    firstAt: count("first_at"),
    lastAt: count("last_at"),
  };
}

function toolCallRowFrom(row: Row): ToolCallRow {
  return {
    run: row["id"] as string,
    path: row["path"] as string,
    step: row["step"] as string,
    agent: row["agent"] as string,
    tool: row["tool"] as string,
    at: row["at"] as number,
    ms: row["ms"] as number,
    ok: row["ok"] === 1,
    cost: row["cost"] as MicroDollars,
    ...(row["failure"] === null ? {} : { failure: row["failure"] as string }),
    ...(row["message"] === null ? {} : { message: row["message"] as string }),
    ...(row["terms"] === null ? {} : { terms: JSON.parse(row["terms"] as string) as HeldTerms }),
    requests: row["requests"] as number,
    waitedMs: row["waited_ms"] as number,
    cached: row["cached"] === 1,
  };
}
