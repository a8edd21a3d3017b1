import { expect, test } from "vitest";
import { plainName, quoteName, tableName, uniqueNames } from "./column-names.ts";

test("every column gets a name of its own, whatever the case", () => {
  expect(uniqueNames(["Total", "total", "", " Unit  price ", "total_2"])).toEqual([
    "Total",
    "total_2",
    "column_3",
    "Unit price",
    "total_2_2",
  ]);
});

test("a plain name needs no quotes", () => {
  expect(plainName("Unit price (EUR)")).toBe("Unit_price_EUR");
  expect(plainName("Größe")).toMatch(/^[A-Za-z0-9_]+$/);
  expect(plainName("2025")).toBe("_2025");
  expect(plainName("€")).toBe("column");
});

test("a table is called like its file", () => {
  expect(tableName("reports/Sales 2025.csv")).toBe("Sales_2025");
  expect(tableName("attachment:staff.json")).toBe("staff");
  expect(tableName("result:t1.a2")).toBe("t1");
});

test("quotes inside a name are doubled", () => {
  expect(quoteName('a"b')).toBe('"a""b"');
});
