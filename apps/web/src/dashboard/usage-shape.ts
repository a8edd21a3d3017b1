/** Figures of a stretch of time. Money is in US dollars, durations are milliseconds. */
import type { Usage } from "@thorp/client";

export const usageWindows = ["24h", "7d", "30d"] as const;
export type UsageWindow = (typeof usageWindows)[number];

export type Percentiles = NonNullable<Usage["runs"]["ms"]>;
export type KeyedSums = Usage["byDay"][number];
export type CallSums = Omit<KeyedSums, "key">;

/** 0.125 as "12.5 %"; nothing of nothing is no share. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return "–";
  return `${((part / whole) * 100).toLocaleString("en", { maximumFractionDigits: 1 })} %`;
}

/** Each day of the window, also those on which nothing was done: columns of seconds and of a figure. */
export function daysOf(
  { from, to, byDay }: Pick<Usage, "from" | "to" | "byDay">,
  figure: (sums: CallSums) => number,
): readonly [seconds: readonly number[], values: readonly number[]] {
  const DAY = 86_400_000;
  const byKey = new Map(byDay.map((sums) => [sums.key, sums]));
  const seconds: number[] = [];
  const values: number[] = [];
  for (let day = Math.floor(from / DAY); day * DAY < to; day++) {
    const sums = byKey.get(new Date(day * DAY).toISOString().slice(0, 10));
    seconds.push((day * DAY) / 1000);
    values.push(sums === undefined ? 0 : figure(sums));
  }
  return [seconds, values];
}
