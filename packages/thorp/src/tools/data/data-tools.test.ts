import { expect, test } from "vitest";
import { z } from "zod";
import { dataTools } from "./data-tools.ts";

test.each(dataTools().map((tool) => [tool.name, tool] as const))("%s can be offered to a model", (_, tool) => {
  expect(tool.name).toMatch(/^[a-z]+_[a-z]+$/);
  expect(tool.examples.length).toBeGreaterThanOrEqual(6);
  expect(tool.examples.length).toBeLessThanOrEqual(10);
  expect(new Set(tool.examples).size).toBe(tool.examples.length);
  expect(z.toJSONSchema(tool.input, { io: "input" })).toMatchObject({ type: "object" });
});

test("names and capabilities are those that plans use", () => {
  expect(dataTools().map(({ name, capability, effect }) => [name, capability, effect])).toEqual([
    ["query_data", "data-query", "read"],
    ["make_table", "tables", "create"],
    ["make_chart", "charts", "create"],
    ["write_report", "reports", "create"],
  ]);
});
