import { expect, it } from "vitest";
import { linesOfDiff, linesOfHunk } from "./changed-lines.ts";

it("reads lines with signs, and leaves alone what is none", () => {
  expect(linesOfDiff("…\n  stays\n- -1\n+ \n… and 3 more lines")).toEqual([
    { sign: " ", text: "…" },
    { sign: " ", text: "stays" },
    { sign: "-", text: "-1" },
    { sign: "+", text: "" },
    { sign: " ", text: "… and 3 more lines" },
  ]);
  expect(linesOfHunk({ removed: ["a"], added: ["b"] })).toEqual([
    { sign: "-", text: "a" },
    { sign: "+", text: "b" },
  ]);
});
