/** What servers say about when to come back, in every form and beyond every reason. */
import { describe, expect, it } from "vitest";
import { askFaulty, failuresOf, soundPieces, subjects } from "./fault-bench.ts";

const START = 1_800_000_000_000;
const at = (ms: number) => new Date(START + ms).toUTCString();
const tooMany = JSON.stringify({ error: { message: "slow down" } });

/** Headers, and the wait before the second try; undefined: our own, which grows; "next": not worth waiting for. */
const headers: readonly (readonly [string, Readonly<Record<string, string>>, number | undefined | "next"])[] = [
  ["seconds", { "retry-after": "2" }, 2000],
  ["part of a second", { "retry-after": "0.25" }, 250],
  ["milliseconds", { "retry-after-ms": "400" }, 400],
  ["nothing at all", { "retry-after": "0" }, 0],
  ["a date", { "retry-after": at(2000) }, 2000],
  ["a date that has passed", { "retry-after": at(-60_000) }, 0],
  ["a date of a clock that is an hour behind", { "retry-after": at(-3_600_000) }, 0],
  ["a date of a clock that is an hour ahead", { "retry-after": at(3_600_000) }, "next"],
  ["a day", { "retry-after": "86400" }, "next"],
  ["a number that is none", { "retry-after": "soon" }, undefined],
  ["an empty value", { "retry-after": "" }, undefined],
  ["a negative number", { "retry-after": "-5" }, 0],
  ["infinity", { "retry-after": "Infinity" }, undefined],
  ["a number beyond all", { "retry-after": "1e300" }, "next"],
  ["an end of the window in seconds", { "x-ratelimit-reset": String(START / 1000 + 1) }, 1000],
  ["an end of the window in milliseconds", { "x-ratelimit-reset": String(START + 700) }, 700],
  ["an end of the window that has passed", { "x-ratelimit-reset": String(START / 1000 - 50) }, 0],
  [
    "durations",
    { "x-ratelimit-reset-tokens": "1s", "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-requests": "6m0s" },
    1000,
  ],
  ["nothing", {}, undefined],
];

describe.each(subjects)("%s says", (subject) => {
  it.each(headers)("%s", async (_what, given, wait) => {
    const sound = { text: "Now.", usage: { input: 1, output: 1 } };
    const told = await askFaulty(subject, (call) =>
      call === 0 ? { status: 429, headers: given, body: tooMany } : { body: soundPieces(subject, sound) },
    );
    expect(failuresOf(told)).toMatchObject([{ code: "rate-limited" }]);
    expect(told.outcome).toMatchObject({ ok: true, model: wait === "next" ? "above" : "near" });
    const waits = told.waits.filter((ms) => ms < 5000);
    if (wait === undefined) expect(waits[0]).toBeGreaterThan(0);
    else if (wait !== "next") expect(waits[0]).toBe(wait);
    expect(told.stillReserved).toBe(0);
  });

  it("nothing but 429 for ever: the error of the last try, in time", async () => {
    const told = await askFaulty(subject, () => ({ status: 429, headers: { "retry-after": "1" }, body: tooMany }), {
      alone: true,
    });
    expect(told.outcome).toMatchObject({ ok: false, failure: { code: "rate-limited" }, costMicro: 0 });
    expect([told.network.requests.length, told.spent, told.stillReserved]).toEqual([3, 0, 0]);
  });
});
