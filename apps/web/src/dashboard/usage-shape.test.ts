import { expect, it } from "vitest";
import { daysOf, type KeyedSums, shareText } from "./usage-shape.ts";

it("writes a share, and none of nothing", () => {
  expect([shareText(1, 8), shareText(0, 3), shareText(0, 0)]).toEqual(["12.5 %", "0 %", "–"]);
});

it("knows the days on which nothing was done", () => {
  const sums = { key: "2026-11-26", calls: 3 } as KeyedSums;
  const [seconds, values] = daysOf(
    { from: Date.parse("2026-11-25T12:00Z"), to: Date.parse("2026-11-27T12:00Z"), byDay: [sums] },
    ({ calls }) => calls,
  );
  expect(values).toEqual([0, 3, 0]);
  expect(seconds.map((second) => new Date(second * 1000).toISOString().slice(0, 10))).toEqual([
    "2026-11-25",
    "2026-11-26",
    "2026-11-27",
  ]);
});
