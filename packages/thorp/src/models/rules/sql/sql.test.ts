import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, it } from "vitest";
import type { FileNote } from "../../brief.ts";
import { fixtureFiles } from "../fixture-files.ts";
import { columnWords, likenessOf, wordsOfName } from "./column-words.ts";
import { dateFilterFrom, isoToday } from "./date-filter.ts";
import { questionOf } from "./question.ts";
import { sqlFor } from "./question-to-sql.ts";
import { tableViewOf } from "./table-view.ts";
import { unexplainedWords } from "./unexplained.ts";

const today = { now: Date.UTC(2026, 10, 21, 12), timeZone: "Europe/Berlin" };
const lines = readFileSync(new URL("../../../../../../examples/data/sales.csv", import.meta.url), "utf8")
  .trim()
  .split(/\r?\n/)
  .slice(1);
interface Sale {
  readonly date: string;
  readonly region: string;
  readonly product: string;
  readonly units: number;
  readonly price: number;
  readonly revenue: number;
}
const rows = lines.map((line): Sale => {
  const [date = "", region = "", product = "", units, price, revenue] = line.split(",");
  return { date, region, product, units: Number(units), price: Number(price), revenue: Number(revenue) };
});
const text = (name: string, ...examples: string[]) => ({ name, type: "text" as const, examples });
const number = (name: string) => ({ name, type: "number" as const, examples: ["1"] });
const sales: FileNote = {
  path: "sales.csv",
  mediaType: "text/csv",
  bytes: 1,
  columns: [
    { name: "date", type: "date", examples: ["2025-01-01"] },
    text("region", "Central", "East", "North", "South"),
    text("product", "Herbal tea", "Espresso beans", "Mug"),
    number("units"),
    number("price"),
    number("revenue"),
  ],
};
const database = new DatabaseSync(":memory:");

beforeAll(() => {
  database.exec("CREATE TABLE data (date TEXT, region TEXT, product TEXT, units INTEGER, price REAL, revenue REAL)");
  const insert = database.prepare("INSERT INTO data VALUES (?, ?, ?, ?, ?, ?)");
  for (const row of rows) insert.run(row.date, row.region, row.product, row.units, row.price, row.revenue);
});

const ask = (question: string, grouped = false) => {
  const answer = sqlFor(question, sales, { files: [sales], today, grouped });
  if (answer === undefined) throw new Error("no SQL");
  return database.prepare(answer.sql).all() as Record<string, string | number>[];
};
const sum = (keep: (row: Sale) => boolean, of: (row: Sale) => number = (row) => row.revenue) =>
  Math.round(rows.filter(keep).reduce((total, row) => total + of(row), 0) * 100) / 100;
const sumsBy = (
  key: (row: Sale) => string,
  of: (row: Sale) => number = (row) => row.revenue,
  keep: (row: Sale) => boolean = () => true,
) =>
  [...new Set(rows.filter(keep).map(key))]
    .map((name) => ({ name, total: sum((row) => key(row) === name && keep(row), of) }))
    .sort((a, b) => b.total - a.total);

