import { expect, it } from "vitest";
import { freeTextsOf } from "./free-texts.ts";

const schema = {
  properties: {
    town: { type: "string" },
    unit: { enum: ["celsius", "fahrenheit"] },
    days: { type: "integer" },
    latitude: { type: "number" },
    language: { type: "string", default: "en" },
    tags: { type: "array", items: { type: "string" } },
    at: { type: "object", properties: { place: { type: "string" } } },
  },
};

it("are texts and numbers that say more than a choice from a list", () => {
  expect(freeTextsOf({ unit: "celsius", days: 3, language: "en" }, schema)).toEqual([]);
  expect(freeTextsOf({ town: "Lisbon", unit: "kelvin", days: 4711, latitude: 38.72, language: "pt" }, schema)).toEqual([
    ...["Lisbon", "kelvin", "4711", "38.72", "pt"],
  ]);
  expect(freeTextsOf({ tags: ["a"], at: { place: "b", secret: true }, other: "c" }, schema)).toEqual([
    ...["a", "b", "secret", "other", "c"],
  ]);
});
