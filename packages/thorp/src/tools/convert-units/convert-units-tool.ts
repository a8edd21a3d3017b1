/** The tool `convert_units`: lengths, masses, volumes, areas, temperatures, speeds, data, energy and more. */
import type { Unit } from "convert";
import { z } from "zod";
import { formatNumber, roundNumber } from "../calculate/format-number.ts";
import { settleCall } from "../settle-call.ts";
import { defineTool, type Tool, type ToolOutput } from "../tool.ts";
import { type FoundUnit, findUnit, gatherUnitNames } from "./find-unit.ts";

const unitName = z.string().min(1).max(200);
const input = z.object({
  value: z.number().describe("The amount in the first unit"),
  from: unitName.describe("The unit it is in: km, pounds, °F, mph, GB, kWh, square feet"),
  to: unitName.describe("The unit that is wanted"),
});

/** Converts an amount; an unknown unit is answered with the nearest known one. */
export function createConvertUnitsTool(): Tool {
  return defineTool({
    name: "convert_units",
    capability: "units",
    description:
      "Converts one amount from a unit to another: length, mass, volume, area, temperature, speed, time, data, energy, power, pressure, angle. " +
      "Needs the number and both units. No currencies.",
    examples: [
      "How many kilometers are 26.2 miles?",
      "Convert 72 F to Celsius",
      "180 pounds in kg",
      "what is 5 foot in cm",
      "2.5 gallons to liters",
      "How many square feet is 84 square meters?",
      "100 km/h in mph",
      "512 MB in GiB",
    ],
    input,
    effect: "none",
    repeatable: true,
    cacheable: true,
    describe: ({ value, from, to }) => ({ effect: "none", summary: `convert ${value} ${from} to ${to}`.slice(0, 120) }),
    execute: (given, context) => settleCall(context, () => converted(given)),
  });
}

async function converted({ value, from, to }: z.infer<typeof input>): Promise<ToolOutput> {
  const [library, { conversions }] = await Promise.all([import("convert"), import("convert/conversions")]);
  const names = gatherUnitNames(conversions.values());
  let source = findUnit(from, names);
  let target = findUnit(to, names);
  if ("problem" in source) return { ok: false, text: source.problem };
  if ("problem" in target) return { ok: false, text: target.problem };

  const kindOf = (unit: string) => library.getMeasureKind(unit as Unit);
  const isVolume = (unit: FoundUnit) => unit.per === undefined && kindOf(unit.unit) === library.MeasureKind.Volume;
  // Ounces of a drink are fluid ounces.
  if (isOunce(source) && isVolume(target)) source = fluidOunce;
  if (isOunce(target) && isVolume(source)) target = fluidOunce;

  if (kindOf(source.unit) !== kindOf(target.unit) || kindOf(source.per ?? "") !== kindOf(target.per ?? "")) {
    return {
      ok: false,
      text: `"${from}" and "${to}" measure different things; one cannot be converted into the other.`,
    };
  }
  const scale = (amount: number, one: string, other: string) => library.convert(amount, one as Unit).to(other as Unit);
  if (
    kindOf(source.unit) === library.MeasureKind.Temperature &&
    source.per === undefined &&
    scale(value, source.unit, "K") < -1e-9
  ) {
    return { ok: false, text: `${value} ${from} is below absolute zero.` };
  }
  const across = scale(value * source.factor, source.unit, target.unit) / target.factor;
  const exact =
    source.per === undefined || target.per === undefined ? across : across / scale(1, source.per, target.per);
  if (!Number.isFinite(exact))
    return { ok: false, text: `${value} ${from} in ${to} is a number too large to write down.` };
  return {
    ok: true,
    text: `${formatNumber(value)} ${from} = ${formatNumber(exact, 8)} ${to}`,
    data: { value, from, to, result: roundNumber(exact) },
    sources: [{ title: "unit conversion", location: "convert_units" }],
  };
}

const fluidOunce: FoundUnit = { factor: 1, unit: "US fluid ounce" };

function isOunce(unit: FoundUnit): boolean {
  return unit.per === undefined && ["oz", "ounce", "ounces"].includes(unit.unit);
}
