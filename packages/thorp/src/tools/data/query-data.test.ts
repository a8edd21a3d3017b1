import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import type { ToolContext, ToolOutput } from "../tool.ts";
import { queryData } from "./query-data.ts";
import { createTestContext } from "./test-context.ts";

const examples = fileURLToPath(new URL("../../../../../examples/data", import.meta.url));
let context: ToolContext;

beforeAll(async () => {
  context = await createTestContext({
    t1: {
      text: "Two rows.",
      data: [
        { city: "Berlin", country: "Germany" },
        { city: "Vienna", country: "Austria" },
      ],
      artifacts: [],
    },
    t2: { text: "| city | n |\n| --- | ---: |\n| Berlin | 3 |\n| Vie\\|nna | 4 |\n\nDone.", artifacts: [] },
    t3: { text: "Only words.", artifacts: [] },
    t4: { text: "Nothing.", data: [], artifacts: [] },
    t5: {
      text: "A file.",
      artifacts: [{ id: "t5.a1", title: "x", mediaType: "text/csv", bytes: 9, file: "staff.csv" }],
    },
  });
  await cp(examples, context.workspace, { recursive: true });
  await writeFile(join(context.workspace, "attached-mine.csv"), "order,when\n1,01.02.2025\n");
});

function query(file: string, sql: string, moreFiles?: string[]): Promise<ToolOutput> {
  return queryData.execute({ file, sql, moreFiles }, context);
}

test("one row is a sentence", async () => {
  const output = await query(
    "sales.csv",
    "SELECT region, round(sum(revenue), 2) AS total FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
  );
  expect(output).toEqual({
    ok: true,
    text: "The result is one row: region = North, total = 52881.96.",
    data: [{ region: "North", total: 52881.96 }],
    sources: [{ title: "sales.csv", location: "sales.csv" }],
    labels: ["workspace:sales.csv"],
  });
  expect(await query("staff.csv", "SELECT count(*) AS people FROM staff")).toMatchObject({
    text: "The result is one value: people = 40.",
  });
});

test("several rows are a table and a count; long ones show the first fifty", async () => {
  const regions = await query("sales.csv", "SELECT region, count(*) AS n FROM data GROUP BY 1 ORDER BY 1 LIMIT 2");
  expect(regions.text).toMatch(
    /^\| region \| n \|\n\| --- \| ---: \|\n\| Central \| \d+ \|\n\| East \| \d+ \|\n\nThe query gave 2 rows\.$/,
  );
  const all = await query("sales.csv", "SELECT * FROM data");
  expect(all.text).toContain("The query gave 480 rows. The table above shows the first 50.");
  expect(all.ok && (all.data as unknown[]).length).toBe(480);
});

test("more than a thousand rows are cut and it says so", async () => {
  const output = await query("sales.csv", "SELECT a.date FROM data a, data b");
  expect(output.text).toContain("The query gave more than 1,000 rows; the first 1,000 were kept.");
});

test("no rows: says so and shows what there is", async () => {
  const output = await query("sales.csv", "SELECT * FROM data WHERE region = 'Nowhere'");
  expect(output).toMatchObject({ ok: true, data: [] });
  expect(output.text).toMatch(/no rows.*region \(text\)/);
});

test("files are joined by their names, nested JSON is reachable", async () => {
  const joined = await query(
    "orders.json",
    "SELECT count(*) AS n FROM orders JOIN staff ON staff.city = 'Berlin' WHERE orders.id = 'O-1001'",
    ["staff.csv"],
  );
  expect(joined).toMatchObject({ ok: true, labels: ["workspace:orders.json", "workspace:staff.csv"] });
  const items = await query(
    "orders.json",
    "SELECT sum(json_extract(i.value, '$.units')) AS units FROM data, json_each(items) i WHERE data.id = 'O-1001'",
  );
  expect(items.text).toBe("The result is one value: units = 3.");
});

test("earlier results: rows, a table in the text, a CSV artifact", async () => {
  expect(await query("result:t1", "SELECT city FROM data WHERE country = 'Austria'")).toMatchObject({
    text: "The result is one value: city = Vienna.",
    labels: ["agent:t1"],
    sources: [{ location: "result:t1" }],
  });
  expect(await query("result:t2", "SELECT max(n) AS n, max(city) AS c FROM data")).toMatchObject({
    data: [{ n: 4, c: "Vie|nna" }],
  });
  expect(await query("result:t5", "SELECT count(*) AS n FROM data")).toMatchObject({ data: [{ n: 40 }] });
  await expect(query("result:t3", "SELECT 1")).rejects.toMatchObject({ code: "tool-input" });
  await expect(query("result:t4", "SELECT 1")).rejects.toThrow(/has no rows/);
  await expect(query("result:nope", "SELECT 1")).rejects.toThrow(/There is no result nope/);
});

test("attachments carry their label, dates of any notation become ISO", async () => {
  expect(await query("attachment:mine.csv", 'SELECT "when" FROM data')).toMatchObject({
    data: [{ when: "2025-02-01" }],
    labels: ["attachment:mine.csv"],
  });
});

test.each([
  [
    "SELECT revenu FROM data",
    /no such column: revenu\. Did you mean revenue\?.*date \(date\), region \(text\).*units \(integer\)/,
  ],
  ["SELECT d.regin FROM data d", /Did you mean region\?/],
  ["SELECT * FROM sale", /no such table: sale\. Use the table sales\./],
  ["SELECT * FROM data JOIN prices", /no such table: prices\. Another file is a table only when moreFiles names it\./],
  ["SELECT year(date) FROM data", /strftime\('%Y'/],
  ["SELECT TOP 5 * FROM data", /LIMIT/],
  ["DELETE FROM data", /Only reading is allowed/],
  ["SELEC 1", /syntax error/],
  ["SELECT region FROM data a, data b", /ambiguous.*Write a table's name in front: data\.region/],
])("%s is explained", async (sql, message) => {
  const output = await query("sales.csv", sql);
  expect(output.ok).toBe(false);
  expect(output.text).toMatch(message);
});

test("a column that is a word of SQL: says to quote it", async () => {
  expect((await query("attachment:mine.csv", "SELECT order FROM data")).text).toContain(
    'Write the column "order" with double quotes.',
  );
});

test("a file that is no table is an answer, a file that is not there an error", async () => {
  expect(await query("contract.docx", "SELECT 1")).toMatchObject({
    ok: false,
    text: expect.stringContaining("Save it as CSV"),
  });
  await expect(query("nothing.csv", "SELECT 1")).rejects.toMatchObject({ code: "tool-input" });
});
