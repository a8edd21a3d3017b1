/**
 * The `openrouter:` block of a catalogue: fallback models, the models that `openrouter/auto` may choose from, and which
 * providers may serve a call. It is sent as it stands; what it means for reserves is worked out here.
 */
import type { OpenRouterFields } from "./catalogue-schema.ts";
import { type Price, priceFromDollars } from "./price.ts";

/** A model's block on top of its provider's: lists replace lists, preferences join one by one. */
export function mergedBlock(
  provider: OpenRouterFields | undefined,
  model: OpenRouterFields | undefined,
): OpenRouterFields | undefined {
  if (provider === undefined || model === undefined) return model ?? provider;
  const preferences = { ...provider.provider, ...model.provider };
  return { ...provider, ...model, ...(Object.keys(preferences).length > 0 && { provider: preferences }) };
}

/** The fields of a request. `model`: the name at OpenRouter. */
export function openRouterBody(block: OpenRouterFields, model: string): Readonly<Record<string, unknown>> {
  const { models = [], allowed_models, provider } = block;
  const fallbacks = models.filter((name) => name !== model);
  return {
    ...(fallbacks.length > 0 && { models: fallbacks }),
    ...(allowed_models && isAuto(model) && { plugins: [{ id: "auto-router", allowed_models }] }),
    ...(provider && { provider }),
  };
}

/** OpenRouter's own choice of a model; its price is that of whatever it chooses. */
export function isAuto(model: string): boolean {
  return model === "openrouter/auto";
}

/**
 * The most that a call may cost: the dearest of the models that may answer, never above `max_price`, which OpenRouter
 * keeps to. Undefined when one of them has no price and no `max_price` bounds it.
 */
export function ceilingPrice(
  prices: readonly (Price | undefined)[],
  maxPrice: NonNullable<OpenRouterFields["provider"]>["max_price"],
): Price | undefined {
  const known = prices.flatMap((price) => price ?? []);
  const limit = priceOfLimit(maxPrice);
  if (known.length < prices.length) return limit;
  const dearest = known.reduce(dearer);
  return limit === undefined ? dearest : cheaper(dearest, limit);
}

function priceOfLimit(maxPrice: NonNullable<OpenRouterFields["provider"]>["max_price"]): Price | undefined {
  const { prompt, completion, request, image, audio } = maxPrice ?? {};
  if (prompt === undefined || completion === undefined) return undefined;
  return priceFromDollars({ input: prompt, output: completion, request, image, audio });
}

const RATES = ["cachedInput", "cacheWrite", "audio", "reasoning", "image", "request"] as const;

function dearer(one: Price, other: Price): Price {
  const rates = RATES.flatMap((rate) => {
    const most = Math.max(one[rate] ?? 0, other[rate] ?? 0);
    return most > 0 ? [[rate, most] as const] : [];
  });
  return {
    input: Math.max(one.input, other.input),
    output: Math.max(one.output, other.output),
    ...Object.fromEntries(rates),
  };
}

/** Only what the limit names is bounded by it. */
function cheaper(price: Price, limit: Price): Price {
  return {
    ...price,
    input: Math.min(price.input, limit.input),
    output: Math.min(price.output, limit.output),
    ...(price.cacheWrite !== undefined && { cacheWrite: Math.min(price.cacheWrite, limit.input) }),
    ...(price.reasoning !== undefined && { reasoning: Math.min(price.reasoning, limit.output) }),
  };
}
