/** The tool `make_chart`: rows as an SVG picture, and in words what it shows. */
import { basename, join } from "node:path";
import { z } from "zod";
import type { Json } from "../../base/json.ts";
import { defineTool, type ToolContext, type ToolOutput } from "../tool.ts";
import { startsAtZero } from "./chart-axes.ts";
import { type ChartData, chartData } from "./chart-data.ts";
import { chartKinds } from "./chart-request.ts";
import { chartSpec } from "./chart-spec.ts";
import { describeChart, shownPlace } from "./chart-text.ts";
import { fileNameFrom } from "./file-name.ts";
import { renderChart } from "./render-chart.ts";
import { readTable, sourceShape } from "./table-source.ts";

const inputSchema = z.object({
  kind: z
    .enum(chartKinds)
    .describe(
      "bar compares, line and area show a course over time, point shows a relation, pie shows parts of a whole.",
    ),
  x: z.string().min(1).describe("Column along the axis: categories, dates, months. For a pie the slices."),
  y: z.string().min(1).describe('Column with the numbers, or "count" for the number of rows.'),
  series: z.string().optional().describe("Column that splits the chart into colours."),
  title: z.string().max(200).optional(),
  ...sourceShape,
});
type ChartInput = z.infer<typeof inputSchema>;

const MAX_ROWS = 50_000;
const DATA_ROWS = 1000;

/** Saves one SVG file in the out folder; its text names the highest, lowest and total. */
export const makeChart = defineTool<ChartInput>({
  name: "make_chart",
  capability: "charts",
  description:
    "Draws a bar, line, area, point or pie chart as an SVG file from exactly one source: the rows of an earlier result (from), a file with an optional SQL SELECT over the table data (file, sql), or rows given in the call. Name the columns for x and y.",
  examples: [
    "draw a bar chart of the revenue per region",
    "show the monthly sales as a line",
    "plot price against units sold",
    "a pie of the share of each product",
    "chart how the number of orders changed over the year",
    "compare the regions month by month in one diagram",
    "visualise the salaries by department",
    "make a graph from that result",
  ],
  input: inputSchema,
  effect: "create",
  repeatable: true,
  cacheable: false,
  timeoutMs: 60_000,
  describe: (input, { out }) => ({
    effect: "create",
    summary: `draw the chart ${nameOf(input)}`,
    paths: [join(out, nameOf(input))],
  }),
  execute: executeChart,
});

function titleOf({ title, x, y, series }: ChartInput): string {
  const words = title?.trim() || `${y} by ${x}${series?.trim() ? ` and ${series}` : ""}`.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function nameOf(input: ChartInput): string {
  return `${fileNameFrom(titleOf(input), "chart")}.svg`;
}

async function executeChart(input: ChartInput, context: ToolContext): Promise<ToolOutput> {
  const read = await readTable(input, context, { maxRows: MAX_ROWS });
  if (!read.ok) return read;
  const drawn = chartData(read.table, input);
  if (!drawn.ok) return drawn;
  const { chart } = drawn;
  const title = titleOf(input);
  const description = describeChart(chart, title);
  const svg = await renderChart(chartSpec(chart, { title, description }));
  const artifact = await context.createFile({ name: nameOf(input), title, mediaType: "image/svg+xml", bytes: svg });
  const axis = chart.kind === "pie" || startsAtZero(chart) ? [] : ["The vertical axis does not start at zero."];
  return {
    ok: true,
    text: [
      description,
      ...chart.notes,
      ...axis,
      ...read.notes,
      `Saved as ${basename(artifact.file ?? nameOf(input))}.`,
    ].join(" "),
    data: plottedRows(chart),
    artifacts: [artifact],
    labels: read.labels,
    sources: read.sources,
  };
}

function plottedRows(chart: ChartData): Json {
  return chart.points.slice(0, DATA_ROWS).map(({ x, y, series }) => ({
    [chart.xName]: chart.xKind === "time" && typeof x === "number" ? isoPlace(chart, x) : x,
    ...(chart.seriesName === undefined ? {} : { [chart.seriesName]: series ?? null }),
    [chart.yName]: y,
  }));
}

/** Data keeps dates that a later query can sort. */
function isoPlace(chart: ChartData, time: number): string {
  return chart.unit === "month" ? new Date(time).toISOString().slice(0, 7) : shownPlace(chart, time);
}
