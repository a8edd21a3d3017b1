import { expect, it } from "vitest";
import { cacheKey, kindOf, matchesSubject } from "./cache-key.ts";

it("finds what belongs to a subject, and never what APIs were asked so far", () => {
  const key = cacheKey({ kind: "tool", model: "read_tides", team: "a team" }, "d");
  expect([key, kindOf(key)]).toEqual(["tool read_tides a_team d", "tool"]);
  expect(matchesSubject(key, { kind: "tool", model: "read_tides" })).toBe(true);
  expect(matchesSubject(key, { kind: "answer" })).toBe(false);
  expect(matchesSubject(key, {})).toBe(true);
  // Whoever forgets everything still keeps to the limits of APIs.
  expect(matchesSubject("limits tides.example", {})).toBe(false);
});
