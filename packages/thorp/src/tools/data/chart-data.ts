/**
 * From a table to the points of a chart: one value per place and series, in the order in which they are drawn, and few
 * enough of them to be read. What was done on the way (added up, averaged, left out) is said in `notes`.
 */
import type { XColumn, XKind, XValue } from "./chart-columns.ts";
import {
  type ChartPoint,
  type Grouping,
  limitGroup,
  mergePoints,
  NONE,
  OTHER,
  sizeOrder,
  thinPoints,
  totalsBy,
} from "./chart-points.ts";
import { type ChartColumns, type ChartKind, type ChartRequest, readChartColumns } from "./chart-request.ts";
import { countOf, type Table } from "./table-text.ts";

/** What is drawn, ready for the specification. */
export interface ChartData {
  readonly kind: ChartKind;
  readonly xName: string;
  readonly yName: string;
  readonly seriesName?: string;
  readonly xKind: XKind;
  readonly unit: "day" | "month";
  readonly points: readonly ChartPoint[];
  /** The places along x, in order. */
  readonly places: readonly XValue[];
  /** In the order of the legend; empty without series. */
  readonly series: readonly string[];
  /** False for averages, prices, rates and the like, whose sum means nothing. */
  readonly isAdditive: boolean;
  readonly notes: readonly string[];
}

/** `text` says what is wrong in words that a model can act on. */
export type ChartDataResult =
  | { readonly ok: true; readonly chart: ChartData }
  | { readonly ok: false; readonly text: string };

/** Names of what is averaged, not added, where several rows share a place. */
const averaged =
  /(^|[^a-z])(avg|average|mean|median|rate|ratio|percent|pct|share|price|salary|wage|score|rating|temperature|age)([^a-z]|$)|%/i;
const MAX_BARS = 20;
const MAX_SLICES = 8;
const MAX_SERIES = 8;
const MAX_STEPS = 120;
const MAX_DAY_BARS = 62;

/** Draws nothing: it decides what there is to draw. */
export function chartData(table: Table, request: ChartRequest): ChartDataResult {
  if (table.rows.length === 0) return failed("There are no rows to draw. Check the filter of the query.");
  const found = readChartColumns(table, request);
  if (!found.ok) return found;
  const notes: string[] = [];
  const isAdditive = !averaged.test(found.yName);
  let points = rawPoints(found, notes);
  if (points.length === 0) return failed(`The column "${found.yName}" has no values to draw.`);

  const { column } = found;
  const draft = {
    ...request,
    ...found,
    xKind: xKindFor(request.kind, column.kind),
    unit: column.unit ?? "day",
    isAdditive,
  };
  if (request.kind === "bar" && draft.xKind === "time" && hasTooManyDays(points, draft.unit)) {
    points = points.map((point) => ({ ...point, x: monthOf(Number(point.x)) }));
    draft.unit = "month";
    notes.push("The days are grouped by month.");
  }
  const key = found.yName === "count" ? "" : [found.xName, found.seriesName].filter(Boolean).join(" and ");
  points = request.kind === "point" ? thinPoints(points, notes) : mergePoints(points, { isAdditive, key, notes });

  const limited = limitGroups(points, draft, notes);
  const places = placesOf(limited, draft.xKind, column);
  if (request.kind === "bar" && places.length > MAX_STEPS) {
    return failed(
      `${places.length} bars are too many to read. Group ${found.xName} with SQL, or choose the kind line.`,
    );
  }
  const problem = request.kind === "pie" ? pieProblem(limited) : undefined;
  if (problem !== undefined) return failed(problem);
  return { ok: true, chart: finished(draft, limited, { places, notes }) };
}

