/**
 * The Vega-Lite specification of a chart.
 *
 * Columns are renamed to x, y and s, since Vega reads dots, brackets and quotes in a field's name as a path, and
 * nothing of the data ever stands in an expression.
 */

import { numberAxis, startsAtZero, timeAxis } from "./chart-axes.ts";
import type { ChartData } from "./chart-data.ts";
import { type ChartPoint, OTHER } from "./chart-points.ts";
import { shownPlace } from "./chart-text.ts";

/** Okabe and Ito's palette, which people with any colour vision can tell apart; yellow last, for it is faint on white. */
const palette = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c6d31", "#f0e442"];
const OTHER_COLOUR = "#999999";
const WIDTH = 640;
const HEIGHT = 360;

type Spec = Readonly<Record<string, unknown>>;

/** The words around the picture. */
export interface ChartWords {
  readonly title: string;
  /** Read out in place of the picture. */
  readonly description: string;
}

/** The data stands in it: the specification needs no other file. */
export function chartSpec(chart: ChartData, { title, description }: ChartWords): Spec {
  return {
    description,
    title: { text: wrapped(title, 70), anchor: "start", fontSize: 16, offset: 14 },
    background: "white",
    padding: 14,
    data: { values: chart.points.map((point) => valueOf(chart, point)) },
    ...(chart.kind === "pie" ? pie(chart) : cartesian(chart)),
    config: {
      font: "sans-serif",
      view: { stroke: null },
      axis: {
        labelFontSize: 12,
        titleFontSize: 12,
        titleFontWeight: "normal",
        titlePadding: 10,
        labelLimit: 220,
        gridColor: "#e5e5e5",
        domainColor: "#888",
      },
      legend: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelLimit: 220 },
    },
  };
}

/** Places with distances go in as numbers, others as the text that stands at the axis. */
function valueOf(chart: ChartData, { x, y, series }: ChartPoint): Spec {
  return {
    x: hasDistances(chart) ? x : shownPlace(chart, x),
    y,
    label: shortNumber(y),
    ...(series === undefined ? {} : { s: series }),
  };
}

function hasDistances({ kind, xKind }: ChartData): boolean {
  return kind !== "bar" && kind !== "pie" && (xKind === "time" || xKind === "number");
}

function cartesian(chart: ChartData): Spec {
  const isFlat = chart.kind === "bar" && chart.xKind === "category" && isBetterFlat(chart);
  const along = placeChannel(chart, isFlat);
  const up = valueChannel(chart);
  const colour = chart.series.length > 0 ? { color: seriesColour(chart) } : {};
  // Side by side can be compared; stacked is for what would be too thin otherwise.
  const isGrouped =
    chart.kind === "bar" &&
    chart.series.length > 1 &&
    (chart.places.length * chart.series.length <= 36 || chart.points.some(({ y }) => y < 0));
  const offset = isGrouped ? { [isFlat ? "yOffset" : "xOffset"]: { field: "s", sort: chart.series } } : {};
  const stack = isGrouped || chart.series.length === 0 ? null : "zero";
  const value = chart.kind === "bar" || chart.kind === "area" ? { ...up, stack } : up;
  const encoding = { ...(isFlat ? { y: along, x: value } : { x: along, y: value }), ...colour, ...offset };
  const step = isGrouped ? 14 * chart.series.length + 10 : 26;
  return {
    width: isFlat ? WIDTH - 80 : WIDTH,
    height: isFlat ? Math.max(120, step * chart.places.length) : HEIGHT,
    encoding,
    layer: [{ mark: mark(chart) }, ...(hasLabels(chart) ? [valueLabels(isFlat)] : [])],
  };
}

function isBetterFlat({ places }: ChartData): boolean {
  return places.length > 8 || places.some((place) => String(place).length > 12);
}

function mark({ kind, points, series }: ChartData): Spec {
  const plain = series.length === 0 ? { color: palette[0] } : {};
  const isSparse = points.length <= 40 * Math.max(1, series.length);
  switch (kind) {
    case "line":
      return { type: "line", strokeWidth: 2.5, ...plain, ...(isSparse ? { point: { size: 36, ...plain } } : {}) };
    case "area":
      return { type: "area", opacity: 0.85, ...plain };
    case "point":
      return { type: "point", filled: true, size: 45, opacity: 0.75, ...plain };
    default:
      return { type: "bar", ...plain };
  }
}

