import type { Model } from "@thorp/client";
import { expect, it } from "vitest";
import { strongerThan } from "./stronger-models.ts";

const model = (id: string, tier: Model["tier"], rest: Partial<Model> = {}): Model =>
  ({ id, tier, aliases: [], capabilities: [], context: 1, provider: "x", ...rest }) as Model;
const models = [
  model("rules", "embedded"),
  model("small", "local", { aliases: ["tiny"] }),
  model("dear", "frontier", { price: { input: 3, output: 15 } }),
  model("cheap", "frontier", { price: { input: 1, output: 2 } }),
  model("away", "frontier", { obstacle: "no key" }),
];
const names = (current: string | undefined) => strongerThan(current, models).map(({ id }) => id);

it("offers what can be called now of a higher tier, the nearest and cheapest first", () => {
  expect(names("rules")).toEqual(["small", "cheap", "dear"]);
  expect(names("tiny")).toEqual(["cheap", "dear"]);
  expect(names("dear")).toEqual([]);
  expect(names(undefined)).toEqual(["small", "cheap", "dear"]);
});
