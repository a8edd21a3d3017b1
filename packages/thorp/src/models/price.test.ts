import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LanguageModelV4Usage } from "./language-model.ts";
import { costOf, listPrice, priceFromDollars, priceOfUsage } from "./price.ts";

const price = priceFromDollars({ input: 3, output: 15, cached_input: 0.3 });

function usage(
  input: number | undefined,
  output: number | undefined,
  more: { cached?: number; raw?: Record<string, unknown> } = {},
): LanguageModelV4Usage {
  return {
    inputTokens: { total: input, noCache: undefined, cacheRead: more.cached, cacheWrite: undefined },
    outputTokens: { total: output, text: output, reasoning: undefined },
    ...(more.raw && { raw: more.raw as NonNullable<LanguageModelV4Usage["raw"]> }),
  };
}

describe("prices", () => {
  test("are whole micro-dollars per million tokens", () => {
    expect(price).toEqual({ input: 3_000_000, output: 15_000_000, cachedInput: 300_000 });
    expect(priceFromDollars({ input: 0.1 + 0.2, output: 1e-7 })).toEqual({ input: 300_000, output: 1 });
  });

  test.each([
    [0, 0, 0],
    [1, 0, 3],
    [1_000_000, 0, 3_000_000],
    [10, 20, 330],
  ])("of %i in and %i out", (input, output, expected) => {
    expect(listPrice(price, input, output)).toBe(expected);
  });

  test("round up to the next micro-dollar, once", () => {
    const cheap = priceFromDollars({ input: 0.05, output: 0.05 });
    expect(listPrice(cheap, 1, 0)).toBe(1);
    expect(listPrice(cheap, 10, 10)).toBe(1);
    expect(listPrice(cheap, 11, 10)).toBe(2);
  });

  test("never reserve less than the call can cost", () => {
    const amount = fc.nat(2_000_000);
    fc.assert(
      fc.property(amount, amount, amount, amount, (input, cached, max, used) => {
        const reserve = listPrice(price, input, max);
        const bill = priceOfUsage(price, usage(input, Math.min(used, max), { cached })) ?? Number.POSITIVE_INFINITY;
        expect(Number.isInteger(bill) && bill <= reserve).toBe(true);
      }),
    );
  });

  test("take cached input at its own price", () => {
    expect(priceOfUsage(price, usage(100, 0, { cached: 60 }))).toBe(40 * 3 + 18);
    expect(priceOfUsage({ input: 3_000_000, output: 0 }, usage(100, 0, { cached: 60 }))).toBe(300);
  });

  test("are unknown when nobody counted, except for what is free", () => {
    expect(priceOfUsage(price, usage(undefined, 5))).toBeUndefined();
    expect(priceOfUsage(price, usage(5, undefined))).toBeUndefined();
    expect(priceOfUsage({ input: 0, output: 0 }, usage(undefined, undefined))).toBe(0);
  });
});

describe("the cost of a call", () => {
  const counted = usage(10, 20, { raw: { cost: 0.002 } });
  const headers = { "x-litellm-response-cost": "0.003" };
  const providerMetadata = { openrouter: { usage: { cost: 0.001 } } };

  test("is what stands nearest to the bill", () => {
    expect(costOf({ usage: counted, providerMetadata, headers, price })).toEqual({
      cost: 1000,
      source: "provider-metadata",
    });
    expect(costOf({ usage: counted, headers, price })).toEqual({ cost: 2000, source: "usage" });
    expect(costOf({ usage: usage(10, 20), headers, price })).toEqual({ cost: 3000, source: "header" });
    expect(costOf({ usage: usage(10, 20), price })).toEqual({ cost: 330, source: "price-table" });
    expect(costOf({ usage: usage(undefined, undefined), price })).toBeUndefined();
    expect(costOf({ usage: usage(1, 1) })).toBeUndefined();
  });

  test("holds what the upstream bills to an own key", () => {
    const raw = { cost: 0.001, is_byok: true, cost_details: { upstream_inference_cost: 0.004 } };
    expect(costOf({ usage: usage(1, 1, { raw }) })?.cost).toBe(5000);
    expect(costOf({ usage: usage(1, 1, { raw: { ...raw, is_byok: false } }) })?.cost).toBe(1000);
    const metadata = {
      openrouter: { usage: { cost: 0.001, isByok: true, costDetails: { upstreamInferenceCost: 0.004 } } },
    };
    expect(costOf({ usage: usage(1, 1), providerMetadata: metadata })?.cost).toBe(5000);
  });

  test("of zero is zero, not unknown", () => {
    expect(costOf({ usage: usage(1, 1, { raw: { cost: 0 } }), price })).toEqual({ cost: 0, source: "usage" });
  });

  test.each([-1, Number.NaN, "free", null, {}])("is not taken from %j", (cost) => {
    expect(
      costOf({ usage: usage(10, 20, { raw: { cost } }), headers: { "x-litellm-response-cost": "None" }, price })
        ?.source,
    ).toBe("price-table");
  });
});
