import { expect, test } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const NOW = Date.UTC(2026, 0, 1, 12, 0, 0);

test.each<[string, Record<string, string>, number | undefined]>([
  ["nothing", {}, undefined],
  ["milliseconds first", { "retry-after-ms": "250", "retry-after": "9" }, 250],
  ["seconds", { "retry-after": "3" }, 3000],
  ["parts of a second", { "retry-after": "0.5" }, 500],
  ["a date", { "retry-after": "Thu, 01 Jan 2026 12:00:30 GMT" }, 30_000],
  ["a date gone by", { "retry-after": "Thu, 01 Jan 2026 11:00:00 GMT" }, 0],
  ["a negative number", { "retry-after": "-4" }, 0],
  ["nonsense", { "retry-after": "soon" }, undefined],
  ["an empty header", { "retry-after": "" }, undefined],
  ["nonsense, then something usable", { "retry-after": "soon", "x-ratelimit-reset": "5" }, 5000],
  ["an epoch in milliseconds", { "x-ratelimit-reset": String(NOW + 1500) }, 1500],
  ["an epoch in seconds", { "x-ratelimit-reset": String(NOW / 1000 + 20) }, 20_000],
  [
    "durations, the exhausted one wins",
    {
      "x-ratelimit-reset-requests": "1s",
      "x-ratelimit-remaining-requests": "0",
      "x-ratelimit-reset-tokens": "6m0s",
      "x-ratelimit-remaining-tokens": "99",
    },
    1000,
  ],
  [
    "durations without counts, the longest",
    { "x-ratelimit-reset-requests": "120ms", "x-ratelimit-reset-tokens": "1m2.5s" },
    62_500,
  ],
])("%s", (_, headers, expected) => {
  expect(retryAfterMs(headers, NOW)).toBe(expected);
});
