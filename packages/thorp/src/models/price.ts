/**
 * What calls cost. Prices are integers, micro-dollars per million tokens, so that sums are exact; a cost is rounded up
 * once, at its end, so that a reserve never falls short of a bill.
 */
import { type MicroDollars, microDollars, noMoney } from "../base/money.ts";
import type { PriceFields } from "./catalogue-schema.ts";
import type { LanguageModelV4Usage } from "./language-model.ts";

/** Micro-dollars per million tokens; a price of $0.25 per million is 250,000. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Input that the server had in its cache; the input price where absent. */
  readonly cachedInput?: number;
  /** Input that the server put into its cache; the input price where absent. */
  readonly cacheWrite?: number;
  /** Tokens of thought; the output price where absent. */
  readonly reasoning?: number;
  /** Sound in the prompt, where the server counts it apart; the input price where absent. */
  readonly audio?: number;
  /** Micro-dollars for every picture of the prompt, beside its tokens. */
  readonly image?: number;
  /** Micro-dollars for every call, beside its tokens. */
  readonly request?: number;
}

/** What a call sends that is charged by the piece. */
export interface Pieces {
  readonly images?: number;
}

const MILLION = 1_000_000;

/** US dollars, as catalogues write prices, rounded up to a whole micro-dollar. */
export function priceFromDollars(dollars: PriceFields): Price {
  const { input, output, cached_input, cache_write, reasoning, audio, image, request } = dollars;
  return {
    input: fromDollars(input),
    output: fromDollars(output),
    ...(cached_input !== undefined && { cachedInput: fromDollars(cached_input) }),
    ...(cache_write !== undefined && { cacheWrite: fromDollars(cache_write) }),
    ...(reasoning !== undefined && { reasoning: fromDollars(reasoning) }),
    ...(audio !== undefined && { audio: fromDollars(audio) }),
    ...(image !== undefined && { image: fromDollars(image) }),
    ...(request !== undefined && { request: fromDollars(request) }),
  };
}

/** Neither prompt nor answer costs anything. */
export function isFree(price: Price): boolean {
  return Object.values(price).every((amount) => amount === 0);
}

/** The most that a call without pictures can cost: all input and output at the dearest rate that may apply. */
export function listPrice(price: Price, inputTokens: number, maxOutputTokens: number): MicroDollars {
  const input = Math.max(price.input, price.cacheWrite ?? 0, price.cachedInput ?? 0, price.audio ?? 0);
  const output = Math.max(price.output, price.reasoning ?? 0);
  return perMillion(input * inputTokens + output * maxOutputTokens, piecesPrice(price, {}));
}

/** By the price table. Undefined when the server did not count: a missing count is not zero. */
export function priceOfUsage(price: Price, usage: LanguageModelV4Usage, pieces: Pieces = {}): MicroDollars | undefined {
  if (isFree(price)) return noMoney;
  const { total: input, cacheRead = 0, cacheWrite = 0 } = usage.inputTokens;
  const { total: output, reasoning = 0 } = usage.outputTokens;
  if (input === undefined || output === undefined) return undefined;
  // Servers that count wrong must not make a part larger than its whole.
  const read = Math.min(input, cacheRead);
  const written = Math.min(input - read, cacheWrite);
  const heard = Math.min(input - read - written, audioTokens(usage));
  const thought = Math.min(output, reasoning);
  return perMillion(
    price.input * (input - read - written - heard) +
      (price.cachedInput ?? price.input) * read +
      (price.cacheWrite ?? price.input) * written +
      (price.audio ?? price.input) * heard +
      (price.reasoning ?? price.output) * thought +
      price.output * (output - thought),
    piecesPrice(price, pieces),
  );
}

/** The seam has no field for sound; servers of OpenAI's protocol count it here. */
function audioTokens({ raw }: LanguageModelV4Usage): number {
  const details = raw?.["prompt_tokens_details"] as { readonly audio_tokens?: unknown } | null | undefined;
  const count = details?.audio_tokens;
  return typeof count === "number" && count > 0 && Number.isFinite(count) ? count : 0;
}

/** What is charged for the call itself and the pictures that it sends, beside all tokens. */
export function piecesPrice({ request = 0, image = 0 }: Price, { images = 0 }: Pieces): MicroDollars {
  return (request + image * images) as MicroDollars;
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
  /** Of the prompt. */
  readonly pieces?: Pieces | undefined;
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
  pieces,
}: CallReport): { readonly cost: MicroDollars; readonly source: CostSource } | undefined {
  for (const metadata of Object.values(providerMetadata ?? {})) {
    const reported = reportedCost(metadata["usage"]);
    if (reported !== undefined) return { cost: reported, source: "provider-metadata" };
  }
  const inUsage = reportedCost(usage.raw);
  if (inUsage !== undefined) return { cost: inUsage, source: "usage" };
  const inHeader = dollars(headers?.["x-litellm-response-cost"]);
  // The head of a stream is written before its cost is known; nothing for a priced model means that, not a gift.
  const isKnown = inHeader !== undefined && (inHeader > 0 || price === undefined || isFree(price));
  if (isKnown) return { cost: fromDollars(inHeader), source: "header" };
  const byTable = price && priceOfUsage(price, usage, pieces);
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

function perMillion(amount: number, more: number): MicroDollars {
  return (Math.ceil(amount / MILLION) + more) as MicroDollars;
}
