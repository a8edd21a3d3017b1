/** The pages of docs/tools: one for each tool, and a list of all. */
import { oneLine } from "../../base/clean-text.ts";
import type { ToolSummary } from "../../engine/thorp.ts";
import { keptWords, rateWords } from "./terms-words.ts";

/** What each class of evidence means. */
const EVIDENCE: Readonly<Record<ToolSummary["evidence"], string>> = {
  "own-code": "It is part of Thorp; its tests show what it does.",
  "vendor-read":
    "Described from the documentation of its provider. Only `thorp tools check --live` shows that it works.",
  "third-party-read": "Described from what others write about it. Only `thorp tools check --live` shows that it works.",
  recalled: "Described from memory. Only `thorp tools check --live` shows that it works.",
  "declared-by-server": "As its server describes itself.",
};

/** By file name: `README.md` and `NAME.md`. The same tools give the same bytes; how their calls went is not told. */
export function toolPages(tools: readonly ToolSummary[]): ReadonlyMap<string, string> {
  const sorted = tools.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return new Map([
    ["README.md", indexPage(sorted)],
    ...sorted.map((tool) => [`${tool.name}.md`, toolPage(tool)] as const),
  ]);
}

function indexPage(tools: readonly ToolSummary[]): string {
  const bySource = Map.groupBy(tools, ({ source }) => source.title);
  const parts = [...bySource].map(([title, own]) =>
    [
      `## ${title}`,
      "",
      "| tool | capability | effect | needs | what it does |",
      "|---|---|---|---|---|",
      ...own.map(
        (tool) =>
          `| [${tool.name}](${tool.name}.md) | ${tool.capability} | ${tool.effect} | ${needWords(tool)} | ${cell(firstSentence(tool.description))} |`,
      ),
    ].join("\n"),
  );
  return `# Tools\n\nMade by \`thorp tools docs\`. ${tools.length} tools; \`thorp tools list\` shows how they stand on your machine.\n\n${parts.join("\n\n")}\n`;
}

function toolPage(tool: ToolSummary): string {
  const { name, description, capability, source, ownName, effect, evidence, terms, examples } = tool;
  const facts = [
    `- Capability: \`${capability}\``,
    `- Source: ${source.title} (\`${source.id}/${ownName}\`)`,
    `- Effect: ${effect}`,
    ...tool.needs.map((need) =>
      need.kind === "sandbox"
        ? "- Needs a sandbox for programs"
        : `- ${need.isOptional ? "Can use" : "Needs"} \`${need.env}\`${whereOf(need)}`,
    ),
    ...(terms === undefined
      ? []
      : [
          `- Provider: \`${terms.provider}\``,
          `- Answers may be kept: ${keptWords(terms.cacheMs)}; training on them: ${terms.training}`,
          ...(terms.rate === undefined || terms.rate.length === 0 ? [] : [`- Allowed: ${rateWords(terms.rate)}`]),
          ...(terms.attribution === undefined ? [] : [`- Credit: ${oneLine(terms.attribution)}`]),
          ...(terms.url === undefined ? [] : [`- Page of the terms: <${terms.url}>`]),
          ...(terms.note === undefined ? [] : [`- Terms: ${oneLine(terms.note)}`]),
        ]),
    `- ${EVIDENCE[evidence]}`,
  ];
  return [
    `# ${name}`,
    oneLine(description),
    facts.join("\n"),
    ...(examples.length === 0
      ? []
      : [`People say:\n\n${examples.map((example) => `- ${oneLine(example)}`).join("\n")}`]),
    `Input:\n\n\`\`\`json\n${JSON.stringify(tool.input, null, 2)}\n\`\`\``,
    "[All tools](README.md)",
  ]
    .join("\n\n")
    .concat("\n");
}

function whereOf(need: ToolSummary["needs"][number]): string {
  const words = need.kind === "key" ? need.where : need.kind === "setting" ? need.what : undefined;
  return words === undefined ? "" : `: ${oneLine(words)}`;
}

function needWords({ needs }: ToolSummary): string {
  return needs
    .map((need) => (need.kind === "sandbox" ? "sandbox" : `\`${need.env}\`${need.isOptional ? " (optional)" : ""}`))
    .join(", ");
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
}

function cell(text: string): string {
  return oneLine(text).replaceAll("|", "\\|");
}
