import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Tier, tiers } from "../models/language-model.ts";
import { chooseRoute, type RouteCandidate, type RouteRequest } from "./choose-route.ts";

const rules: RouteCandidate = { model: "rules", tier: "embedded" };
const small: RouteCandidate = { model: "small", tier: "local" };
const big: RouteCandidate = { model: "big", tier: "frontier" };

function order(request: Partial<RouteRequest>): readonly string[] {
  return choose(request).routes.map((route) => route.model);
}
function choose(request: Partial<RouteRequest>) {
  return chooseRoute({
    candidates: [rules, small, big],
    complexity: 0.5,
    complexityReasons: [],
    threshold: 0.5,
    ...request,
  });
}

describe("the order", () => {
  it("within the threshold: local, frontier, rules", () => {
    expect(order({ complexity: 0.5, threshold: 0.5 })).toEqual(["small", "big", "rules"]);
    expect(order({ complexity: 0 })).toEqual(["small", "big", "rules"]);
  });
  it("above the threshold: frontier, local, rules", () =>
    expect(order({ complexity: 0.51 })).toEqual(["big", "small", "rules"]));
  it("an escalated task begins at its tier and falls below it only at the end", () => {
    expect(order({ complexity: 0, atLeast: "frontier" })).toEqual(["big", "small", "rules"]);
    expect(order({ complexity: 0, atLeast: "local" })).toEqual(["small", "big", "rules"]);
  });
  it("what the person asked for comes first, even the rules", () => {
    expect(order({ wanted: "big" })).toEqual(["big", "small", "rules"]);
    expect(order({ wanted: "rules", atLeast: "frontier" })).toEqual(["rules", "big", "small"]);
  });
  it("is empty when nothing can be used", () => {
    const obstacle = "down";
    const choice = choose({ candidates: [{ ...small, obstacle }] });
    expect(choice).toEqual({ routes: [], leftOut: ["small: down"] });
  });
});

describe("the reasons", () => {
  it("name complexity, threshold, what raised it, escalation and what was left out", () => {
    const { routes, leftOut } = choose({
      candidates: [rules, small, { ...big, obstacle: "needs the key X" }],
      complexity: 0.7,
      complexityReasons: ["holds code"],
      atLeast: "local",
    });
    expect(leftOut).toEqual(["big: needs the key X"]);
    expect(routes[0]?.reasons).toEqual([
      "complexity 0.70 above 0.50",
      "holds code",
      "escalated to local",
      "big: needs the key X",
    ]);
    expect(routes[1]?.reasons).toEqual(["after small"]);
    expect(routes.every((route) => route.propensity === 1)).toBe(true);
  });
  it("say when it was asked for", () => expect(choose({ wanted: "small" }).routes[0]?.reasons).toEqual(["asked for"]));
});

const candidates = fc
  .tuple(
    ...tiers.map(() =>
      fc.array(fc.option(fc.constantFrom("no key", "down", "the budget is used up"), { nil: undefined }), {
        maxLength: 3,
      }),
    ),
  )
  .map((byTier) =>
    byTier.flatMap((obstacles, tier) =>
      obstacles.map(
        (obstacle, position): RouteCandidate => ({
          model: `${tiers[tier]}-${position}`,
          tier: tiers[tier] as Tier,
          ...(obstacle === undefined ? {} : { obstacle }),
        }),
      ),
    ),
  );
const requests: fc.Arbitrary<RouteRequest> = candidates.chain((made) =>
  fc.record({
    candidates: fc.shuffledSubarray(made, { minLength: made.length }),
    complexity: fc.double({ min: 0, max: 1, noNaN: true }),
    complexityReasons: fc.constant([]),
    threshold: fc.double({ min: 0, max: 1, noNaN: true }),
    wanted: fc.option(fc.constantFrom("unknown", ...made.map(({ model }) => model)), { nil: undefined }),
    atLeast: fc.option(fc.constantFrom(...tiers), { nil: undefined }),
  }),
);

describe("for every combination of tiers, threshold and obstacles", () => {
  it("all that can be used is in the list once, nothing else is, and the rest is named", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { routes, leftOut } = chooseRoute(request);
        const usable = request.candidates.filter(({ obstacle }) => obstacle === undefined);
        expect(routes.map(({ model }) => model).sort()).toEqual(usable.map(({ model }) => model).sort());
        expect(leftOut).toHaveLength(request.candidates.length - usable.length);
      }),
    );
  });

  it("the wanted model is first, the rules are last, the better side of the threshold is before the other", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { wanted, complexity, threshold, atLeast } = request;
        const { routes } = chooseRoute(request);
        if (routes.some(({ model }) => model === wanted)) expect(routes[0]?.model).toBe(wanted);
        const rest = routes.filter(({ model }) => model !== wanted).map(({ tier }) => tier);
        const first = complexity > threshold || atLeast === "frontier" ? "frontier" : "local";
        const expected = [first, first === "local" ? "frontier" : "local", "embedded"] as const;
        expect(rest).toEqual(expected.flatMap((tier) => rest.filter((other) => other === tier)));
      }),
      { numRuns: 500 },
    );
  });
});
