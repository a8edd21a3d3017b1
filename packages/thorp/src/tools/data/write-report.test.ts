import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Labels } from "../../base/label.ts";
import type { Source } from "../../events/task-result.ts";
import type { ToolContext, ToolOutput } from "../tool.ts";
import { createTestContext, type EarlierResult } from "./test-context.ts";
import { writeReport } from "./write-report.ts";

type Traced = EarlierResult & { readonly labels?: Labels; readonly sources?: readonly Source[] };

async function write(
  input: Record<string, unknown>,
  results: Record<string, Traced> = {},
): Promise<{ output: ToolOutput; markdown: string; html: string }> {
  const context = await createTestContext(results);
  await writeChart(context);
  const output = await writeReport.execute(input, context);
  const read = (index: number) => (output.ok ? readFile(output.artifacts?.[index]?.file ?? "", "utf8") : "");
  return { output, markdown: await read(0), html: await read(1) };
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg" id="a"><text>Chart text</text></svg>';

async function writeChart(context: ToolContext): Promise<void> {
  await writeFile(join(context.workspace, "my chart.svg"), svg);
}

const results: Record<string, Traced> = {
  t1: {
    text: "North leads.",
    data: [
      { region: "North", n: 2 },
      { region: "South", n: 1 },
    ],
    artifacts: [],
    labels: ["workspace:sales.csv"],
    sources: [{ title: "sales.csv", location: "sales.csv" }],
  },
  t2: {
    text: "Line chart: rising.",
    data: [{ a: 1 }, { a: 2 }],
    artifacts: [
      { id: "t2.a1", title: "Course", mediaType: "image/svg+xml", bytes: 1, file: "my chart.svg" },
      { id: "t2.a2", title: "Rows", mediaType: "text/csv", bytes: 1, file: "rows.csv" },
    ],
    labels: ["web:https://example.org/p"],
    sources: [
      { title: "A page", location: "https://example.org/p" },
      { title: "sales.csv", location: "sales.csv" },
    ],
  },
  t3: { text: "| a |\n| --- |\n| 1 |\n\nOne row.", data: [{ a: 1 }, { a: 2 }], artifacts: [] },
};

test("sections, tables, charts and numbered sources stand in both files", async () => {
  const { output, markdown, html } = await write(
    {
      title: "Sales 2025",
      summary: "North **leads**.",
      sections: [
        { heading: "Regions", text: "## Regions\nSee the table.", from: "t1" },
        { heading: "Course", from: "result:t2" },
        { heading: "End", text: "Fine." },
      ],
    },
    results,
  );
  expect(output).toMatchObject({
    ok: true,
    artifacts: [
      { mediaType: "text/markdown", file: expect.stringMatching(/sales-2025\.md$/) },
      { mediaType: "text/html", file: expect.stringMatching(/sales-2025\.html$/) },
    ],
    sources: [{ location: "sales.csv" }, { location: "https://example.org/p" }],
    labels: ["workspace:sales.csv", "web:https://example.org/p"],
  });
  expect(output.text).toContain("3 sections, 1 chart, 2 sources");
  expect(markdown).toBe(
    "# Sales 2025\n\nNorth **leads**.\n\n## Regions\n\nSee the table.\n\nNorth leads.\n\n| region | n |\n| --- | ---: |\n| North | 2 |\n| South | 1 |\n\nSource: [1]\n\n" +
      "## Course\n\n![Course](my%20chart.svg)\n\nLine chart: rising.\n\nFile: [Rows](rows.csv)\n\nSource: [2] [1]\n\n## End\n\nFine.\n\n## Sources\n\n1. sales.csv\n2. A page: https://example.org/p\n",
  );
  expect(html).toContain('<svg xmlns="http://www.w3.org/2000/svg" id="s2c1-a"><text>Chart text</text></svg>');
  expect(html).toContain('<td class="number">2</td>');
  expect(html).toContain('<p class="note">Source: <a href="#source-2">[2]</a> <a href="#source-1">[1]</a></p>');
  expect(html).toContain(
    '<li id="source-2"><a href="https://example.org/p" rel="noreferrer">A page: https://example.org/p</a></li>',
  );
  expect(html).toContain("@media print");
  expect(html).not.toMatch(/<script|src="http|<link/);
});

test("a table that stands in the text already is not repeated, and neither is a text", async () => {
  const { markdown } = await write(
    {
      title: "R",
      sections: [
        { heading: "A", from: "t3" },
        { heading: "B", text: "So: North leads.", from: "t1" },
      ],
    },
    results,
  );
  expect(markdown.match(/\| a \|/g)).toHaveLength(1);
  expect(markdown.match(/North leads\./g)).toHaveLength(1);
});

test("a result without sources is its own source and counts as an agent's words", async () => {
  const { output, markdown } = await write({ title: "R", sections: [{ heading: "A", from: "t3" }] }, results);
  expect(output).toMatchObject({ labels: ["agent:t3"] });
  expect(markdown).toContain("1. Result t3: result:t3");
});

test("texts bring no markup, no picture and no script with them", async () => {
  const evil =
    "<script>alert(1)</script> ![p](https://evil.example/p) [j](javascript:alert(1))\n# Big\n`a<b`\n```\n<i># code\n```";
  const { markdown, html } = await write({
    title: "<b>T</b>",
    summary: evil,
    sections: [{ heading: "<i>H</i> ![x](y)", text: evil }],
  });
  expect(html).not.toMatch(/<(script|img|i|b)\b/);
  expect(html).not.toMatch(/href="javascript/);
  expect(markdown).toContain("# \\<b>T\\</b>");
  expect(markdown.replace(/```[\s\S]*?```/g, "")).not.toMatch(/!\[|javascript:|^<|[^\\]<script/m);
  expect(markdown).toContain("### Big\n`a<b`\n```\n<i># code\n```");
});

test("an empty section is an answer, an unknown result an error", async () => {
  expect((await write({ title: "R", sections: [{ heading: "A", text: " " }] })).output).toMatchObject({
    ok: false,
    text: expect.stringContaining('"A" is empty'),
  });
  await expect(write({ title: "R", sections: [{ heading: "A", from: "t9" }] })).rejects.toMatchObject({
    code: "tool-input",
  });
});

test("the files are named as they are called, not as they were meant to be", async () => {
  const context = await createTestContext();
  const createFile: ToolContext["createFile"] = async (file) => ({
    ...(await context.createFile(file)),
    file: join(context.out, file.name.replace(".", "-2.")),
  });
  const output = await writeReport.execute(
    { title: "Sales", sections: [{ heading: "A", text: "b" }] },
    { ...context, createFile },
  );
  expect(output.text).toContain("as sales-2.md and sales-2.html.");
});
