/** The tools that work with tables: query, table, chart, report. */
import type { Tool } from "../tool.ts";
import { makeChart } from "./make-chart.ts";
import { makeTable } from "./make-table.ts";
import { queryData } from "./query-data.ts";
import { writeReport } from "./write-report.ts";

/** In the order in which a task usually needs them. */
export function dataTools(): readonly Tool[] {
  return [queryData, makeTable, makeChart, writeReport];
}
