import { expect, test } from "vitest";
import { type ChartData, chartData } from "./chart-data.ts";
import type { ChartRequest } from "./chart-request.ts";
import { describeChart } from "./chart-text.ts";
import type { QueryCell } from "./query-protocol.ts";

function chart(
  columns: readonly string[],
  rows: readonly (readonly QueryCell[])[],
  request: Partial<ChartRequest> = {},
): ChartData {
  const result = chartData({ columns, rows }, { kind: "bar", x: "x", y: "y", ...request });
  if (!result.ok) throw new Error(result.text);
  return result.chart;
}

function problem(
  columns: readonly string[],
  rows: readonly (readonly QueryCell[])[],
  request: Partial<ChartRequest> = {},
): string {
  const result = chartData({ columns, rows }, { kind: "bar", x: "x", y: "y", ...request });
  return result.ok ? "none" : result.text;
}

test("categories stand in order of size; rows of one place are added up, with a note", () => {
  const { places, points, notes } = chart(
    ["x", "y"],
    [
      ["a", 1],
      ["b", 5],
      ["a", 2],
      [null, 1],
    ],
  );
  expect(places).toEqual(["b", "a", "(none)"]);
  expect(points).toEqual([
    { x: "b", y: 5 },
    { x: "a", y: 3 },
    { x: "(none)", y: 1 },
  ]);
  expect(notes).toEqual(["Rows with the same x were added up."]);
});

test("prices and averages are averaged, never added", () => {
  const { points, notes } = chart(
    ["x", "avg_price"],
    [
      ["a", 1],
      ["a", 2],
    ],
    { y: "avg_price" },
  );
  expect(points).toEqual([{ x: "a", y: 1.5 }]);
  expect(notes).toEqual(["Rows with the same x were averaged."]);
});

test("months, quarters, weekdays, years and numbers keep their own order", () => {
  expect(
    chart(
      ["x", "y"],
      [
        ["2025-02", 9],
        ["2024-12", 1],
      ],
      { kind: "line" },
    ),
  ).toMatchObject({ xKind: "time", unit: "month", places: [Date.UTC(2024, 11), Date.UTC(2025, 1)] });
  expect(
    chart(
      ["x", "y"],
      [
        ["Mar", 9],
        ["Jan", 1],
        ["February", 5],
      ],
    ).places,
  ).toEqual(["Jan", "February", "Mar"]);
  expect(
    chart(
      ["x", "y"],
      [
        ["Wed", 9],
        ["Monday", 1],
      ],
    ).places,
  ).toEqual(["Monday", "Wed"]);
  expect(
    chart(
      ["x", "y"],
      [
        ["Q1 2025", 9],
        ["Q4 2024", 1],
      ],
    ).places,
  ).toEqual(["Q4 2024", "Q1 2025"]);
  expect(
    chart(
      ["x", "y"],
      [
        [2025, 9],
        [2023, 1],
      ],
      { kind: "line" },
    ),
  ).toMatchObject({ xKind: "ordered", places: ["2023", "2025"] });
  expect(
    chart(
      ["x", "y"],
      [
        [10, 9],
        [9, 1],
      ],
    ).places,
  ).toEqual([9, 10]);
});

test("many days become months in a bar chart, not in a line", () => {
  const rows = Array.from({ length: 100 }, (_, day) => [
    new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10),
    1,
  ]);
  const bars = chart(["x", "y"], rows);
  expect(bars.points.map(({ y }) => y)).toEqual([31, 28, 31, 10]);
  expect(bars.notes[0]).toBe("The days are grouped by month.");
  expect(chart(["x", "y"], rows, { kind: "line" }).points).toHaveLength(100);
});

test("the rest of many categories is added up as Other, last", () => {
  const rows = Array.from({ length: 30 }, (_, index) => [`c${index}`, index < 19 ? 100 : 1]);
  const { places, points, notes } = chart(["x", "y"], rows);
  expect(places).toHaveLength(20);
  expect(points.at(-1)).toEqual({ x: "Other", y: 11 });
  expect(notes).toEqual(['Of x the 19 largest are shown; 11 further values (together 11) are added up as "Other".']);
});

