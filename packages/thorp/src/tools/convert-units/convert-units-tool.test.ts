import { describe, expect, it } from "vitest";
import type { ToolContext } from "../tool.ts";
import { createConvertUnitsTool } from "./convert-units-tool.ts";

const tool = createConvertUnitsTool();
const context = { signal: new AbortController().signal } as ToolContext;
const convert = async (value: number, from: string, to: string) => {
  const output = await tool.execute({ value, from, to }, context);
  return output.ok ? ((output.data as { result: number }).result as number) : output.text;
};

it.each([
  [26.2, "miles", "kilometers", 42.1648128],
  [100, "F", "C", 37.7777777778],
  [0, "°C", "°F", 32],
  [-40, "degrees celsius", "Fahrenheit", -40],
  [300, "K", "celsius", 26.85],
  [180, "pounds", "kg", 81.6466266],
  [5, "foot", "cm", 152.4],
  [6, "FEET", "Meters", 1.8288],
  [2.5, "gallons", "liters", 9.46352946],
  [84, "square meters", "sq ft", 904.168475],
  [1, "acre", "hectare", 0.40468564224],
  [100, "km/h", "mph", 62.1371192237],
  [10, "m/s", "kph", 36],
  [20, "knots", "km/h", 37.04],
  [60, "miles per hour", "feet per second", 88],
  [512, "MB", "GiB", 0.476837158203],
  [1, "GB", "mb", 1000],
  [1, "MB", "KB", 1000],
  [100, "Mbps", "MB/s", 12.5],
  [8, "Mb", "MB", 1],
  [500, "kcal", "kJ", 2092],
  [2092, "kJ", "kcal", 500],
  [1, "kWh", "MJ", 3.6],
  [1, "BTU", "J", 1055.05585262],
  [1, "hp", "kW", 0.745699871582],
  [100, "PS", "kW", 73.549875],
  [90, "minutes", "hours", 1.5],
  [2, "weeks", "days", 14],
  [1, "psi", "bar", 0.0689475729318],
  [180, "degrees", "radians", Math.PI],
  [8, "oz", "ml", 236.5882365],
  [8, "oz", "g", 226.796185],
  [1, "cup", "tbsp", 16],
  [3, "tsp", "tablespoons", 1],
  [1, "barrel", "gallons", 42],
  [5, "carats", "grams", 1],
  [1, "g/l", "kg/m3", 1],
  [1, "metric ton", "kilos", 1000],
  [1, "light-years", "km", 9460730472580.8],
  [1, "m", "ft", 3.28083989501],
  [1000, "mW", "W", 1],
  [1, "MW", "kW", 1000],
  [3, "quarters", "months", 9],
  [1e-3, "m", "mm", 1],
  [5, "km per l", "m/l", 5000],
])("%d %s in %s", async (value, from, to, result) => {
  const converted = await convert(value, from, to);
  expect(typeof converted).toBe("number");
  expect(Math.abs(Number(converted) / result - 1)).toBeLessThan(result === 0 ? 1e-9 : 2e-7);
});

describe("refusals say what mends them", () => {
  it.each([
    ["kilometrs", "miles", 'Did you mean "kilometre"?'],
    ["pounds", "kilogrm", 'Did you mean "kilogram"?'],
    ["5", "miles", "is not a unit"],
    ["zorkmids", "km", '"zorkmids" is not a unit'],
    ["km", "kg", "measure different things"],
    ["km/h", "km", "measure different things"],
    ["m/s", "m/kg", "measure different things"],
    ["tons", "kg", "metric ton, short ton"],
    ["constructor", "km", "is not a unit"],
    ["dollars", "euros", "is not a unit"],
    ["km/zork", "mph", '"zork" is not a unit'],
    ["a/b/c", "km", "is not a unit"],
    ["x".repeat(200), "km", "is not a unit"],
  ])("%s to %s", async (from, to, words) => expect(await convert(1, from, to)).toContain(words));

  it("below absolute zero, and beyond all numbers", async () => {
    expect(await convert(-500, "C", "F")).toContain("below absolute zero");
    expect(await convert(-459.67, "F", "K")).toBeCloseTo(0, 6);
    expect(await convert(1e308, "light-years", "nm")).toContain("too large");
  });
});

it("writes eight digits for people and twelve for machines", async () => {
  expect(await tool.execute({ value: 26.2, from: "miles", to: "km" }, context)).toEqual({
    ok: true,
    text: "26.2 miles = 42.164813 km",
    data: { value: 26.2, from: "miles", to: "km", result: 42.1648128 },
    sources: [{ title: "unit conversion", location: "convert_units" }],
  });
});
