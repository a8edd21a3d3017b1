/** The axes of a chart as Vega-Lite takes them. */
import type { XValue } from "./chart-columns.ts";
import type { ChartData } from "./chart-data.ts";

type Spec = Readonly<Record<string, unknown>>;

/** The labels of a time axis: a format that tells the values apart, and no label twice. */
export function timeAxis({ places, unit }: ChartData): Spec {
  const days = (Number(places.at(-1)) - Number(places[0])) / 86_400_000;
  const format =
    unit === "month" ? "%b %Y" : days <= 1 ? "%H:%M" : days <= 92 ? "%-d %b" : days <= 1100 ? "%b %Y" : "%Y";
  // A label per value: ticks between them would show the same month twice.
  if (places.length <= 13)
    return { format, values: places, labelAngle: places.length > 8 ? -40 : 0, labelOverlap: false };
  return {
    format,
    labelOverlap: true,
    tickCount: days > 92 && days <= 400 ? { interval: "month", step: 1 } : 10,
    labelAngle: days > 240 && days <= 400 ? -40 : 0,
  };
}

/** Bars and areas measure from zero; a line that moves little far above it would be flat. */
export function startsAtZero({ kind, points }: Pick<ChartData, "kind" | "points">): boolean {
  if (kind === "bar" || kind === "area") return true;
  const values = points.map(({ y }) => y);
  const lowest = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const highest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return !(lowest > 0 && lowest > highest * 0.5);
}

/** Short labels for large numbers, whole steps for whole numbers. */
export function numberAxis(values: readonly XValue[]): Spec {
  const largest = values.reduce<number>((most, value) => Math.max(most, Math.abs(Number(value))), 0);
  // SI prefixes would call a billion G and a half 500m.
  if (largest >= 10_000) return { labelExpr: "replace(format(datum.value, '~s'), 'G', 'B')" };
  return values.every(Number.isInteger) ? { tickMinStep: 1 } : {};
}
