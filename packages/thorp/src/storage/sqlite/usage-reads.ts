/** Statistics over model calls and runs, summed up by the database. */
import type { MicroDollars } from "../../base/money.ts";
import { type CallSum, isByHour, type Percentiles, type Store, type Window } from "../store.ts";
import type { Queries } from "./queries.ts";
import type { Row } from "./row-mapping.ts";

const SUMS = `count(*) AS calls, coalesce(sum(NOT ok), 0) AS failed, coalesce(sum(cached), 0) AS cached,
  coalesce(sum(input_tokens), 0) AS input_tokens, coalesce(sum(output_tokens), 0) AS output_tokens,
  coalesce(sum(cost), 0) AS cost`;
const IN_WINDOW = `FROM model_call WHERE at >= ?1 AND at < ?2
  AND (?3 IS NULL OR EXISTS (SELECT 1 FROM run WHERE run.key = model_call.run AND run.owner = ?3)
    OR EXISTS (SELECT 1 FROM direct_call WHERE direct_call.key = model_call.run AND direct_call.owner = ?3))`;
const RUNS = "FROM run WHERE started_at >= ?1 AND started_at < ?2 AND (?3 IS NULL OR owner = ?3)";

/** Reads rows only, by their indexes on time. */
export function createUsageReads(queries: Queries): Pick<Store, "usage"> {
  const sumsBy = async (key: string, { from, to, owner }: Window): Promise<readonly CallSum[]> => {
    const sql = `SELECT ${key} AS key, ${SUMS} ${IN_WINDOW} GROUP BY 1 ORDER BY 1`;
    return (await queries.all(sql, from, to, owner ?? null)).map(sumFrom);
  };
  const sumsByTime = async (step: number, window: Window): Promise<readonly CallSum[]> =>
    (await sumsBy(`at / ${step}`, window)).toSorted((a, b) => Number(a.key) - Number(b.key));
  const percentiles = async (
    value: string,
    source: string,
    { from, to, owner }: Window,
  ): Promise<Percentiles | undefined> => {
    const sql = `SELECT value, place, total FROM (
        SELECT ${value} AS value, row_number() OVER (ORDER BY ${value}) AS place, count(*) OVER () AS total
        ${source} AND ${value} IS NOT NULL
      ) WHERE place IN ((total + 1) / 2, (total * 95 + 99) / 100, (total * 99 + 99) / 100) ORDER BY place`;
    return percentilesFrom(await queries.all(sql, from, to, owner ?? null));
  };
  return {
    async usage(window) {
      const { from, to } = window;
      const owner = window.owner ?? null;
      const [total] = await queries.all(`SELECT '' AS key, ${SUMS} ${IN_WINDOW}`, from, to, owner);
      const states = await queries.all(`SELECT state, count(*) AS runs ${RUNS} GROUP BY 1 ORDER BY 1`, from, to, owner);
      const byState = Object.fromEntries(states.map(({ state, runs: count }) => [String(state), Number(count)]));
      const failures = `SELECT failure AS code, count(*) AS calls ${IN_WINDOW} AND failure IS NOT NULL
        GROUP BY 1 ORDER BY 2 DESC, 1`;
      return {
        runs: {
          begun: Object.values(byState).reduce((sum, count) => sum + count, 0),
          byState,
          ...present("ms", await percentiles("ended_at - started_at", RUNS, window)),
        },
        calls: {
          ...sumFrom(total ?? {}),
          ...present("ms", await percentiles("ms", IN_WINDOW, window)),
          ...present("firstMs", await percentiles("first_ms", IN_WINDOW, window)),
        },
        byModel: await sumsBy("model", window),
        byAgent: await sumsBy("agent", window),
        byTier: await sumsBy("tier", window),
        byDay: await sumsByTime(86_400_000, window),
        byHour: isByHour(window) ? await sumsByTime(3_600_000, window) : [],
        failures: (await queries.all(failures, from, to, owner)).map(({ code, calls }) => ({
          code: String(code),
          calls: Number(calls),
        })),
      };
    },
  };
}

function present<Name extends string>(
  name: Name,
  value: Percentiles | undefined,
): { readonly [Key in Name]?: Percentiles } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: Percentiles };
}

function sumFrom(row: Row): CallSum {
  return {
    key: String(row["key"] ?? ""),
    calls: Number(row["calls"] ?? 0),
    failed: Number(row["failed"] ?? 0),
    cached: Number(row["cached"] ?? 0),
    inputTokens: Number(row["input_tokens"] ?? 0),
    outputTokens: Number(row["output_tokens"] ?? 0),
    cost: Number(row["cost"] ?? 0) as MicroDollars,
  };
}

function percentilesFrom(rows: readonly Row[]): Percentiles | undefined {
  const total = Number(rows[0]?.["total"] ?? 0);
  if (total === 0) return undefined;
  const at = (place: number): number => Number(rows.find((row) => row["place"] === place)?.["value"] ?? 0);
  return {
    p50: at(Math.floor((total + 1) / 2)),
    p95: at(Math.floor((total * 95 + 99) / 100)),
    p99: at(Math.floor((total * 99 + 99) / 100)),
  };
}
