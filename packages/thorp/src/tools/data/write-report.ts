/** The tool `write_report`: texts and earlier results as one report, in Markdown and as a page for browser and paper. */
import { basename, join } from "node:path";
import { z } from "zod";
import { defineTool, type ToolContext, type ToolOutput } from "../tool.ts";
import { fileNameFrom } from "./file-name.ts";
import { collectParts } from "./report-parts.ts";
import { type Report, reportHtml, reportMarkdown } from "./report-text.ts";
import { countOf } from "./table-text.ts";

const inputSchema = z.object({
  title: z.string().min(1).max(200),
  summary: z.string().max(10_000).optional().describe("What the report says, in a few sentences."),
  sections: z
    .array(
      z.object({
        heading: z.string().min(1).max(200),
        text: z.string().max(100_000).optional().describe("Markdown."),
        from: z
          .string()
          .optional()
          .describe(
            "Id of one earlier result: its text, table and chart are put in here; text then only adds what they lack.",
          ),
      }),
    )
    .min(1)
    .max(50),
});
type ReportInput = z.infer<typeof inputSchema>;

/** Saves two files of one name: Markdown and a page. */
export const writeReport = defineTool<ReportInput>({
  name: "write_report",
  capability: "reports",
  description:
    "Writes a report as a Markdown file and as an HTML page to print or send: a title, a summary and sections, each with text, an earlier result (by its id, with its table and chart), or both. Sources are listed at the end.",
  examples: [
    "write a report about the sales of 2025",
    "put everything together in one document",
    "summarise the results as a report with the chart",
    "make a one-page report that I can print",
    "write up the findings",
    "I need a report for my boss with table and diagram",
    "turn these results into a document with sources",
  ],
  input: inputSchema,
  effect: "create",
  repeatable: true,
  cacheable: false,
  describe: ({ title }, { out }) => {
    const name = fileNameFrom(title, "report");
    return {
      effect: "create",
      summary: `write the report ${name}.md and ${name}.html`,
      paths: [join(out, `${name}.md`), join(out, `${name}.html`)],
    };
  },
  execute: executeReport,
});

async function executeReport(
  { title, summary = "", sections }: ReportInput,
  context: ToolContext,
): Promise<ToolOutput> {
  const empty = sections.find((section) => !section.text?.trim() && !section.from?.trim());
  if (empty !== undefined)
    return {
      ok: false,
      text: `The section "${empty.heading}" is empty. Give it text, or from: the id of an earlier result.`,
    };

  const parts = await collectParts(sections, context);
  const report: Report = { title, summary: summary.trim(), ...parts };
  const name = fileNameFrom(title, "report");
  const markdown = await context.createFile({
    name: `${name}.md`,
    title,
    mediaType: "text/markdown",
    bytes: reportMarkdown(report),
  });
  const page = await context.createFile({
    name: `${name}.html`,
    title,
    mediaType: "text/html",
    bytes: reportHtml(report),
  });

  const charts = parts.sections.reduce((sum, section) => sum + section.charts.length, 0);
  const counts = [
    countOf(sections.length, "section"),
    ...(charts > 0 ? [countOf(charts, "chart")] : []),
    countOf(parts.sources.length, "source"),
  ];
  const text = [
    `Wrote the report "${title}" with ${counts.join(", ")}, as ${basename(markdown.file ?? `${name}.md`)} and ${basename(page.file ?? `${name}.html`)}.`,
    report.summary,
    `Sections: ${sections.map(({ heading }) => heading).join("; ")}.`,
  ];
  return {
    ok: true,
    text: text.filter(Boolean).join("\n\n"),
    artifacts: [markdown, page],
    sources: parts.sources,
    labels: parts.labels,
  };
}
