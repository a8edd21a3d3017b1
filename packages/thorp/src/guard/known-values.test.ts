import { expect, it } from "vitest";
import { createKnownValues } from "./known-values.ts";

const known = createKnownValues([{ towns: [{ name: "Lisbon", at: [38.71667, -9.13333] }] }, "Q597", 5]);

it.each(["Lisbon", "38.71667", "-9.13333", "Q597", "5"])("%s was answered", (value) =>
  expect(known.holds(value)).toBe(true),
);
it.each(["lisbon", "38.7", "Lisbon Q597", "towns", "true", ""])("%s was not", (value) =>
  expect(known.holds(value)).toBe(false),
);

it("takes no long texts: a page that somebody wrote could hold anything", () => {
  const long = "x".repeat(65);
  expect(createKnownValues([long]).holds(long)).toBe(false);
});
