import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Brief, purposes } from "../models/brief.ts";
import { estimateComplexity } from "./complexity.ts";

type Read = Parameters<typeof estimateComplexity>[0];
const input: Brief["inputs"][number] = { id: "t1", goal: "", text: "", artifacts: [], sources: [], labels: [] };

function brief({
  inputs = 0,
  learned = 0,
  ...rest
}: { inputs?: number; learned?: number } & Partial<Omit<Read, "inputs" | "learned">> = {}): Read {
  return {
    purpose: "work",
    request: "Find the file",
    inputs: Array.from({ length: inputs }, () => input),
    learned: Array.from({ length: learned }, (_, position) => `failed ${position}`),
    ...rest,
  };
}
const score = (options: Parameters<typeof brief>[0]) => estimateComplexity(brief(options)).score;

const words = fc.array(
  fc.oneof(fc.string(), fc.constantFrom("prove", "why", "list", "count", "function", "```", "{", "optimise", "\n")),
  { maxLength: 300 },
);

describe("estimateComplexity", () => {
  it("is a number in [0, 1] with a reason for all that moved it", () => {
    fc.assert(
      fc.property(
        words,
        fc.constantFrom(...purposes),
        fc.nat({ max: 50 }),
        fc.nat({ max: 50 }),
        (text, purpose, inputs, learned) => {
          const { score: found, reasons } = estimateComplexity(
            brief({ request: text.join(" "), purpose, inputs, learned }),
          );
          expect(found).toBeGreaterThanOrEqual(0);
          expect(found).toBeLessThanOrEqual(1);
          expect(reasons.every((reason) => reason.length > 0)).toBe(true);
        },
      ),
    );
  });

  it("never falls when one more try has failed or one more result is to be combined", () => {
    fc.assert(
      fc.property(
        words,
        fc.constantFrom(...purposes),
        fc.nat({ max: 9 }),
        fc.nat({ max: 9 }),
        (text, purpose, inputs, learned) => {
          const request = text.join(" ");
          const before = score({ request, purpose, inputs, learned });
          expect(score({ request, purpose, inputs, learned: learned + 1 })).toBeGreaterThanOrEqual(before);
          expect(score({ request, purpose, inputs: inputs + 1, learned })).toBeGreaterThanOrEqual(before);
        },
      ),
    );
  });

  it("rises with the first failed tries", () => {
    expect(score({ learned: 1 })).toBeGreaterThan(score({}));
    expect(score({ learned: 2 })).toBeGreaterThan(score({ learned: 1 }));
  });

  it("reads the goal of the task where there is one", () => {
    const goal = "Prove the theorem and design an algorithm";
    const task = { id: "t1", goal };
    expect(score({ request: "hi", task })).toBe(score({ request: goal }));
  });

  it.each([
    ["reasoning over a plain operation", "Compare and evaluate the trade-offs", "List and count the files"],
    ["code over prose", "Mend this:\n```\nfunction f() {\n```", "Mend this letter to my aunt"],
    ["a long request over a short one", "and then more ".repeat(200), "and then more"],
  ])("puts %s", (_what, hard, easy) => expect(score({ request: hard })).toBeGreaterThan(score({ request: easy })));

  it("says why", () =>
    expect(estimateComplexity(brief({ request: "Prove it", learned: 2, inputs: 5 })).reasons).toEqual([
      "asks for reasoning",
      "5 results to combine",
      "2 failed tries before",
    ]));
});
