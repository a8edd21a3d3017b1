/** Figures of a stretch of time. Money is in US dollars, durations are milliseconds. */
import type { Usage } from "@thorp/client";
import { countText } from "../parts/format.ts";

export const usageWindows = ["24h", "7d", "30d"] as const;
export type UsageWindow = (typeof usageWindows)[number];

export type Percentiles = NonNullable<Usage["runs"]["ms"]>;
export type KeyedSums = Usage["byDay"][number];
export type CallSums = Omit<KeyedSums, "key">;

/** What one point of a chart stands for. */
export type TimeStep = "moment" | "hour" | "day";
/** Columns of seconds since 1970 and of a figure. */
export type Points = readonly [seconds: readonly number[], values: readonly number[]];

/** Longer windows are shown by the day. Milliseconds. */
const MOST_BY_HOUR = 8 * 86_400_000;
const lengths = { hour: 3_600_000, day: 86_400_000 } as const;

/** 0.125 as "12.5 %"; nothing of nothing is no share. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return "–";
  return `${((part / whole) * 100).toLocaleString("en", { maximumFractionDigits: 1 })} %`;
}

/** For the marks of an axis that counts: there is no half of a call. */
export function wholeText(count: number): string {
  return Number.isInteger(count) ? countText(count) : "";
}

export function stepOf({ from, to }: Pick<Usage, "from" | "to">): "hour" | "day" {
  return to - from <= MOST_BY_HOUR ? "hour" : "day";
}

/** Each hour or day of the window, also those in which nothing was done. */
export function pointsOf(
  usage: Pick<Usage, "from" | "to" | "byDay" | "byHour">,
  figure: (sums: CallSums) => number,
): Points {
  const step = stepOf(usage);
  const length = lengths[step];
  const byKey = new Map((step === "hour" ? usage.byHour : usage.byDay).map((sums) => [sums.key, sums]));
  const seconds: number[] = [];
  const values: number[] = [];
  for (let at = Math.floor(usage.from / length) * length; at < usage.to; at += length) {
    const sums = byKey.get(new Date(at).toISOString().slice(0, step === "hour" ? 13 : 10));
    seconds.push(at / 1000);
    values.push(sums === undefined ? 0 : figure(sums));
  }
  return [seconds, values];
}