function rawPoints({ column, yValues, seriesValues, yName }: ChartColumns, notes: string[]): ChartPoint[] {
  const points: ChartPoint[] = [];
  let dropped = 0;
  for (const [index, y] of yValues.entries()) {
    const x = column.values[index] ?? (column.kind === "category" || column.kind === "ordered" ? NONE : null);
    if (y === null || x === null) dropped++;
    else points.push(seriesValues ? { x, y, series: seriesValues[index] ?? NONE } : { x, y });
  }
  if (dropped > 0)
    notes.push(
      `${countOf(dropped, "row")} without a value for ${yName} or its place ${dropped === 1 ? "was" : "were"} left out.`,
    );
  return points;
}

/** Bars and slices stand side by side: numbers become steps. */
function xKindFor(kind: ChartKind, found: XKind): XKind {
  return found === "number" && (kind === "bar" || kind === "pie") ? "ordered" : found;
}

type Draft = Omit<ChartData, "points" | "places" | "series" | "notes"> & { readonly column: XColumn };

/** Keeps the largest categories and series; the rest becomes `Other` where that can be shown, else it is left out. */
function limitGroups(points: readonly ChartPoint[], draft: Draft, notes: string[]): ChartPoint[] {
  const { kind, xKind, xName, seriesName } = draft;
  const groupings: Grouping[] = [];
  if (xKind === "category" || kind === "pie") {
    groupings.push({
      name: xName,
      max: kind === "pie" ? MAX_SLICES : MAX_BARS,
      read: ({ x }) => String(x),
      write: (point, x) => ({ ...point, x }),
    });
  }
  if (seriesName !== undefined) {
    groupings.push({
      name: seriesName,
      max: MAX_SERIES,
      read: ({ series }) => series ?? NONE,
      write: (point, series) => ({ ...point, series }),
    });
  }
  return groupings.reduce<ChartPoint[]>(
    (kept, grouping) => limitGroup(kept, grouping, { ...draft, notes }),
    [...points],
  );
}

function placesOf(points: readonly ChartPoint[], kind: XKind, column: XColumn): XValue[] {
  if (kind === "category") return sizeOrder(totalsBy(points, ({ x }) => String(x)));
  const places = distinct(points.map(({ x }) => x));
  return places.sort(
    (left, right) =>
      Number(left === OTHER) - Number(right === OTHER) ||
      Number(left === NONE) - Number(right === NONE) ||
      column.compare(left, right),
  );
}

function finished(
  draft: Draft,
  points: readonly ChartPoint[],
  { places, notes }: { readonly places: readonly XValue[]; readonly notes: readonly string[] },
): ChartData {
  const rankByPlace = new Map(places.map((place, index) => [place, index]));
  const series = draft.seriesName === undefined ? [] : sizeOrder(totalsBy(points, (point) => point.series ?? NONE));
  const rankBySeries = new Map(series.map((name, index) => [name, index]));
  const rank = (point: ChartPoint) =>
    (rankBySeries.get(point.series ?? "") ?? 0) + (rankByPlace.get(point.x) ?? 0) * (series.length + 1);
  const { kind, xName, yName, seriesName, xKind, unit, isAdditive } = draft;
  const sorted = [...points].sort((left, right) => rank(left) - rank(right));
  return {
    kind,
    xName,
    yName,
    ...(seriesName === undefined ? {} : { seriesName }),
    xKind,
    unit,
    isAdditive,
    points: sorted,
    places,
    series,
    notes,
  };
}

function pieProblem(points: readonly ChartPoint[]): string | undefined {
  if (points.some(({ y }) => y < 0)) return "A pie cannot show negative values. Choose the kind bar.";
  return points.every(({ y }) => y === 0)
    ? "All values are zero: a pie has nothing to divide. Choose the kind bar."
    : undefined;
}

function hasTooManyDays(points: readonly ChartPoint[], unit: "day" | "month"): boolean {
  return unit === "day" && distinct(points.map(({ x }) => x)).length > MAX_DAY_BARS;
}

function monthOf(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}

function failed(text: string): { readonly ok: false; readonly text: string } {
  return { ok: false, text };
}
