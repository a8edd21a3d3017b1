import { expect, it } from "vitest";
import { type KeyedSums, pointsOf, shareText, stepOf } from "./usage-shape.ts";

it("writes a share, and none of nothing", () => {
  expect([shareText(1, 8), shareText(0, 3), shareText(0, 0)]).toEqual(["12.5 %", "0 %", "–"]);
});

it("knows the days of a long window on which nothing was done", () => {
  const byDay = [{ key: "2026-11-26", calls: 3 } as KeyedSums];
  const window = { from: Date.parse("2026-11-10T12:00Z"), to: Date.parse("2026-11-27T12:00Z") };
  expect(stepOf(window)).toBe("day");
  const [seconds, values] = pointsOf({ ...window, byDay, byHour: [] }, ({ calls }) => calls);
  expect(values).toEqual([...Array.from({ length: 16 }, () => 0), 3, 0]);
  expect(new Date((seconds[0] ?? 0) * 1000).toISOString()).toBe("2026-11-10T00:00:00.000Z");
});

it("knows the hours of a short one", () => {
  const byHour = [{ key: "2026-11-27T01", calls: 2 } as KeyedSums];
  const window = { from: Date.parse("2026-11-26T23:30Z"), to: Date.parse("2026-11-27T02:30Z") };
  const [seconds, values] = pointsOf({ ...window, byDay: [], byHour }, ({ calls }) => calls);
  expect(values).toEqual([0, 0, 2, 0]);
  expect(seconds.map((second) => new Date(second * 1000).getUTCHours())).toEqual([23, 0, 1, 2]);
});
