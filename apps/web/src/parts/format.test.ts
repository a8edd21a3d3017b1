import { expect, it } from "vitest";
import { bytesText, countText, durationText, moneyText } from "./format.ts";

it("says how long something took in the units that count, without empty ones", () => {
  const minute = 60_000;
  const times = [
    0,
    850,
    12_340,
    15 * minute,
    15 * minute + 59_900,
    3 * 60 * minute + 5 * minute,
    30 * 24 * 60 * minute,
  ];
  expect(times.map(durationText)).toEqual(["0 ms", "850 ms", "12.3 s", "15 min", "15 min 59 s", "3 h 5 min", "30 d"]);
});

it("shortens figures as people do", () => {
  expect([1_234, 12_345, 128_000, 1_000_000, 2_560_000].map(countText)).toEqual([
    "1,234",
    "12.3k",
    "128k",
    "1M",
    "2.6M",
  ]);
  expect([512, 1_536, 3 * 1024 ** 2].map(bytesText)).toEqual(["512 B", "1.5 kB", "3.0 MB"]);
  expect([0, 0.00001, 0.0042, 1.5].map((dollars) => moneyText(dollars, "free"))).toEqual([
    "free",
    "< $0.0001",
    "$0.0042",
    "$1.50",
  ]);
});
