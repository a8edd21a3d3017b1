/** What a chart shows, in words: for readers who cannot see it, and for models. */
import { monthNames } from "../../base/month-names.ts";
import type { XValue } from "./chart-columns.ts";
import type { ChartData } from "./chart-data.ts";
import { type ChartPoint, OTHER } from "./chart-points.ts";
import type { ChartKind } from "./chart-request.ts";
import { countOf } from "./table-text.ts";

const shapes: Readonly<Record<ChartKind, readonly [name: string, unit: string]>> = {
  bar: ["Bar chart", "bar"],
  line: ["Line chart", "point"],
  area: ["Area chart", "point"],
  point: ["Scatter chart", "point"],
  pie: ["Pie chart", "slice"],
};

/** The highest, the lowest, the total, and where x has an order the direction. */
export function describeChart(chart: ChartData, title: string): string {
  const [shape, unit] = shapes[chart.kind];
  const split =
    chart.seriesName === undefined
      ? ""
      : ` in ${countOf(chart.series.length, "series", "series")} by ${chart.seriesName}: ${chart.series.join(", ")}`;
  const head = `${shape} "${title}": ${chart.yName} by ${chart.xName}, ${countOf(chart.points.length, unit)}${split}.`;
  if (chart.kind === "point") return [head, ranges(chart), correlation(chart)].filter(Boolean).join(" ");
  if (chart.series.length <= 1) return `${head} ${describePoints(chart, chart.points)}`;
  const parts = chart.series.map(
    (name) =>
      `${name}: ${describePoints(
        chart,
        chart.points.filter(({ series }) => series === name),
      )}`,
  );
  return [head, ...parts].join("\n");
}

function describePoints(chart: ChartData, points: readonly ChartPoint[]): string {
  // What was added up as the rest is not a value that could be the highest.
  const own = points.filter(({ x }) => x !== OTHER);
  const compared = own.length > 0 ? own : points;
  const highest = compared.reduce((best, point) => (point.y > best.y ? point : best));
  const lowest = compared.reduce((best, point) => (point.y < best.y ? point : best));
  const at = (point: ChartPoint) => `${shownPlace(chart, point.x)} (${shown(point.y)})`;
  if (points.length === 1) return `Only ${at(highest)}.`;
  if (highest.y === lowest.y) return `All are ${shown(highest.y)}.`;
  const sentences = [`Highest: ${at(highest)}; lowest: ${at(lowest)}.`];
  if (chart.isAdditive) sentences.push(`Total: ${shown(points.reduce((sum, { y }) => sum + y, 0))}.`);
  if (chart.xKind !== "category" && points.length >= 3 && chart.kind !== "pie") sentences.push(trend(chart, points));
  return sentences.join(" ");
}

/** First against last, and the mean of the first third against that of the last, which one odd end does not move. */
function trend(chart: ChartData, points: readonly ChartPoint[]): string {
  const first = points[0] as ChartPoint;
  const last = points.at(-1) as ChartPoint;
  const third = Math.max(1, Math.floor(points.length / 3));
  const before = mean(points.slice(0, third));
  const after = mean(points.slice(-third));
  const change = before === 0 ? Math.sign(after) : (after - before) / Math.abs(before);
  const direction = change > 0.05 ? "rising" : change < -0.05 ? "falling" : "steady";
  const percent = first.y === 0 ? "" : `, ${percentText((last.y - first.y) / Math.abs(first.y))}`;
  return `From ${shownPlace(chart, first.x)} (${shown(first.y)}) to ${shownPlace(chart, last.x)} (${shown(last.y)})${percent}; overall ${direction}.`;
}

function ranges({ points, xName, yName, xKind, unit }: ChartData): string {
  const ys = points.map(({ y }) => y).sort(ascending);
  const yRange = `${yName} goes from ${shown(ys[0] ?? 0)} to ${shown(ys.at(-1) ?? 0)}`;
  if (xKind !== "number" && xKind !== "time") return `${yRange}.`;
  const xs = points.map(({ x }) => Number(x)).sort(ascending);
  return `${xName} goes from ${shownPlace({ xKind, unit }, xs[0] ?? 0)} to ${shownPlace({ xKind, unit }, xs.at(-1) ?? 0)}, ${yRange}.`;
}

/** Pearson's r, said in words. */
function correlation({ points, xKind }: ChartData): string | undefined {
  if (points.length < 3 || (xKind !== "number" && xKind !== "time")) return undefined;
  const meanX = points.reduce((sum, { x }) => sum + Number(x), 0) / points.length;
  const meanY = mean(points);
  let both = 0;
  let squaresX = 0;
  let squaresY = 0;
  for (const { x, y } of points) {
    both += (Number(x) - meanX) * (y - meanY);
    squaresX += (Number(x) - meanX) ** 2;
    squaresY += (y - meanY) ** 2;
  }
  if (squaresX === 0 || squaresY === 0) return undefined;
  const r = both / Math.sqrt(squaresX * squaresY);
  const strength =
    Math.abs(r) < 0.3
      ? "no clear relation"
      : `a ${Math.abs(r) < 0.7 ? "moderate" : "strong"} ${r > 0 ? "rising" : "falling"} relation`;
  return `There is ${strength} (r = ${r.toFixed(2)}).`;
}

/** A place along x as it stands at the axis: `Jan 2025`, `2025-01-31`, `North`. */
export function shownPlace({ xKind, unit }: Pick<ChartData, "xKind" | "unit">, place: XValue): string {
  if (xKind !== "time" || typeof place !== "number") return String(place);
  const date = new Date(place);
  if (unit === "month") return `${monthNames[date.getUTCMonth()]?.slice(0, 3)} ${date.getUTCFullYear()}`;
  const iso = date.toISOString();
  return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.slice(0, 16).replace("T", " ");
}

function percentText(share: number): string {
  const percent = share * 100;
  return `${percent > 0 ? "+" : ""}${percent.toFixed(Math.abs(percent) < 10 ? 1 : 0)} %`;
}

function shown(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: Math.abs(value) >= 1 ? 2 : 4 });
}

function mean(points: readonly ChartPoint[]): number {
  return points.reduce((sum, { y }) => sum + y, 0) / Math.max(1, points.length);
}

function ascending(left: number, right: number): number {
  return left - right;
}