test("a rest that would dwarf all bars, or that cannot be added, is left out and said", () => {
  const rows = Array.from({ length: 60 }, (_, index) => [`c${index}`, 60 - index]);
  const dwarfing = chart(["x", "y"], rows);
  expect(dwarfing.places).toHaveLength(20);
  expect(dwarfing.notes).toEqual(["Of x the 20 largest are shown; 40 further values (together 820) are left out."]);
  expect(chart(["x", "rate"], rows, { y: "rate" }).notes).toEqual([
    "Of x the 20 largest are shown; 40 further values are left out.",
  ]);
  expect(chart(["x", "y"], rows, { kind: "pie" }).points.at(-1)?.x).toBe("Other");
});

test("series are limited to eight and ordered by size", () => {
  const rows = Array.from({ length: 12 }, (_, index) => ["a", index + 1, `s${index}`]);
  const { series } = chart(["x", "y", "s"], rows, { series: "s", kind: "line" });
  expect(series).toEqual(["s11", "s10", "s9", "s8", "s7", "s6", "s5", "Other"]);
});

test("columns are found whatever their case and spaces; numbers may come as text; count needs no column", () => {
  expect(chart(["Sales Region", "Total €"], [["a", "1,200"]], { x: "sales_region", y: "total €" }).points).toEqual([
    { x: "a", y: 1200 },
  ]);
  expect(chart(["x"], [["a"], ["a"], ["b"]], { y: "count" }).points).toEqual([
    { x: "a", y: 2 },
    { x: "b", y: 1 },
  ]);
});

test("rows without a value are left out and counted", () => {
  expect(
    chart(
      ["x", "y"],
      [
        ["a", 1],
        ["b", null],
      ],
    ).notes,
  ).toEqual(["1 row without a value for y or its place was left out."]);
});

test("what cannot be drawn is explained", () => {
  expect(problem(["x", "y"], [])).toMatch(/no rows/);
  expect(problem(["region", "y"], [["a", 1]], { x: "regin" })).toMatch(/Did you mean "region"\?.*region, y/);
  expect(problem(["x", "y", "n"], [["a", "b", 1]])).toMatch(/does not hold numbers.*n\./);
  expect(problem(["x", "y"], [["a", 1]], { series: "zzz" })).toMatch(/no column "zzz" for series/);
  expect(problem(["x", "y"], [["a", -1]], { kind: "pie" })).toMatch(/negative/);
  expect(problem(["x", "y"], [["a", 0]], { kind: "pie" })).toMatch(/zero/);
  expect(
    problem(
      ["x", "y"],
      Array.from({ length: 200 }, (_, x) => [x, 1]),
    ),
  ).toMatch(/too many/);
  expect(problem(["x", "y"], [["a", null]])).toMatch(/does not hold numbers|no values/);
});

test("the words give extremes, total and direction", () => {
  const line = chart(
    ["x", "y"],
    [
      ["2025-01", 10],
      ["2025-02", 12],
      ["2025-03", 20],
    ],
    { kind: "line" },
  );
  expect(describeChart(line, "T")).toBe(
    'Line chart "T": y by x, 3 points. Highest: Mar 2025 (20); lowest: Jan 2025 (10). Total: 42. From Jan 2025 (10) to Mar 2025 (20), +100 %; overall rising.',
  );
  const flat = chart(
    ["x", "y"],
    [
      ["a", 2],
      ["b", 2],
    ],
  );
  expect(describeChart(flat, "T")).toContain("All are 2.");
});

test("the words of a scatter tell the relation, those of series go one by one, and Other is never the highest", () => {
  const points = chart(
    ["x", "y"],
    [
      [1, 2],
      [2, 4.1],
      [3, 6],
    ],
    { kind: "point" },
  );
  expect(describeChart(points, "T")).toContain(
    "x goes from 1 to 3, y goes from 2 to 6. There is a strong rising relation (r = 1.00).",
  );
  const split = chart(
    ["x", "y", "s"],
    [
      ["a", 1, "p"],
      ["b", 2, "p"],
      ["a", 3, "q"],
    ],
    { series: "s" },
  );
  expect(describeChart(split, "T")).toBe(
    'Bar chart "T": y by x, 3 bars in 2 series by s: p, q.\np: Highest: b (2); lowest: a (1). Total: 3.\nq: Only a (3).',
  );
  const pie = chart(
    ["x", "y"],
    Array.from({ length: 40 }, (_, index) => [`c${index}`, 1 + (index === 0 ? 1 : 0)]),
    { kind: "pie" },
  );
  expect(describeChart(pie, "T")).toContain("Highest: c0 (2)");
});
