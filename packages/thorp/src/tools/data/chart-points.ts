/** The points of a chart: merged where they share a place, and few enough groups of them to be read. */
import type { XValue } from "./chart-columns.ts";
import { countOf } from "./table-text.ts";

/** One value at one place. */
export interface ChartPoint {
  readonly x: XValue;
  readonly y: number;
  readonly series?: string;
}

/** The name under which small groups are added up, and that of a missing name. */
export const OTHER = "Other";
/** Stands for a missing place or series, so that it can be seen. */
export const NONE = "(none)";
const MAX_POINTS = 5000;

/** One point per place and series; `key` names the columns that tell them apart, empty when nothing need be said. */
export function mergePoints(
  points: readonly ChartPoint[],
  { isAdditive, key, notes }: { readonly isAdditive: boolean; readonly key: string; readonly notes: string[] },
): ChartPoint[] {
  const groups = new Map<string, { point: ChartPoint; sum: number; count: number }>();
  for (const point of points) {
    const at = JSON.stringify([point.x, point.series]);
    const group = groups.get(at);
    if (group === undefined) groups.set(at, { point, sum: point.y, count: 1 });
    else {
      group.sum += point.y;
      group.count++;
    }
  }
  if (groups.size < points.length && key !== "") {
    notes.push(`Rows with the same ${key} were ${isAdditive ? "added up" : "averaged"}.`);
  }
  return [...groups.values()].map(({ point, sum, count }) => ({
    ...point,
    y: Number((isAdditive ? sum : sum / count).toPrecision(15)),
  }));
}

/** At most 5,000 points, taken evenly. */
export function thinPoints(points: readonly ChartPoint[], notes: string[]): ChartPoint[] {
  if (points.length <= MAX_POINTS) return [...points];
  const every = Math.ceil(points.length / MAX_POINTS);
  notes.push(`Of ${points.length.toLocaleString("en-US")} points every ${every}th is drawn.`);
  return points.filter((_, index) => index % every === 0);
}

/** One way to group points by name: by their place, or by their series. */
export interface Grouping {
  readonly name: string;
  readonly max: number;
  read(point: ChartPoint): string;
  write(point: ChartPoint, name: string): ChartPoint;
}

interface GroupRules {
  readonly kind: string;
  readonly isAdditive: boolean;
  readonly notes: string[];
}

/** Adds to `notes` what was done; `Other` is made only where a sum means something and can be shown. */
export function limitGroup(
  points: ChartPoint[],
  { name, max, read, write }: Grouping,
  { kind, isAdditive, notes }: GroupRules,
): ChartPoint[] {
  const totals = totalsBy(points, read);
  const order = sizeOrder(totals);
  if (order.length <= max) return points;
  const sumFrom = (start: number) => order.slice(start).reduce((sum, other) => sum + (totals.get(other) ?? 0), 0);
  // A bar for the rest that is longer than all others would make them too short to compare.
  const isDwarfing = kind === "bar" && sumFrom(max - 1) > (totals.get(order[0] ?? "") ?? 0);
  const canAdd = isAdditive && kind !== "point" && !isDwarfing;
  const largest = new Set(order.slice(0, canAdd ? max - 1 : max));
  const rest = sumFrom(largest.size);
  const others = countOf(order.length - largest.size, "further value");
  const sum =
    isAdditive && kind !== "point" ? ` (together ${Number(rest.toPrecision(12)).toLocaleString("en-US")})` : "";
  notes.push(
    `Of ${name} the ${largest.size} largest are shown; ${others}${sum} ${canAdd ? `are added up as "${OTHER}"` : "are left out"}.`,
  );
  if (!canAdd) return points.filter((point) => largest.has(read(point)));
  return mergePoints(
    points.map((point) => (largest.has(read(point)) ? point : write(point, OTHER))),
    { isAdditive, notes: [], key: "" },
  );
}

/** The sum of y over all points that `read` gives the same name. */
export function totalsBy(points: readonly ChartPoint[], read: (point: ChartPoint) => string): Map<string, number> {
  const totals = new Map<string, number>();
  for (const point of points) totals.set(read(point), (totals.get(read(point)) ?? 0) + point.y);
  return totals;
}

/** The largest first, `Other` last. */
export function sizeOrder(totals: ReadonlyMap<string, number>): string[] {
  return [...totals]
    .sort(([left, a], [right, b]) => Number(left === OTHER) - Number(right === OTHER) || b - a)
    .map(([name]) => name);
}
