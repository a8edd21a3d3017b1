import { describe, expect, it } from "vitest";
import type { FileNote } from "../../brief.ts";
import { questionOf } from "./question.ts";
import { sqlFor } from "./question-to-sql.ts";
import { unexplainedWords } from "./unexplained.ts";

const today = { now: Date.UTC(2026, 10, 21, 12), timeZone: "Europe/Berlin" };
const column = (name: string, type: "text" | "number" | "date", ...examples: string[]) => ({ name, type, examples });
const note = (path: string, ...columns: NonNullable<FileNote["columns"]>): FileNote => ({
  path,
  mediaType: "text/csv",
  bytes: 1,
  columns,
});
const orders = note(
  "orders.csv",
  column("id", "number", "1", "2"),
  column("country", "text", "Germany", "Austria", "France"),
  column("status", "text", "open", "shipped", "cancelled"),
  column("express", "number", "1", "0"),
  column("total", "number", "100", "250"),
  column("ordered_at", "date", "2025-01-03"),
);
const sales = note(
  "sales.csv",
  column("region", "text", "North", "South"),
  column("product", "text", "Mug", "Grinder"),
  column("units", "number", "1", "7"),
  column("revenue", "number", "10", "20"),
);
const tasks = note("tasks.csv", column("title", "text", "Mow"), column("open", "text", "true", "false"));
const sqlOf = (question: string, file: FileNote) => sqlFor(question, file, { files: [file], today })?.sql ?? "";
const whereOf = (question: string, file: FileNote) =>
  /WHERE (.*?)(?: GROUP BY| LIMIT|$)/.exec(sqlOf(question, file))?.[1] ?? "";
const notCancelled = `"status" IS NOT 'cancelled' COLLATE NOCASE`;
const notGrinder = `"product" IS NOT 'Grinder' COLLATE NOCASE`;
const north = `"region" = 'North' COLLATE NOCASE`;

describe("values that are left out", () => {
  it.each([
    ["total of orders ignoring cancelled orders", orders, notCancelled],
    ["how many orders were not cancelled", orders, notCancelled],
    ["how many orders with cancelled ones left out", orders, notCancelled],
    ["number of orders that aren't cancelled", orders, notCancelled],
    ["total ignoring cancelled orders in Germany", orders, `${notCancelled} AND "country" = 'Germany' COLLATE NOCASE`],
    ["total revenue excluding Grinder", sales, notGrinder],
    ["total revenue without Grinder", sales, notGrinder],
    ["total revenue of all products other than Grinder", sales, notGrinder],
    ["total revenue of everything but the Grinder", sales, notGrinder],
    ["total revenue leaving out Grinder and Mug", sales, `${notGrinder} AND "product" IS NOT 'Mug' COLLATE NOCASE`],
    ["total revenue in the North but not Grinder", sales, `${north} AND ${notGrinder}`],
    ["total revenue in the North", sales, north],
  ])("%s", (question, file, where) => {
    const found = whereOf(question, file);
    expect(found.split(" AND ").sort()).toEqual(where.split(" AND ").sort());
  });

  it("makes the whole of a share smaller", () =>
    expect(sqlOf("what share of orders is shipped, ignoring cancelled ones", orders)).toMatch(
      /CASE WHEN "status" = 'shipped'.* WHERE "status" IS NOT 'cancelled'/,
    ));

  it("adds up a column called total", () =>
    expect(sqlOf("total of orders ignoring cancelled orders", orders)).toContain(`SUM("total")`));
});

describe("values that no example shows", () => {
  it.each([
    ["how many units were sold in the West", `("region" = 'West' COLLATE NOCASE OR "product" = 'West' COLLATE NOCASE)`],
    ['total revenue for "west"', `("region" = 'west' COLLATE NOCASE OR "product" = 'west' COLLATE NOCASE)`],
    ["total revenue of North and West", `lower("region") IN ('north', 'west')`],
    ["total revenue from West and North", `lower("region") IN ('west', 'north')`],
    [
      "how many sales from West or East",
      `(lower("region") IN ('west', 'east') OR lower("product") IN ('west', 'east'))`,
    ],
  ])("%s", (question, where) => expect(whereOf(question, sales)).toBe(where));
});

it.each(["total revenue in EUR", "total revenue, Please", "what is the total revenue, Alma?"])(
  "no value: %s",
  (question) => expect(whereOf(question, sales)).toBe(""),
);

describe("several values of a column", () => {
  it.each([
    ["compare revenue of North and South", true],
    ["total revenue of North and South", true],
    ["total revenue of North and South combined", false],
    ["total revenue of North or South", false],
  ])("%s", (question, grouped) => {
    expect(whereOf(question, sales)).toBe(`lower("region") IN ('north', 'south')`);
    expect(sqlOf(question, sales).includes("GROUP BY")).toBe(grouped);
  });

  it("keeps them in front of the question", () =>
    expect(sqlOf("from Germany or Austria, how many orders came in?", orders)).toBe(
      `SELECT COUNT(*) AS "count" FROM data WHERE lower("country") IN ('germany', 'austria')`,
    ));
});

describe("columns of yes and no", () => {
  const open = `lower("open") IN ('1', 'true', 'yes', 'y')`;
  const closed = `lower("open") IN ('0', 'false', 'no', 'n')`;
  it.each([
    ["how many express orders", orders, `"express" = 1`],
    ["total of express orders", orders, `"express" = 1`],
    ["how many orders are not express", orders, `"express" = 0`],
    ["how many orders without express", orders, `"express" = 0`],
    ["how many open tasks are there", tasks, open],
    ["how many tasks are still open?", tasks, open],
    ["how many tasks are not open", tasks, closed],
    ["how many tasks where open is false", tasks, closed],
    ["list the open tasks", tasks, open],
  ])("%s", (question, file, where) => {
    expect(whereOf(question, file)).toBe(where);
    expect(sqlOf(question, file)).not.toContain("DISTINCT");
  });

  it("groups by one, and leaves numbers alone", () => {
    expect(sqlOf("how many tasks by open", tasks)).toContain(`GROUP BY`);
    expect(whereOf("how many units sales", sales)).toBe("");
  });
});

describe("words without a part in the query", () => {
  it.each([
    ["according to sales.csv, total revenue ignoring Grinder", []],
    ["total revenue leaving out the North, except Mug", []],
    ["total profitable revenue", ["profitable"]],
  ])("%s", (question, left) =>
    expect(unexplainedWords(questionOf(question, sales, { files: [sales], today }))).toEqual(left),
  );

  it("names a place that no column can hold", () => {
    const numbers = note("figures.csv", column("revenue", "number", "10", "20"));
    const left = (question: string) => unexplainedWords(questionOf(question, numbers, { files: [numbers], today }));
    expect(left("total revenue in the North")).toEqual(["North"]);
    expect(left("total revenue in the UK")).toEqual(["UK"]);
  });
});
