import { describe, expect, test } from "vitest";
import { readColumn } from "./infer-column.ts";

describe("numbers", () => {
  test("integers, with empty cells as null", () => {
    expect(readColumn(["1", " 20 ", "", "-3", "n/a"])).toEqual({ type: "integer", cells: [1, 20, null, -3, null] });
  });

  test("one decimal makes the column real", () => {
    expect(readColumn(["1", "2.5", "1e3", ".5"])).toEqual({ type: "real", cells: [1, 2.5, 1000, 0.5] });
  });

  test("money with separators and signs", () => {
    expect(readColumn(["$1,234.50", "$950", "-$3"])).toEqual({ type: "real", cells: [1234.5, 950, -3] });
    expect(readColumn(["$1,23.50", "$950"]).type).toBe("text");
    expect(readColumn(["12.5 %", "7 %"]).cells).toEqual([12.5, 7]);
  });

  test("decimal commas only where the file says so", () => {
    expect(readColumn(["1.234,50", "7,5"], { decimalComma: true })).toEqual({ type: "real", cells: [1234.5, 7.5] });
    expect(readColumn(["1.234,50", "7,5"]).type).toBe("text");
  });

  test("codes, telephone numbers and long identifiers stay text", () => {
    expect(readColumn(["007", "123"])).toEqual({ type: "text", cells: ["007", "123"] });
    expect(readColumn(["+4930123", "+4930124"]).type).toBe("text");
    expect(readColumn(["12345678901234567890", "1"]).type).toBe("text");
  });

  test("one value that is no number keeps the whole column text", () => {
    expect(readColumn(["1", "2", "three"])).toEqual({ type: "text", cells: ["1", "2", "three"] });
  });
});

describe("dates", () => {
  test("one notation gives ISO dates", () => {
    expect(readColumn(["31.01.2025", "1.2.2025"])).toEqual({ type: "date", cells: ["2025-01-31", "2025-02-01"] });
    expect(readColumn(["2025/3/1", ""]).cells).toEqual(["2025-03-01", null]);
    expect(readColumn(["5 Mar 2025", "12 September 2025"]).cells).toEqual(["2025-03-05", "2025-09-12"]);
    expect(readColumn(["March 5, 2025"]).cells).toEqual(["2025-03-05"]);
  });

  test("a day beyond 12 decides which number is the month", () => {
    expect(readColumn(["01/02/2025", "01/31/2025"]).cells).toEqual(["2025-01-02", "2025-01-31"]);
    expect(readColumn(["01/02/2025", "31/01/2025"]).cells).toEqual(["2025-02-01", "2025-01-31"]);
  });

  test("without such a day it stays text, and so do mixed notations and days that do not exist", () => {
    expect(readColumn(["01/02/2025", "03/04/2025"]).type).toBe("text");
    expect(readColumn(["2025-01-01", "01.02.2025"]).type).toBe("text");
    expect(readColumn(["2025-02-30"]).type).toBe("text");
  });

  test("times keep their text", () => {
    expect(readColumn(["2025-01-01T10:00:00Z", "2025-01-02 11:30"])).toEqual({
      type: "datetime",
      cells: ["2025-01-01T10:00:00Z", "2025-01-02 11:30"],
    });
  });
});

test("yes and no become 1 and 0", () => {
  expect(readColumn(["yes", "No", ""])).toEqual({ type: "boolean", cells: [1, 0, null] });
  expect(readColumn([true, false])).toEqual({ type: "boolean", cells: [1, 0] });
});

test("nested values become JSON text, an empty column text without values", () => {
  expect(readColumn([{ a: 1 }, [2]])).toEqual({ type: "text", cells: ['{"a":1}', "[2]"] });
  expect(readColumn(["", null, undefined])).toEqual({ type: "text", cells: [null, null, null] });
});
