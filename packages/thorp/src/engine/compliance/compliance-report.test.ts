import { expect, it } from "vitest";
import type { HeldTerms } from "../../events/held-terms.ts";
import type { TermsSum } from "../../storage/store.ts";
import { complianceReport } from "./compliance-report.ts";

const tides: HeldTerms = {
  provider: "tides",
  cacheMs: 600,
  training: "allowed",
  attribution: "Tides",
  url: "https://t",
};
const sum = (tool: string, terms: HeldTerms, rest: Partial<TermsSum> = {}): TermsSum => ({
  ...{ tool, terms, calls: 1, failed: 0, kept: 1, cached: 0, requests: 1, refused: 0, held: 0, waitedMs: 0 },
  ...{ firstAt: 10, lastAt: 10 },
  ...rest,
});

it("sums up by provider, the busiest first, and goes by the strictest terms", () => {
  const sums = [
    sum("find_port", { provider: "ports", cacheMs: 0, training: "allowed" }),
    sum("read_tides", tides, {
      calls: 3,
      failed: 1,
      kept: 2,
      cached: 1,
      requests: 2,
      held: 1,
      waitedMs: 40,
      lastAt: 30,
    }),
    sum("read_tides", { ...tides, training: "forbidden" }, { firstAt: 5, kept: 0 }),
  ];
  const rate = [{ requests: 5, ms: 1000 }];
  const tools = [
    { name: "read_tides", terms: { ...tides, rate, note: "Not for ships." } },
    { name: "find_port", terms: { provider: "ports", cacheMs: 0, training: "allowed" as const } },
  ];
  expect(complianceReport(sums, tools).providers).toEqual([
    {
      ...{ provider: "tides", tools: ["read_tides"], calls: 4, failed: 1, kept: 2, cached: 1, requests: 3 },
      ...{ refused: 0, held: 1, waitedMs: 40, firstAt: 5, lastAt: 30, training: "forbidden" },
      ...{ credits: [{ text: "Tides", url: "https://t" }], owed: 2, hasChanged: true },
      today: { cacheMs: 600, training: "allowed", url: "https://t", note: "Not for ships.", rate },
    },
    expect.objectContaining({ provider: "ports", credits: [], owed: 0, hasChanged: false, training: "allowed" }),
  ]);
  // An update of a tool is a change as well; of one that is no more nothing is known.
  const [changed] = complianceReport(sums.slice(0, 1), [
    { name: "find_port", terms: { ...tides, provider: "ports" } },
  ]).providers;
  expect(changed?.hasChanged).toBe(true);
  expect(complianceReport(sums.slice(0, 1), []).providers[0]).not.toHaveProperty("today");
  expect(complianceReport([], tools).providers).toEqual([]);
});
