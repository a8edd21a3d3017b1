import { describe, expect, it } from "vitest";
import { baseAsked, withDecimalNumbers } from "./number-base.ts";

describe("the base that is asked for", () => {
  it.each([
    ["what is 17 * 23 in hex", 16],
    ["255 in binary", 2],
    ["write 64 as an octal", 8],
    ["0xff in decimal", 10],
    ["1/3 to decimal places", undefined],
    ["convert binary 1010", undefined],
  ])("%s", (words, base) => expect(baseAsked(words)).toBe(base));
});

describe("numbers of other bases", () => {
  it.each([
    ["0xFF + 0b101 - 0o17", "255 + 5 - 15"],
    ["add hex 1f and binary 101", "add 31 and 5"],
    // No binary number: left for somebody who knows what is meant.
    ["binary 2024", "binary 2024"],
    ["100 and a0b1", "100 and a0b1"],
  ])("%s", (words, decimal) => expect(withDecimalNumbers(words)).toBe(decimal));
});