describe("sales.csv, against sums computed by hand", () => {
  it("has rows to ask", () => expect(rows.length).toBeGreaterThan(100));

  it("adds up, with every word for revenue", () => {
    const total = sum(() => true);
    for (const question of [
      "total revenue",
      "what was our turnover in total?",
      "how much did we earn",
      "sum of the revenue column",
      "total sales",
    ]) {
      expect(Object.values(ask(question)[0] ?? {})).toEqual([total]);
    }
    expect(ask("how many units were sold")[0]).toEqual({
      total_units: sum(
        () => true,
        (row) => row.units,
      ),
    });
  });

  it("groups and ranks", () => {
    const best = sumsBy((row) => row.region)[0];
    for (const question of [
      "which region sold the most",
      "What region had the highest revenue?",
      "best region by revenue",
    ]) {
      expect(ask(question)).toEqual([{ region: best?.name, total_revenue: best?.total }]);
    }
    expect(ask("which product sold least")).toEqual([
      { product: sumsBy((row) => row.product).at(-1)?.name, total_revenue: sumsBy((row) => row.product).at(-1)?.total },
    ]);
    const top = sumsBy(
      (row) => row.product,
      (row) => row.units,
    ).slice(0, 3);
    expect(ask("top 3 products by units")).toEqual(
      top.map(({ name, total }) => ({ product: name, total_units: total })),
    );
    expect(ask("revenue by region").map((row) => row["region"])).toEqual(
      sumsBy((row) => row.region).map(({ name }) => name),
    );
    expect(ask("total revenue per region, sorted ascending").map((row) => row["region"])).toEqual(
      sumsBy((row) => row.region)
        .map(({ name }) => name)
        .reverse(),
    );
  });

  it("filters by value, number and time", () => {
    expect(ask("total revenue in the north")).toEqual([{ total_revenue: sum((row) => row.region === "North") }]);
    expect(ask("how much revenue from Espresso beans in March 2025")).toEqual([
      { total_revenue: sum((row) => row.product === "Espresso beans" && row.date.startsWith("2025-03")) },
    ]);
    expect(ask("revenue since October 2025 in total")).toEqual([
      { total_revenue: sum((row) => row.date >= "2025-10-01") },
    ]);
    expect(ask("total revenue between March and May 2025")).toEqual([
      { total_revenue: sum((row) => row.date >= "2025-03-01" && row.date <= "2025-05-31") },
    ]);
    expect(ask("total units in Q2 2025")).toEqual([
      {
        total_units: sum(
          (row) => ["04", "05", "06"].includes(row.date.slice(5, 7)) && row.date.startsWith("2025"),
          (row) => row.units,
        ),
      },
    ]);
    expect(ask("how many sales with more than 50 units")).toEqual([
      { count: rows.filter((row) => row.units > 50).length },
    ]);
    expect(ask('total revenue for "mug"')).toEqual([{ total_revenue: sum((row) => row.product === "Mug") }]);
    expect(new Set(ask("compare revenue in North and South").map((row) => row["region"]))).toEqual(
      new Set(["North", "South"]),
    );
    expect(ask("total revenue last year")).toEqual([{ total_revenue: sum((row) => row.date.startsWith("2025")) }]);
  });

  it("buckets time", () => {
    const months = ask("revenue by month");
    expect(months.map((row) => row["month"])).toEqual([...new Set(rows.map((row) => row.date.slice(0, 7)))].sort());
    expect(months[0]?.["total_revenue"]).toBe(sum((row) => row.date.startsWith("2025-01")));
    expect(ask("quarterly revenue").map((row) => row["quarter"])).toContain("2025-Q1");
    expect(ask("revenue trend")[0]).toHaveProperty("month");
    expect(ask("revenue by month and region", true)[0]).toHaveProperty("region");
  });

  it("averages, extremes, counts, medians, shares", () => {
    expect(ask("average revenue")[0]?.["average_revenue"]).toBeCloseTo(sum(() => true) / rows.length, 1);
    expect(ask("min and max units")).toEqual([
      {
        lowest_units: Math.min(...rows.map((row) => row.units)),
        highest_units: Math.max(...rows.map((row) => row.units)),
      },
    ]);
    expect(ask("how many rows are there")).toEqual([{ count: rows.length }]);
    expect(ask("how many different products")).toEqual([
      { different_product: new Set(rows.map((row) => row.product)).size },
    ]);
    const sorted = rows.map((row) => row.units).sort((a, b) => a - b);
    const middle = sorted.length / 2;
    expect(ask("median units")).toEqual([
      {
        median_units:
          sorted.length % 2 === 1
            ? sorted[Math.floor(middle)]
            : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2,
      },
    ]);
    expect(ask("what share of revenue comes from North")[0]?.["percent"]).toBeCloseTo(
      (100 * sum((row) => row.region === "North")) / sum(() => true),
      1,
    );
    expect(
      ask("percentage of revenue per region").reduce((total, row) => total + Number(row["percent"]), 0),
    ).toBeCloseTo(100, 0);
    expect(ask("revenue per unit for each product")[0]).toHaveProperty("revenue_per_units");
  });

  it("lists", () => {
    expect(ask("list the regions").map((row) => row["region"])).toEqual(
      [...new Set(rows.map((row) => row.region))].sort(),
    );
    expect(ask("show the 5 most expensive products")).toHaveLength(5);
    expect(ask("the three largest sales by revenue").map((row) => row["revenue"])).toEqual(
      rows
        .map((row) => row.revenue)
        .sort((a, b) => b - a)
        .slice(0, 3),
    );
    expect(ask("show all rows where units is over 60").every((row) => Number(row["units"]) > 60)).toBe(true);
  });
});

