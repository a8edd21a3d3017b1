/** A report as Markdown and as a page that stands by itself. */
import type { Credit } from "../../events/held-terms.ts";
import type { Source } from "../../events/task-result.ts";
import { htmlPage } from "./html-page.ts";
import { inlineSvg } from "./inline-svg.ts";
import { markdownToHtml } from "./markdown-html.ts";
import type { ReportParts, ReportSection } from "./report-parts.ts";
import { escapeHtml } from "./table-text.ts";

/** A report with its words. */
export interface Report extends ReportParts {
  readonly title: string;
  readonly summary: string;
}

/** Pictures and files are linked by name: they lie in the same folder. */
export function reportMarkdown({ title, summary, sections, sources }: Report): string {
  const parts = [
    `# ${oneLine(title)}`,
    safeMarkdown(summary),
    ...sections.map(sectionMarkdown),
    sourcesMarkdown(sources),
    creditsMarkdown(sources),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

function sectionMarkdown({ heading, text, charts, files, sourceNumbers }: ReportSection): string {
  const parts = [
    `## ${oneLine(heading)}`,
    safeMarkdown(text),
    ...charts.map(
      (chart) => `![${linkText(chart.title)}](${encodeURI(chart.fileName)})\n\n${safeMarkdown(chart.caption)}`,
    ),
    ...files.map((file) => `File: [${linkText(file.title)}](${encodeURI(file.fileName)})`),
    sourceNumbers.length === 0 ? "" : `Source: ${sourceNumbers.map((number) => `[${number}]`).join(" ")}`,
  ];
  return parts.filter(Boolean).join("\n\n");
}

function sourcesMarkdown(sources: readonly Source[]): string {
  if (sources.length === 0) return "";
  return ["## Sources", "", ...sources.map((source, index) => `${index + 1}. ${oneLine(sourceText(source))}`)].join(
    "\n",
  );
}

/**
 * Markdown of unknown origin inside our own: headings go below the section's, tags show as text, and pictures become
 * links, since a viewer would fetch them from whoever wrote the text; links that run something lose their target. Code stays as it is.
 */
function safeMarkdown(text: string): string {
  const code = /(^[ \t]*(?:```|~~~)[\s\S]*?(?:^[ \t]*(?:```|~~~)|$(?![\s\S]))|`[^`\n]+`)/m;
  return text
    .trim()
    .split(code)
    .map((piece, index) =>
      index % 2 === 1
        ? piece
        : piece
            .replace(/^(#{1,6})(?=\s)/gm, (marks) => "#".repeat(Math.min(6, marks.length + 2)))
            .replace(/(?<!\\)<(?=[A-Za-z/!?])/g, "\\<")
            .replace(/!(?=\[)/g, "")
            .replace(/\]\(\s*(?:javascript|vbscript|data|file):[^)]*\)/gi, "]"),
    )
    .join("");
}

function oneLine(text: string): string {
  return safeMarkdown(text.replace(/\s+/g, " "));
}

function linkText(text: string): string {
  return oneLine(text).replace(/[[\]]/g, "\\$&");
}

/** One page without scripts or requests; pictures stand in it. */
export function reportHtml({ title, summary, sections, sources }: Report): string {
  const parts = [
    `<h1>${escapeHtml(title)}</h1>`,
    summary === "" ? "" : `<div class="summary">${markdownToHtml(summary)}</div>`,
    ...sections.map(sectionHtml),
    sourcesHtml(sources),
    creditsHtml(sources),
  ];
  return htmlPage(title, parts.filter(Boolean).join("\n"));
}

function sectionHtml({ heading, text, charts, files, sourceNumbers }: ReportSection, index: number): string {
  const figures = charts.map((chart, number) => {
    const picture = inlineSvg(chart.svg, { prefix: `s${index + 1}c${number + 1}`, label: chart.title });
    return `<figure>${picture}<figcaption>${markdownToHtml(chart.caption)}</figcaption></figure>`;
  });
  const links = files.map(
    (file) =>
      `<p class="note">File: <a href="${escapeHtml(encodeURI(file.fileName))}">${escapeHtml(file.title)}</a></p>`,
  );
  const marks = sourceNumbers.map((number) => `<a href="#source-${number}">[${number}]</a>`).join(" ");
  const source = marks === "" ? "" : `<p class="note">Source: ${marks}</p>`;
  return [
    "<section>",
    `<h2>${escapeHtml(heading)}</h2>`,
    markdownToHtml(text),
    ...figures,
    ...links,
    source,
    "</section>",
  ]
    .filter(Boolean)
    .join("\n");
}

function sourcesHtml(sources: readonly Source[]): string {
  if (sources.length === 0) return "";
  const items = sources.map((source, index) => {
    const text = escapeHtml(sourceText(source));
    const isLink = /^https?:\/\//i.test(source.location);
    return `<li id="source-${index + 1}">${isLink ? `<a href="${escapeHtml(source.location)}" rel="noreferrer">${text}</a>` : text}</li>`;
  });
  return `<section>\n<h2>Sources</h2>\n<ol class="sources">\n${items.join("\n")}\n</ol>\n</section>`;
}

function sourceText({ title, location }: Source): string {
  return title === location ? title : `${title}: ${location}`;
}

/** Each once; what a source is called by its credit already is not said again. */
function creditsOf(sources: readonly Source[]): readonly Credit[] {
  const said = sources.map(sourceText).join("\n");
  const owed = sources.flatMap(({ credit }) => (credit === undefined ? [] : [credit]));
  const all = new Map(owed.map((credit) => [`${credit.text} ${credit.url ?? ""}`, credit]));
  return [...all.values()].filter(({ text, url }) => url !== undefined || !said.includes(text));
}

function creditsMarkdown(sources: readonly Source[]): string {
  const credits = creditsOf(sources);
  if (credits.length === 0) return "";
  const lines = credits.map(({ text, url }) => `- ${oneLine(text)}${url === undefined ? "" : `: <${url}>`}`);
  return ["## Credits", "", ...lines].join("\n");
}

function creditsHtml(sources: readonly Source[]): string {
  const items = creditsOf(sources).map(({ text, url }) => {
    const isLink = url !== undefined && /^https?:\/\//i.test(url);
    const words = escapeHtml(text);
    return `<li>${isLink ? `<a href="${escapeHtml(url)}" rel="noreferrer">${words}</a>` : words}</li>`;
  });
  return items.length === 0 ? "" : `<section>\n<h2>Credits</h2>\n<ul>\n${items.join("\n")}\n</ul>\n</section>`;
}