/** Not below zero: there a label would stand on the names of the axis. */
function hasLabels({ kind, series, places, points }: ChartData): boolean {
  return kind === "bar" && series.length === 0 && places.length <= 20 && points.every(({ y }) => y >= 0);
}

function valueLabels(isFlat: boolean): Spec {
  const place = isFlat ? { align: "left", dx: 5 } : { baseline: "bottom", dy: -4 };
  return {
    mark: { type: "text", fontSize: 11, color: "#333", ...place },
    encoding: { text: { field: "label", type: "nominal" } },
  };
}

function placeChannel(chart: ChartData, isFlat: boolean): Spec {
  const title = words(chart.xName);
  if (!hasDistances(chart)) {
    const labels = chart.places.map((place) => shownPlace(chart, place));
    const longest = Math.max(...labels.map((label) => label.length));
    const isTight = !isFlat && labels.length * (longest + 2) * 6.5 > WIDTH;
    return {
      field: "x",
      type: "ordinal",
      sort: labels,
      title,
      axis: { grid: false, labelAngle: isTight ? -40 : 0, labelOverlap: labels.length > 40 },
    };
  }
  if (chart.xKind === "number")
    return {
      field: "x",
      type: "quantitative",
      title,
      scale: { zero: false, nice: true },
      axis: { grid: chart.kind === "point", ...numberAxis(chart.places) },
    };
  return { field: "x", type: "temporal", title, scale: { type: "utc" }, axis: { grid: false, ...timeAxis(chart) } };
}

function valueChannel(chart: ChartData): Spec {
  const values = chart.points.map(({ y }) => y);
  return {
    field: "y",
    type: "quantitative",
    title: words(chart.yName),
    scale: { zero: startsAtZero(chart) },
    axis: { tickCount: 6, ...numberAxis(values) },
  };
}

function seriesColour({ series, seriesName }: ChartData): Spec {
  return {
    field: "s",
    type: "nominal",
    title: words(seriesName ?? ""),
    sort: series,
    scale: { domain: series, range: coloursOf(series) },
  };
}

function coloursOf(names: readonly string[]): string[] {
  return names.map((name, index) =>
    name === OTHER ? OTHER_COLOUR : (palette[index % palette.length] ?? OTHER_COLOUR),
  );
}

function pie(chart: ChartData): Spec {
  const total = chart.points.reduce((sum, { y }) => sum + y, 0);
  const names = chart.points.map(
    ({ x, y }) => `${shownPlace(chart, x)}: ${shortNumber(y)} (${((100 * y) / total).toFixed(1)} %)`,
  );
  const values = chart.points.map(({ y }, index) => ({ y, s: names[index], order: index }));
  const colour = coloursOf(chart.points.map(({ x }) => String(x)));
  return {
    width: HEIGHT,
    height: HEIGHT,
    data: { values },
    mark: { type: "arc", stroke: "white", strokeWidth: 2 },
    encoding: {
      theta: { field: "y", type: "quantitative", stack: true },
      order: { field: "order", type: "quantitative" },
      color: {
        field: "s",
        type: "nominal",
        title: words(chart.xName),
        sort: names,
        scale: { domain: names, range: colour },
        legend: { labelLimit: 320 },
      },
    },
  };
}

/** `12,345`, `1.25M`: at most four digits that mean something. */
function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1_000_000) return value.toLocaleString("en-US", { notation: "compact", maximumSignificantDigits: 4 });
  return value.toLocaleString("en-US", { maximumFractionDigits: size >= 1000 ? 0 : size >= 1 ? 2 : 4 });
}

/** `start_date` as a person writes it. */
function words(name: string): string {
  return name.replaceAll("_", " ");
}

function wrapped(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const last = lines.length - 1;
    const longer = `${lines[last] ?? ""} ${word}`.trim();
    if (longer.length <= width || lines[last] === "") lines[last] = longer;
    else lines.push(word);
  }
  return lines;
}