describe("every question to every table is SQL that runs", () => {
  const questions = [
    "How many employees work in Finance?|staff",
    "who earns more than 60000?|staff",
    "who is the best paid analyst|staff",
    "the three newest hires|staff",
    "rank departments by average salary|staff",
    "median salary in logistics|staff",
    "Which vendor did we pay the most?|expenses",
    "ten largest expenses|expenses",
    "what did we spend on software in 2024|expenses",
    "how many orders were canceled|orders",
    "average order value per country|orders",
    "the five customers with the highest totals|orders",
    "days between the first and last order|orders",
    "Which items are out of stock?|inventory",
    "items below reorder level|inventory",
    "value of the stock in Hull (quantity times unit cost)|inventory",
    "what is the total stock value|inventory",
    "median satisfaction of respondents over 40|survey",
    "what share of answers came in by phone?|survey",
    "planned versus actual for Marketing|budget",
    "total planned minus actual by department|budget",
    "coldest day|weather",
    "average wind speed on days when it rained more than 10 mm|weather",
    "hottest temperature|weather",
    "rainfall at the weekend|weather",
    "three weakest subjects by average score|students",
    "mean scores of class 7a, 7b and 7c|students",
    "who failed Maths (below 50)?|students",
    "rows with an empty comment|survey",
    "orders placed after 1 July 2024|orders",
    "'; DROP TABLE data; --|orders",
  ];
  it.each(questions)("%s", (given) => {
    const [question = "", name = ""] = given.split("|");
    const file = fixtureFiles.find((each) => each.path.includes(name));
    const answer = file === undefined ? undefined : sqlFor(question, file, { files: [file], today });
    expect(answer).toBeDefined();
    const own = new DatabaseSync(":memory:");
    own.exec(
      `CREATE TABLE data (${(file?.columns ?? []).map((column) => `"${column.name}" ${column.type === "number" ? "REAL" : "TEXT"}`).join(", ")})`,
    );
    const places = (file?.columns ?? []).map(() => "?").join(", ");
    for (let row = 0; row < 3; row++)
      own
        .prepare(`INSERT INTO data VALUES (${places})`)
        .run(...(file?.columns ?? []).map((column) => column.examples[row] ?? null));
    expect(() => own.prepare(answer?.sql ?? "").all()).not.toThrow();
    expect(own.prepare("SELECT COUNT(*) AS n FROM data").get()).toEqual({ n: 3 });
  });

  it("means what was asked", () => {
    const sqlOf = (question: string, name: string) => {
      const file = fixtureFiles.find((each) => each.path.includes(name));
      return file === undefined ? "" : (sqlFor(question, file, { files: [file], today })?.sql ?? "");
    };
    expect(sqlOf("how many orders were canceled", "orders")).toBe(
      `SELECT COUNT(*) AS "count" FROM data WHERE "status" = 'cancelled' COLLATE NOCASE`,
    );
    expect(sqlOf("items below reorder level", "inventory")).toContain(`WHERE "quantity" < "reorder_level"`);
    expect(sqlOf("median satisfaction of respondents over 40", "survey")).toContain(`"age" > 40`);
    expect(sqlOf("Which items are out of stock?", "inventory")).toContain(`"quantity" = 0`);
    expect(sqlOf("what is the total stock value", "inventory")).toContain(`SUM("quantity" * "unit_cost")`);
    expect(sqlOf("mean scores of class 7a, 7b and 7c", "students")).toContain("IN ('7a', '7b', '7c')");
    expect(sqlOf("orders of O'Brien", "orders")).not.toContain("O'Brien'");
  });

  it("has nothing to say about a file that nobody looked into", () =>
    expect(sqlFor("total", { path: "a.csv", mediaType: "text/csv", bytes: 1 }, { files: [], today })).toBeUndefined());
});

describe("periods", () => {
  const column = tableViewOf(sales).columns[0];
  const sqlOf = (words: string) => (column === undefined ? undefined : dateFilterFrom(words, column, today)?.sql);

  it.each([
    ["in 2025", `strftime('%Y', "date") = '2025'`],
    ["in March", `strftime('%m', "date") = '03'`],
    ["after March 2025", `"date" > '2025-03-31'`],
    ["before 2025", `"date" < '2025-01-01'`],
    ["since 3 May 2025", `"date" >= '2025-05-03'`],
    ["this month", `"date" >= '2026-11-01' AND "date" <= '2026-11-30'`],
    ["last quarter", `"date" >= '2026-07-01' AND "date" <= '2026-09-30'`],
    ["last 30 days", `"date" >= date('2026-11-21', '-30 days')`],
    ["on 2025-01-02", `substr("date", 1, 10) = '2025-01-02'`],
    ["in the second half of 2025", `CAST(strftime('%m', "date") AS INTEGER) > 6 AND strftime('%Y', "date") = '2025'`],
    ["at the weekend", `strftime('%w', "date") IN ('0', '6')`],
  ])("%s", (words, sql) => expect(sqlOf(words)).toBe(sql));

  it.each(["by month", "you may go", "more than 2000 units", "nothing"])("none: %s", (words) =>
    expect(sqlOf(words)).toBeUndefined(),
  );

  it("knows today in the person's zone, and survives an unknown one", () => {
    expect(isoToday({ now: Date.UTC(2026, 0, 1, 23, 30), timeZone: "Asia/Tokyo" })).toBe("2026-01-02");
    expect(isoToday({ now: 0, timeZone: "Nowhere/Land" })).toBe("1970-01-01");
  });
});

describe("columns", () => {
  it("reads names and knows like meanings", () => {
    expect(wordsOfName("unit_costEUR")).toEqual(["unit", "cost"]);
    expect(wordsOfName("id")).toEqual(["id"]);
    expect(columnWords("total_revenue").names.has("revenu")).toBe(true);
    expect(likenessOf("quantity", "stock")).toBeGreaterThan(likenessOf("unit_cost", "stock"));
    expect(likenessOf("quantity", "poem")).toBe(0);
  });

  it("tells which words it left out of account", () => {
    expect(unexplainedWords(questionOf("how many profitable products", sales, { files: [sales], today }))).toEqual([
      "profitable",
    ]);
    expect(
      unexplainedWords(
        questionOf("total revenue by region in March 2025 (sales.csv)", sales, { files: [sales], today }),
      ),
    ).toEqual([]);
  });
});
