/** One figure for each day, as bars. */
import { useEffect, useRef } from "react";
import UPlot from "uplot";
import { useTheme } from "../app/theme.ts";
import "uplot/dist/uPlot.min.css";
import "./day-chart.css";

export interface DayChartProps {
  readonly title: string;
  readonly data: readonly [seconds: readonly number[], values: readonly number[]];
  readonly format: (value: number) => string;
}

const HEIGHT = 160;
/** Seconds. */
const DAY = 86_400;

export function DayChart({ title, data, format }: DayChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const key = JSON.stringify(data);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    // A canvas knows no variables: colours are read off the element, for the theme of now.
    const { color, accentColor } = getComputedStyle(element);
    const axis = {
      stroke: color,
      grid: { show: false },
      ticks: { show: false },
      font: "11px Inter Variable, sans-serif",
    };
    const chart = new UPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (_chart, _least, most) => [0, most === 0 ? 1 : most * 1.1] } },
        axes: [
          { ...axis, incrs: [DAY, 7 * DAY], space: 56, values: (_chart, days) => days.map(shortDay) },
          { ...axis, size: 64, values: (_chart, marks) => marks.map((mark) => format(mark)) },
        ],
        series: [
          {},
          {
            stroke: accentColor,
            fill: accentColor,
            points: { show: false },
            paths: UPlot.paths.bars?.({ size: [0.6, 40] }),
          },
        ],
      } as UPlot.Options,
      data as unknown as UPlot.AlignedData,
      element,
    );
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [key, theme]);
  const [seconds, values] = data;
  return (
    <figure>
      <div ref={place} aria-hidden="true" className="h-40 text-dim accent-accent" />
      <figcaption className="sr-only">
        {title}: {values.map((value, at) => `${dayText(seconds[at])} ${format(value)}`).join(", ")}
      </figcaption>
    </figure>
  );
}

function shortDay(seconds: number): string {
  return new Date(seconds * 1000).toLocaleDateString("en", { day: "numeric", month: "short", timeZone: "UTC" });
}

function dayText(seconds = 0): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
