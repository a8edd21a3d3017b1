/** What became of the calls of each tool; the same figures as the database gives. */
import type { MicroDollars } from "../../base/money.ts";
import type { ToolCallRow, ToolUsage } from "../store.ts";
import type { MemoryProjection } from "./memory-projection.ts";

/** See `Store.toolUsage`. */
export function toolUsageOf({ toolCalls }: Pick<MemoryProjection, "toolCalls">): readonly ToolUsage[] {
  return [...Map.groupBy([...toolCalls.values()].flat(), ({ tool }) => tool)]
    .map(([tool, calls]) => usageOf(tool, calls))
    .sort((a, b) => (a.tool < b.tool ? -1 : 1));
}

function usageOf(tool: string, calls: readonly ToolCallRow[]): ToolUsage {
  const times = calls.map(({ ms }) => ms).sort((a, b) => a - b);
  const newest = calls.toReversed().sort((a, b) => b.at - a.at);
  const failed = newest.filter(({ ok }) => !ok);
  const [last] = failed;
  const timeAt = (place: number): number => times[place - 1] ?? 0;
  return {
    tool,
    calls: calls.length,
    failed: failed.length,
    cached: calls.filter(({ cached }) => cached).length,
    cost: calls.reduce((sum, { cost }) => sum + cost, 0) as MicroDollars,
    ms: { p50: timeAt(Math.floor((times.length + 1) / 2)), p95: timeAt(Math.floor((times.length * 95 + 99) / 100)) },
    lastAt: newest[0]?.at ?? 0,
    failedOfLastTen: newest.slice(0, 10).filter(({ ok }) => !ok).length,
    ...(last === undefined
      ? {}
      : { lastFailure: { at: last.at, code: last.failure ?? "tool-failed", message: last.message ?? "" } }),
  };
}
