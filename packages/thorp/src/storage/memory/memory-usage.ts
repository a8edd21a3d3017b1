/** Statistics over the rows of a store in memory; the same figures as the database gives. */
import type { MicroDollars } from "../../base/money.ts";
import { type CallSum, isByHour, type ModelCallRow, type Percentiles, type Usage, type Window } from "../store.ts";
import type { MemoryProjection, StoredRun } from "./memory-projection.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** See `Store.usage`. */
export function usageOf({ runs, calls: directCalls, modelCalls }: MemoryProjection, window: Window): Usage {
  const { from, to, owner } = window;
  const isWanted = (run: Pick<StoredRun, "owner"> | undefined): boolean => owner === undefined || run?.owner === owner;
  const calls = [...modelCalls.values()]
    .flat()
    .filter(({ at, run }) => at >= from && at < to && isWanted(runs.get(run) ?? directCalls.get(run)));
  const begun = [...runs.values()].filter((run) => run.startedAt >= from && run.startedAt < to && isWanted(run));
  const failures = Map.groupBy(
    calls.filter(({ failure }) => failure !== undefined),
    ({ failure }) => failure ?? "",
  );
  return {
    runs: { begun: begun.length, byState: byState(begun), ...msOf(begun) },
    calls: {
      ...sumOf("", calls),
      ...present("ms", percentiles(calls.map(({ ms }) => ms))),
      ...present("firstMs", percentiles(calls.flatMap(({ firstMs }) => firstMs ?? []))),
    },
    byModel: sumsBy(calls, ({ model }) => model),
    byAgent: sumsBy(calls, ({ agent }) => agent),
    byTier: sumsBy(calls, ({ tier }) => tier),
    byDay: sumsByTime(calls, DAY),
    byHour: isByHour(window) ? sumsByTime(calls, HOUR) : [],
    failures: [...failures]
      .map(([code, those]) => ({ code, calls: those.length }))
      .sort((a, b) => b.calls - a.calls || (a.code < b.code ? -1 : 1)),
  };
}

function byState(runs: readonly StoredRun[]): Readonly<Record<string, number>> {
  const counts = Map.groupBy(runs, ({ state }) => state);
  return Object.fromEntries([...counts].map(([state, those]) => [state as string, those.length]));
}

function msOf(runs: readonly StoredRun[]): { readonly ms?: Percentiles } {
  return present(
    "ms",
    percentiles(runs.flatMap(({ startedAt, endedAt }) => (endedAt === undefined ? [] : endedAt - startedAt))),
  );
}

function sumsByTime(calls: readonly ModelCallRow[], step: number): readonly CallSum[] {
  return sumsBy(calls, ({ at }) => String(Math.floor(at / step))).toSorted((a, b) => Number(a.key) - Number(b.key));
}

function sumsBy(calls: readonly ModelCallRow[], keyOf: (call: ModelCallRow) => string): readonly CallSum[] {
  return [...Map.groupBy(calls, keyOf)]
    .map(([key, those]) => sumOf(key, those))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function sumOf(key: string, calls: readonly ModelCallRow[]): CallSum {
  const sum = (of: "inputTokens" | "outputTokens" | "cost") => calls.reduce((total, call) => total + call[of], 0);
  return {
    key,
    calls: calls.length,
    failed: calls.filter(({ ok }) => !ok).length,
    cached: calls.filter(({ cached }) => cached).length,
    inputTokens: sum("inputTokens"),
    outputTokens: sum("outputTokens"),
    cost: sum("cost") as MicroDollars,
  };
}

function percentiles(values: readonly number[]): Percentiles | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const total = sorted.length;
  if (total === 0) return undefined;
  const at = (place: number): number => sorted[place - 1] ?? 0;
  return {
    p50: at(Math.floor((total + 1) / 2)),
    p95: at(Math.floor((total * 95 + 99) / 100)),
    p99: at(Math.floor((total * 99 + 99) / 100)),
  };
}

function present<Name extends string>(
  name: Name,
  value: Percentiles | undefined,
): { readonly [Key in Name]?: Percentiles } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: Percentiles };
}
