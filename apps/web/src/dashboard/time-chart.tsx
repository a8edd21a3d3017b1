/** Figures over time: bars for sums of hours or days, a line for what is measured every few seconds. */
import { useEffect, useRef, useState } from "react";
import UPlot from "uplot";
import { useTheme } from "../app/theme.ts";
import type { TimeStep } from "./usage-shape.ts";
import "uplot/dist/uPlot.min.css";
import "./time-chart.css";

export interface TimeChartProps {
  readonly title: string;
  readonly data: readonly [seconds: readonly number[], values: readonly number[]];
  readonly step: TimeStep;
  readonly format: (value: number) => string;
}

const HEIGHT = 160;
/** Seconds. */
const HOUR = 3_600;
const marks: Readonly<Record<TimeStep, readonly number[]>> = {
  moment: [30, 60, 120, 300],
  hour: [HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR],
  day: [24 * HOUR, 7 * 24 * HOUR],
};

export function TimeChart({ title, data, step, format }: TimeChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<UPlot>(undefined);
  const latest = useRef(data);
  latest.current = data;
  const [hovered, setHovered] = useState<number>();
  const theme = useTheme();
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const options = { ...optionsOf(element, step, format), hooks: { setCursor: [onCursor] } };
    const made = new UPlot(options as UPlot.Options, latest.current as unknown as UPlot.AlignedData, element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };

    function onCursor({ cursor }: UPlot): void {
      setHovered(cursor.idx ?? undefined);
    }
  }, [theme, step, format]);
  useEffect(() => chart.current?.setData(data as unknown as UPlot.AlignedData), [data]);
  const [seconds, values] = data;
  const at = hovered === undefined ? undefined : seconds[hovered];
  return (
    <figure>
      <div ref={place} aria-hidden="true" className="relative h-40 text-dim accent-accent" />
      <p aria-hidden="true" className="figures h-4 text-right text-xs text-dim">
        {at !== undefined && hovered !== undefined && `${timeLabel(at, step)}: ${format(values[hovered] ?? 0)}`}
      </p>
      <figcaption className="sr-only">
        {title}: {values.map((value, index) => `${timeLabel(seconds[index] ?? 0, step)} ${format(value)}`).join(", ")}
      </figcaption>
    </figure>
  );
}

/** A canvas knows no variables: colours are read off the element, for the theme of now. */
function optionsOf(element: HTMLElement, step: TimeStep, format: TimeChartProps["format"]) {
  const { color, accentColor } = getComputedStyle(element);
  const axis = {
    stroke: color,
    grid: { show: false },
    ticks: { show: false },
    font: "11px Inter Variable, sans-serif",
  };
  const isLine = step === "moment";
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { x: true, y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: { y: { range: fromZero } },
    axes: [
      {
        ...axis,
        size: 28,
        incrs: marks[step],
        space: 64,
        values: (_chart: UPlot, at: number[]) => at.map(shortLabel(step)),
      },
      { ...axis, size: 56, values: (_chart: UPlot, at: number[]) => at.map(format) },
    ],
    series: [
      {},
      {
        stroke: accentColor,
        width: isLine ? 2 : 0,
        ...(isLine ? {} : { fill: accentColor, paths: UPlot.paths.bars?.({ size: [0.7, 40] }) }),
        points: { show: false },
      },
    ],
  };
}

function fromZero(_chart: UPlot, _least: number, most: number): UPlot.Range.MinMax {
  return [0, most > 0 ? most * 1.1 : 1];
}

/** Hours and moments as the clock of the person has them; days are those of Greenwich, as the sums are. */
function shortLabel(step: TimeStep): (seconds: number) => string {
  return (seconds) =>
    step === "day"
      ? new Date(seconds * 1000).toLocaleDateString("en", { day: "numeric", month: "short", timeZone: "UTC" })
      : new Date(seconds * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function timeLabel(seconds: number, step: TimeStep): string {
  if (step === "day") return new Date(seconds * 1000).toISOString().slice(0, 10);
  return new Date(seconds * 1000).toLocaleString("en-GB", {
    ...(step === "hour" ? { day: "numeric", month: "short" } : { second: "2-digit" }),
    hour: "2-digit",
    minute: "2-digit",
  });
}
