import { expect, it } from "vitest";
import type { Brief } from "../../models/brief.ts";
import { dateLine } from "./date-line.ts";

const at = (request: string, more: Partial<Brief> = {}): string | undefined =>
  dateLine({ request, purpose: "understand", now: Date.UTC(2026, 10, 27, 23, 30), timeZone: "UTC", ...more } as Brief);

it.each([
  "What is the weather in Lisbon tomorrow?",
  "Is there a public holiday next week?",
  "How many working days are left until 24 December?",
  "Wie wird das Wetter übermorgen?",
  "Quel temps fera-t-il demain ?",
  "¿Qué día es hoy?",
])("%s", (request) => {
  expect(at(request)).toBe("Today: Friday, 2026-11-27");
});

it("is not there where nobody asks for a day", () => {
  expect(at("What is 17.5 percent of 2,340?")).toBeUndefined();
  expect(at("Write a poem about snow")).toBeUndefined();
  // Part of another word is no word.
  expect(at("Who won the Sundance award, and who knows the monthlies?")).toBeUndefined();
});

it("goes by the task where there is one, by the person's time zone, and not to judges", () => {
  const task = { id: "t1", goal: "Get the forecast for tomorrow" };
  expect(at("Hello", { task })).toBe("Today: Friday, 2026-11-27");
  expect(at("Do it tomorrow", { task: { id: "t1", goal: "Add 1 and 2" } })).toBeUndefined();
  expect(at("today", { timeZone: "Europe/Lisbon" })).toBe("Today: Friday, 2026-11-27");
  expect(at("today", { timeZone: "Asia/Tokyo" })).toBe("Today: Saturday, 2026-11-28");
  expect(at("today", { purpose: "check" })).toBeUndefined();
});
