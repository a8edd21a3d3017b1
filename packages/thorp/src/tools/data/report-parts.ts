/** The sections of a report with what they take from earlier results, before it becomes Markdown or HTML. */
import { basename } from "node:path";
import { joinLabels, type Labels } from "../../base/label.ts";
import type { Artifact, Source } from "../../events/task-result.ts";
import type { ToolContext } from "../tool.ts";
import { readColumn } from "./infer-column.ts";
import { labelsOf, readEarlier } from "./open-table.ts";
import { tableFromJson } from "./parse-table.ts";
import { countOf, markdownTable } from "./table-text.ts";

/** A section as a model asks for it; `from` names an earlier result. */
export interface SectionInput {
  readonly heading: string;
  readonly text?: string | undefined;
  readonly from?: string | undefined;
}

/** A picture of a report. */
export interface ReportChart {
  readonly title: string;
  /** What it shows, in words. */
  readonly caption: string;
  readonly svg: string;
  /** Its name in the folder of the report. */
  readonly fileName: string;
}

/** A section with everything that it takes from elsewhere. */
export interface ReportSection {
  readonly heading: string;
  /** Markdown: the text of the section, and of the result where that is not a chart. */
  readonly text: string;
  readonly charts: readonly ReportChart[];
  /** Further files of the result, by their name in the folder of the report. */
  readonly files: readonly { readonly title: string; readonly fileName: string }[];
  /** Numbers into the list of sources, from 1. */
  readonly sourceNumbers: readonly number[];
}

/** A report before it has a form. */
export interface ReportParts {
  readonly sections: readonly ReportSection[];
  readonly sources: readonly Source[];
  readonly labels: Labels;
}

const MAX_TABLE_ROWS = 50;

/** Throws `tool-input` for a result that does not exist. */
export async function collectParts(inputs: readonly SectionInput[], context: ToolContext): Promise<ReportParts> {
  const sources: Source[] = [];
  const labels: Labels[] = [];
  const sections: ReportSection[] = [];
  for (const { heading, text = "", from } of inputs) {
    const id = from?.trim().replace(/^result:/, "") ?? "";
    const own = withoutHeading(text.trim(), heading);
    if (id === "") {
      sections.push({ heading, text: own, charts: [], files: [], sourceNumbers: [] });
      continue;
    }
    const result = await readEarlier(id, context);
    labels.push(labelsOf(result, id));
    const charts = await readCharts(result.artifacts, result.text, context);
    const added = charts.length > 0 || own.includes(result.text.trim()) ? "" : resultText(result);
    const chartFiles = new Set(charts.map(({ fileName }) => fileName));
    sections.push({
      heading,
      text: [own, added].filter(Boolean).join("\n\n"),
      charts,
      files: result.artifacts.flatMap(({ title, file }) =>
        file === undefined || chartFiles.has(basename(file)) ? [] : [{ title, fileName: basename(file) }],
      ),
      sourceNumbers: numbersFor(result.sources ?? [{ title: `Result ${id}`, location: `result:${id}` }], sources),
    });
  }
  return { sections, sources, labels: joinLabels(...labels) };
}

/** Adds what is new to `known` and gives each its number. */
function numbersFor(sources: readonly Source[], known: Source[]): number[] {
  const numbers = sources.map((source) => {
    const at = known.findIndex(({ location }) => location === source.location);
    return at < 0 ? known.push(source) : at + 1;
  });
  return [...new Set(numbers)];
}

async function readCharts(artifacts: readonly Artifact[], text: string, context: ToolContext): Promise<ReportChart[]> {
  const charts: ReportChart[] = [];
  for (const { mediaType, file, title } of artifacts) {
    if (file === undefined || !mediaType.startsWith("image/svg+xml")) continue;
    const bytes = await context.readFile(await context.resolvePath(file));
    charts.push({ title, caption: text.trim(), svg: new TextDecoder().decode(bytes), fileName: basename(file) });
  }
  return charts;
}

/** The text of a result; its rows follow as a table where the text has none. */
function resultText({ text, data }: { readonly text: string; readonly data?: unknown }): string {
  const hasTable = /^\s*\|?\s*:?-{2,}:?\s*\|/m.test(text);
  const raw = hasTable || !Array.isArray(data) ? undefined : tableFromJson(data);
  if (raw === undefined || raw.rows.length < 2) return text.trim();
  const cells = raw.columns.map((_, index) => readColumn(raw.rows.map((row) => row[index])).cells);
  const rows = raw.rows.slice(0, MAX_TABLE_ROWS).map((_, row) => cells.map((column) => column[row] ?? null));
  const rest =
    raw.rows.length > rows.length ? `\n\nThe first ${rows.length} of ${countOf(raw.rows.length, "row")}.` : "";
  return `${text.trim()}\n\n${markdownTable({ columns: raw.columns, rows })}${rest}`;
}

/** Models like to begin a section with its heading. */
function withoutHeading(text: string, heading: string): string {
  const [first = "", ...rest] = text.split("\n");
  const isRepeated =
    /^#{1,6}\s/.test(first) &&
    first
      .replace(/^#+\s*/, "")
      .trim()
      .toLowerCase() === heading.trim().toLowerCase();
  return isRepeated ? rest.join("\n").trim() : text;
}
