/** What a model costs, in words. */
import type { Model } from "@thorp/client";
import { texts } from "../texts/texts.ts";

const words = texts.catalogue.models;

export function priceText(price: Model["price"]): string {
  if (price === undefined) return words.noPrice;
  return price.input + price.output === 0 ? texts.common.free : words.price(price.input, price.output);
}
