import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LanguageModelV4Usage } from "./language-model.ts";
import { costOf, isFree, listPrice, piecesPrice, priceFromDollars, priceOfUsage } from "./price.ts";

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

  test("charge cache writes, thought, sound, pictures and the call itself at their own rates", () => {
    const own = priceFromDollars({
      ...{ input: 1, output: 2, cached_input: 0.5, cache_write: 1.25, reasoning: 3, audio: 40 },
      ...{ image: 0.001, request: 0.01 },
    });
    const counted: LanguageModelV4Usage = {
      inputTokens: { total: 1000, noCache: 500, cacheRead: 300, cacheWrite: 200 },
      outputTokens: { total: 100, text: 60, reasoning: 40 },
      raw: { prompt_tokens_details: { audio_tokens: 100 } },
    };
    const tokens = 400 * 1 + 300 * 0.5 + 200 * 1.25 + 100 * 40 + 40 * 3 + 60 * 2;
    expect(priceOfUsage(own, counted, { images: 2 })).toBe(tokens + 10_000 + 2000);
    expect(listPrice(own, 1000, 100)).toBe(1000 * 40 + 100 * 3 + 10_000);
    expect(piecesPrice(own, { images: 2 })).toBe(12_000);
    expect(isFree(priceFromDollars({ input: 0, output: 0, request: 0.01 }))).toBe(false);
    // Parts that are larger than their whole, as broken servers count.
    expect(priceOfUsage(own, { ...counted, inputTokens: { ...counted.inputTokens, total: 100 } })).toBe(
      50 + 120 + 120 + 10_000,
    );
  });

  test("reserve no less than is billed, whatever the rates", () => {
    const rate = fc.nat(30_000_000);
    const rates = fc.record({
      input: rate,
      output: rate,
      cachedInput: rate,
      cacheWrite: rate,
      reasoning: rate,
      audio: rate,
    });
    const tokens = fc.nat(500_000);
    fc.assert(
      fc.property(rates, tokens, tokens, tokens, tokens, (own, input, read, written, output) => {
        const counted: LanguageModelV4Usage = {
          inputTokens: { total: input, noCache: undefined, cacheRead: read, cacheWrite: written },
          outputTokens: { total: output, text: undefined, reasoning: read },
        };
        expect(priceOfUsage(own, counted) ?? Infinity).toBeLessThanOrEqual(listPrice(own, input, output));
      }),
    );
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

  test("of nothing in the head of a stream is not known yet", () => {
    const zero = { "x-litellm-response-cost": "0.0" };
    expect(costOf({ usage: usage(10, 20), headers: zero, price })?.source).toBe("price-table");
    expect(costOf({ usage: usage(10, 20), headers: zero, price: { input: 0, output: 0 } })).toMatchObject({ cost: 0 });
  });

  test.each([-1, Number.NaN, "free", null, {}])("is not taken from %j", (cost) => {
    expect(
      costOf({ usage: usage(10, 20, { raw: { cost } }), headers: { "x-litellm-response-cost": "None" }, price })
        ?.source,
    ).toBe("price-table");
  });
});
