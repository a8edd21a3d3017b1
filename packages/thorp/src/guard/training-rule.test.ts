import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinLabels, type Label, type Labels } from "../base/label.ts";
import type { TrainingTerms } from "../events/held-terms.ts";
import { createTrainingRule } from "./training-rule.ts";

const terms = (provider: string, training: TrainingTerms) => ({ provider, training });
const tools = [
  { name: "add" },
  { name: "read_tides", terms: terms("tides", "allowed") },
  { name: "find_port", terms: terms("ports", "allowed") },
  { name: "read_news", terms: terms("news", "unknown") },
];
const ledger = [
  // It was stricter once; what was answered then stays what it was.
  { tool: "read_tides", terms: terms("tides", "forbidden") },
  { tool: "read_tides", terms: terms("tides", "allowed") },
  { tool: "gone", terms: terms("gone", "allowed") },
];

describe("createTrainingRule", () => {
  it.each<[Labels, readonly object[]]>([
    [["person", "team", "tool:add", "tool:find_port", "web:https://ports.example/", "tool:gone"], []],
    [["person", "tool:read_tides"], [{ provider: "tides", tool: "read_tides", training: "forbidden" }]],
    [["tool:read_news"], [{ provider: "news", tool: "read_news", training: "unknown" }]],
    [["tool:nobody_knows"], [{ provider: "unrecorded", tool: "nobody_knows", training: "unknown" }]],
  ])("of %j says %j", (labels, obstacles) => {
    expect(createTrainingRule({ ledger, tools })(labels)).toEqual(obstacles);
  });

  it("takes what nobody said anything about only on demand, and what is forbidden never", () => {
    const rule = createTrainingRule({ ledger, tools, takesUnknown: true });
    expect(rule(["tool:read_news", "tool:nobody_knows"])).toEqual([]);
    expect(rule(["tool:read_tides"])).toHaveLength(1);
  });

  it("never frees by joining: what is made of texts is as bound as each of them", () => {
    const label = fc.constantFrom<Label>("person", "tool:add", "tool:read_tides", "tool:read_news", "tool:x", "memory");
    const labels = fc.uniqueArray(label);
    fc.assert(
      fc.property(fc.array(labels, { minLength: 1 }), fc.boolean(), (sets, takesUnknown) => {
        const rule = createTrainingRule({ ledger, tools, takesUnknown });
        const bound = sets.flatMap((set) => rule(set).map(({ tool }) => tool));
        expect(new Set(rule(joinLabels(...sets)).map(({ tool }) => tool))).toEqual(new Set(bound));
      }),
    );
  });
});
