import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BriefInput } from "../models/brief.ts";
import { citationsIn, danglingCitations, unfoundedNumbers } from "./check-answer.ts";

const inputOf = (id: string, text: string, rest: Partial<BriefInput> = {}): BriefInput => ({
  id,
  goal: `goal of ${id}`,
  text,
  artifacts: [],
  sources: [],
  labels: [],
  ...rest,
});
const inputs = [
  inputOf("t1", "12 rows"),
  inputOf("t2", "a page", { sources: [{ title: "A", location: "https://a.example" }] }),
  inputOf("t3", "a file", {
    artifacts: [{ id: "f", title: "F", mediaType: "text/csv", bytes: 1, file: "/out/f.csv" }],
    sources: [{ title: "A", location: "x" }],
  }),
];

describe("citationsIn", () => {
  it("points to results, each once, in order, with the file or page", () => {
    expect(citationsIn("b [3, 1] a [1] and [2]", inputs)).toEqual([
      { number: 1, path: "t1", title: "goal of t1" },
      { number: 2, path: "t2", title: "goal of t2", source: "https://a.example" },
      { number: 3, path: "t3", title: "goal of t3", source: "/out/f.csv" },
    ]);
  });

  it("passes over what is no citation", () => {
    expect(citationsIn("in [2024] the list [a] of [0] and [9]", inputs)).toEqual([]);
  });
});

describe("danglingCitations", () => {
  it("finds marks that point to nothing, also inside a list, each once", () => {
    expect(danglingCitations("a [1] b [4] c [2, 9] d [0] e [4]", inputs)).toEqual(["[4]", "[9]", "[0]"]);
  });

  it("together with citations accounts for every mark", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 99 })), (numbers) => {
        const text = numbers.map((number) => `word [${number}]`).join(" ");
        expect(citationsIn(text, inputs).length + danglingCitations(text, inputs).length).toBe(new Set(numbers).size);
      }),
    );
  });
});

describe("unfoundedNumbers", () => {
  const known = [
    inputOf("t1", "The sum is 1,234.567 and the mean 88.25; it fell by -12.5 %.", { data: { rows: [4711, 0.333333] } }),
  ];
  const unfounded = (text: string, request = "compare 2024 with 2025") => unfoundedNumbers(text, request, known);

  it.each([
    "It is 1234.567.",
    "It is 1,234.57 or 1,235.",
    "rows: 4711",
    "a third: 0.333",
    "in 2024",
    "it fell by 12.5 %",
    "between 2024-2025",
    "7 of 12",
    "[1] [12]",
    "version v1.234",
  ])("finds nothing in: %s", (text) => {
    expect(unfounded(text)).toEqual([]);
  });

  it.each([
    ["It is 1,300.", ["1,300"]],
    ["It is 88.26 and 999.", ["88.26", "999"]],
    ["in 2023", ["2023"]],
    ["-4712 rows", ["-4712"]],
  ])("finds in %s", (text, numbers) => {
    expect(unfounded(text)).toEqual(numbers);
  });

  it("never marks what stands in a result word for word", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), (value) => {
        const text = value.toFixed(3);
        expect(unfoundedNumbers(`so ${text}.`, "", [inputOf("t1", `is ${text} in all`)])).toEqual([]);
      }),
    );
  });
});
