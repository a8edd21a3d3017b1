import { expect, test } from "vitest";
import { durationMs } from "./duration.ts";

test.each([
  ["250ms", 250],
  ["30s", 30_000],
  ["1.5h", 5_400_000],
  ["2m", 120_000],
  ["0.4ms", undefined],
  ["0s", undefined],
  ["-1s", undefined],
  ["1d", undefined],
  ["30", undefined],
  ["30 s", undefined],
  ["9".repeat(400) + "h", undefined],
])("%s", (text, ms) => expect(durationMs(text)).toBe(ms));
