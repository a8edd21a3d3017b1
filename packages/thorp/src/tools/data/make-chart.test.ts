import { execFile } from "node:child_process";
import { cp, readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, test, vi } from "vitest";
import type { ToolContext, ToolOutput } from "../tool.ts";
import { makeChart } from "./make-chart.ts";
import { createTestContext } from "./test-context.ts";

let context: ToolContext;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL("../../../charts/build.mjs", import.meta.url))]);
  context = await createTestContext();
  await cp(fileURLToPath(new URL("../../../../../examples/data", import.meta.url)), context.workspace, {
    recursive: true,
  });
}, 120_000);

interface Drawn {
  readonly output: ToolOutput;
  readonly svg: string;
  /** What stands in the picture. */
  readonly words: readonly string[];
}

async function draw(input: Record<string, unknown>): Promise<Drawn> {
  const output = await makeChart.execute(input, context);
  const svg = output.ok ? await readFile(output.artifacts?.[0]?.file ?? "", "utf8") : "";
  return { output, svg, words: [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? "") };
}

const monthly = "SELECT strftime('%Y-%m', date) AS month, region, sum(revenue) AS revenue FROM data GROUP BY 1, 2";

test("bars of a file: labels, values, description, rows, sources", async () => {
  const { output, svg, words } = await draw({ kind: "bar", x: "region", y: "revenue", file: "sales.csv" });
  expect(output).toMatchObject({
    ok: true,
    artifacts: [
      {
        title: "Revenue by region",
        mediaType: "image/svg+xml",
        file: expect.stringMatching(/revenue-by-region\.svg$/),
      },
    ],
    labels: ["workspace:sales.csv"],
    sources: [{ title: "sales.csv", location: "sales.csv" }],
  });
  expect(output.text).toContain("Highest: North (52,881.96); lowest: Central (23,711.8).");
  expect(output.ok && output.data).toContainEqual({ region: "North", revenue: 52881.96 });
  expect(words).toEqual(expect.arrayContaining(["Revenue by region", "North", "Central", "52,882", "10k", "0"]));
  expect(svg.match(/aria-roledescription="bar"/g)).toHaveLength(5);
});

test("a line per region over the months, each month once and in order, whatever the time zone", async () => {
  vi.stubEnv("TZ", "America/Los_Angeles");
  const { svg, words } = await draw({
    kind: "line",
    x: "month",
    y: "revenue",
    series: "region",
    file: "sales.csv",
    sql: monthly,
  });
  const months = words.filter((word) => / 2025$/.test(word));
  expect(months).toHaveLength(12);
  expect([months[0], months[11]]).toEqual(["Jan 2025", "Dec 2025"]);
  vi.unstubAllEnvs();
  expect(words).toEqual(expect.arrayContaining(["North", "West", "South", "East", "Central"]));
  for (const colour of ["#0072b2", "#e69f00", "#009e73"]) expect(svg).toContain(colour);
});

test.each(["bar", "area", "point", "pie"] as const)("%s charts are drawn", async (kind) => {
  const { output, svg } = await draw({
    kind,
    x: "product",
    y: "revenue",
    series: "region",
    file: "sales.csv",
    title: `Kind ${kind}`,
  });
  expect(output.ok).toBe(true);
  expect(svg).toMatch(/^<svg[\s\S]*<\/svg>$/);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  expect(new Set([...svg.matchAll(/font-family="([^"]*)"/g)].map(([, font]) => font))).toEqual(new Set(["sans-serif"]));
});

test("slices carry their value and share", async () => {
  const { words } = await draw({
    kind: "pie",
    x: "a",
    y: "b",
    rows: [
      { a: "x", b: 3 },
      { a: "y", b: 1 },
    ],
  });
  expect(words).toEqual(expect.arrayContaining(["x: 3 (75.0 %)", "y: 1 (25.0 %)"]));
});

test("large and small numbers are written for people", async () => {
  const large = await draw({ kind: "bar", x: "a", y: "b", rows: [{ a: "x", b: 2_500_000_000 }] });
  expect(large.words).toEqual(expect.arrayContaining(["2.5B", "2B"]));
  const small = await draw({
    kind: "line",
    x: "a",
    y: "b",
    rows: [
      { a: "2025-01-01", b: 0.51 },
      { a: "2025-01-02", b: 0.55 },
    ],
  });
  expect(small.words).toContain("0.52");
  expect(small.output.text).toContain("does not start at zero");
});

test("dates from rows stay dates in the data", async () => {
  const { output } = await draw({
    kind: "line",
    x: "a",
    y: "b",
    rows: [
      { a: "01.02.2025", b: 1 },
      { a: "28.02.2025", b: 2 },
    ],
  });
  expect(output.ok && output.data).toEqual([
    { a: "2025-02-01", b: 1 },
    { a: "2025-02-28", b: 2 },
  ]);
  const months = await draw({ kind: "line", x: "month", y: "revenue", file: "sales.csv", sql: monthly });
  expect(months.output.ok && months.output.data).toContainEqual({ month: "2025-01", revenue: 13000.7 });
});

test("names and titles from the data are text, whatever they look like", async () => {
  const evil = "<script>alert(1)</script>";
  const { output, svg } = await draw({
    kind: "bar",
    x: "a.b['c']",
    y: "y",
    title: `${evil} datum.x`,
    rows: [
      { "a.b['c']": evil, y: 1 },
      { "a.b['c']": "\"&'", y: 2 },
    ],
  });
  expect(output.ok).toBe(true);
  expect(svg).not.toContain("<script");
  expect(svg).toContain("&lt;script&gt;");
});

test("nothing to draw, a wrong column or two sources are answers, and no file is made", async () => {
  const before = await readdir(context.out);
  for (const [input, message] of [
    [{ kind: "bar", x: "a", y: "b", rows: [] }, /no rows/],
    [{ kind: "bar", x: "regio", y: "revenue", file: "sales.csv" }, /Did you mean "region"/],
    [{ kind: "bar", x: "region", y: "product", file: "sales.csv" }, /does not hold numbers/],
    [{ kind: "bar", x: "a", y: "b" }, /one source/],
    [{ kind: "line", x: "a", y: "b", file: "sales.csv", sql: "SELECT a FROM missing_table" }, /no such table/],
  ] as const) {
    const { output } = await draw(input);
    expect(output.ok).toBe(false);
    expect(output.text).toMatch(message);
  }
  expect(await readdir(context.out)).toEqual(before);
});
