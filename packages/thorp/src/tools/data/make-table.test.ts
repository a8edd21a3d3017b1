import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { ToolContext, ToolOutput } from "../tool.ts";
import { makeTable } from "./make-table.ts";
import { createTestContext } from "./test-context.ts";

let context: ToolContext;

beforeAll(async () => {
  context = await createTestContext({ t1: { text: "Rows.", data: [{ city: "Berlin", n: 3 }], artifacts: [] } });
  const lines = Array.from({ length: 1200 }, (_, index) => `${index},item ${index}`);
  await writeFile(join(context.workspace, "long.csv"), `n,name\n${lines.join("\n")}\n`);
});

const rows = [
  { name: "=cmd()", amount: "1.50" },
  { name: "<b>Ada</b>", amount: "-2" },
];

function make(input: Record<string, unknown>): Promise<ToolOutput> {
  return makeTable.execute(input, context);
}

async function fileOf(output: ToolOutput): Promise<string> {
  return output.ok ? readFile(output.artifacts?.[0]?.file ?? "", "utf8") : output.text;
}

test("rows become a Markdown file, and the table stands in the text", async () => {
  const output = await make({ title: "Umsätze & mehr", rows });
  expect(output).toMatchObject({
    ok: true,
    artifacts: [
      { title: "Umsätze & mehr", mediaType: "text/markdown", file: expect.stringMatching(/umsatze-mehr\.md$/) },
    ],
    data: [
      { name: "=cmd()", amount: 1.5 },
      { name: "<b>Ada</b>", amount: -2 },
    ],
    labels: [],
  });
  expect(output.text).toContain("| =cmd() | 1.5 |");
  expect(output.text).toContain("2 rows and 2 columns");
  expect(await fileOf(output)).toBe(
    "# Umsätze & mehr\n\n| name | amount |\n| --- | ---: |\n| =cmd() | 1.5 |\n| \\<b>Ada\\</b> | -2 |\n",
  );
});

test("CSV and HTML", async () => {
  expect(await fileOf(await make({ rows, format: "csv" }))).toBe("name,amount\r\n'=cmd(),1.5\r\n<b>Ada</b>,-2\r\n");
  const html = await fileOf(await make({ title: "<i>", rows, format: "html" }));
  expect(html).toContain("<title>&lt;i&gt;</title>");
  expect(html).not.toMatch(/<b>|<i>|<script/);
});

test("from a result, with SQL too", async () => {
  expect(await make({ from: "t1", file: "", sql: " " })).toMatchObject({
    data: [{ city: "Berlin", n: 3 }],
    labels: ["agent:t1"],
  });
  expect(await make({ from: "result:t1", sql: "SELECT n * 2 AS twice FROM data" })).toMatchObject({
    data: [{ twice: 6 }],
  });
  expect(await make({ rows, sql: "SELECT sum(amount) AS s FROM data" })).toMatchObject({ data: [{ s: -0.5 }] });
});

test("a long file: the whole in the artifact, the beginning in the text", async () => {
  const output = await make({ file: "long.csv", format: "csv", title: "Long" });
  expect((await fileOf(output)).split("\r\n")).toHaveLength(1202);
  expect(output.ok && (output.data as unknown[]).length).toBe(1000);
  expect(output.text).toContain("1,200 rows");
  expect(output.text.split("\n").filter((line) => line.startsWith("| "))).toHaveLength(12);
  expect(output).toMatchObject({ labels: ["workspace:long.csv"], sources: [{ location: "long.csv" }] });
});

test.each([
  [{}, /Give one source/],
  [{ rows: [] }, /no rows/],
  [{ rows: [{}] }, /at least one/],
  [{ from: "t1", file: "long.csv" }, /only one source/],
  [{ file: "long.csv", sql: "SELECT * FROM data WHERE n < 0" }, /no rows/],
  [{ file: "long.csv", sql: "SELECT nam FROM data" }, /Did you mean name\?/],
])("%j is refused in words", async (input, message) => {
  const output = await make(input);
  expect(output.ok).toBe(false);
  expect(output.text).toMatch(message);
});

test("what it intends names the file", () => {
  expect(makeTable.describe({ title: "A b", format: "html" }, context)).toMatchObject({
    effect: "create",
    paths: [join(context.out, "a-b.html")],
  });
});
