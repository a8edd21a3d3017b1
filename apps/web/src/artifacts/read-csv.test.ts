import { expect, it } from "vitest";
import { readCsv } from "./read-csv.ts";

it("reads cells with quotes, commas and line ends in them", () => {
  expect(readCsv('a,b\r\n"1,5","x ""y""\nz"\n3,', 10)).toEqual([
    ["a", "b"],
    ["1,5", 'x "y"\nz'],
    ["3", ""],
  ]);
});

it("takes what is broken as it is, and no more rows than asked for", () => {
  expect(readCsv('a\n"open', 10)).toEqual([["a"], ["open"]]);
  expect(readCsv("a\nb\nc", 2)).toEqual([["a"], ["b"]]);
  expect(readCsv("", 5)).toEqual([]);
});
