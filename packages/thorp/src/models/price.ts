/**
 * What calls cost. Prices are integers, micro-dollars per million tokens, so that sums are exact; a cost is rounded up
 * once, at its end, so that a reserve never falls short of a bill.
 */
import { type MicroDollars, microDollars, noMoney } from "../base/money.ts";
import type { LanguageModelV4Usage } from "./language-model.ts";

/** Micro-dollars per million tokens; a price of $0.25 per million is 250,000. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Input that the server had in its cache; the input price where absent. */
  readonly cachedInput?: number;
}

const MILLION = 1_000_000;

/** US dollars per million tokens, as catalogues write prices, rounded up to a whole micro-dollar. */
export function priceFromDollars(dollars: {
  readonly input: number;
  readonly output: number;
  readonly cached_input?: number | undefined;
}): Price {
  const { input, output, cached_input } = dollars;
  return {
    input: fromDollars(input),
    output: fromDollars(output),
    ...(cached_input !== undefined && { cachedInput: fromDollars(cached_input) }),
  };
}

/** Neither prompt nor answer costs anything. */
export function isFree(price: Price): boolean {
  return price.input === 0 && price.output === 0;
}

/** The most that a call can cost: all input at full price and every token of output that it may write. */
export function listPrice(price: Price, inputTokens: number, maxOutputTokens: number): MicroDollars {
  return perMillion(price.input * inputTokens + price.output * maxOutputTokens);
}

/** By the price table. Undefined when the server did not count: a missing count is not zero. */
export function priceOfUsage(price: Price, usage: LanguageModelV4Usage): MicroDollars | undefined {
  if (isFree(price)) return noMoney;
  const { total: input, cacheRead = 0 } = usage.inputTokens;
  const output = usage.outputTokens.total;
  if (input === undefined || output === undefined) return undefined;
  const cached = Math.min(input, cacheRead);
  return perMillion(
    price.input * (input - cached) + (price.cachedInput ?? price.input) * cached + price.output * output,
  );
}

/** Where a cost comes from, the most exact first. */
export type CostSource = "provider-metadata" | "usage" | "header" | "price-table";

/** Everything that may tell what a call cost. */
export interface CallReport {
  readonly usage: LanguageModelV4Usage;
  readonly providerMetadata?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  /** Of the response; names in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Of the catalogue, for what the server does not say itself. */
  readonly price?: Price | undefined;
}

/**
 * What a finished call cost and who says so: the provider's metadata, else `usage.cost`, else LiteLLM's header, else
 * the price table. Undefined when nobody knows; then the reserve stands. What a server reports counts even for a model
 * that the table has as free.
 */
export function costOf({
  usage,
  providerMetadata,
  headers,
  price,
}: CallReport): { readonly cost: MicroDollars; readonly source: CostSource } | undefined {
  for (const metadata of Object.values(providerMetadata ?? {})) {
    const reported = reportedCost(metadata["usage"]);
    if (reported !== undefined) return { cost: reported, source: "provider-metadata" };
  }
  const inUsage = reportedCost(usage.raw);
  if (inUsage !== undefined) return { cost: inUsage, source: "usage" };
  const inHeader = dollars(headers?.["x-litellm-response-cost"]);
  if (inHeader !== undefined) return { cost: fromDollars(inHeader), source: "header" };
  const byTable = price && priceOfUsage(price, usage);
  return byTable === undefined ? undefined : { cost: byTable, source: "price-table" };
}

/** OpenRouter's fields, in its own spelling and in that of its AI SDK provider. With an own key the upstream bills too. */
function reportedCost(usage: unknown): MicroDollars | undefined {
  if (typeof usage !== "object" || usage === null) return undefined;
  const fields = usage as Record<string, unknown>;
  const cost = dollars(fields["cost"]);
  if (cost === undefined) return undefined;
  const details = (fields["cost_details"] ?? fields["costDetails"]) as Record<string, unknown> | null | undefined;
  const isOwnKey = (fields["is_byok"] ?? fields["isByok"]) === true;
  const upstream = isOwnKey
    ? (dollars(details?.["upstream_inference_cost"] ?? details?.["upstreamInferenceCost"]) ?? 0)
    : 0;
  return fromDollars(cost + upstream);
}

function dollars(value: unknown): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const amount = Number(value);
  return Number.isFinite(amount) && amount >= 0 ? amount : undefined;
}

function fromDollars(amount: number): MicroDollars {
  // Rounding up must not make a negative zero of nothing.
  return amount === 0 ? noMoney : microDollars(amount * MILLION);
}

function perMillion(amount: number): MicroDollars {
  return Math.ceil(amount / MILLION) as MicroDollars;
}
