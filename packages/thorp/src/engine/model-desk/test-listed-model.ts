/** `thorp models test`: the check of a listed model, and its record. */
import { ThorpError } from "../../base/errors.ts";
import { type TestResult, testModel } from "../../models/check/test-model.ts";
import { fingerprintOf, type TestCheck, writeModelTest } from "../../models/model-tests.ts";
import { costOf, listPrice } from "../../models/price.ts";
import { billedPrice } from "../model-facts.ts";
import type { DeskParts } from "./desk-parts.ts";

export interface ModelTestOptions {
  /** Micro-dollars. */
  readonly maxCost: number;
  /** Of the longest prompt. */
  readonly maxTokens: number;
  readonly signal?: AbortSignal | undefined;
  readonly onCheck?: ((check: TestCheck) => void) | undefined;
}

export interface TestedModel extends TestResult {
  readonly id: string;
  /** Where the result stands; undefined when nothing is kept. */
  readonly file: string | undefined;
}

/** Throws `model-unknown`, and `price-unknown` for a model whose test could cost anything. */
export async function testListedModel(
  { catalogue, providers, clock, options }: DeskParts,
  id: string,
  { maxCost, maxTokens, signal, onCheck }: ModelTestOptions,
): Promise<TestedModel> {
  const entry = catalogue.resolveModel(id);
  const provider = catalogue.providers.get(entry.provider);
  const { price, ceiling = price } = entry;
  if (provider?.kind === "rules") throw new ThorpError("usage", `${entry.id} is a part of Thorp and has no server.`);
  if (entry.capabilities.includes("embedding"))
    throw new ThorpError("usage", `${entry.id} makes embeddings; the test is for models that answer.`);
  if (ceiling === undefined)
    throw new ThorpError("price-unknown", `Nobody knows what a call of ${entry.id} costs.`, {
      hint: `Read the provider's prices: thorp models sync ${entry.provider}`,
    });
  const result = await testModel(
    {
      ...{ model: providers.languageModel(entry.id), id: entry.id, context: entry.context, clock },
      capabilities: entry.capabilities,
      priceOf: (input, output) => listPrice(ceiling, input, output),
      costOf: ({ finish, headers, answeredBy }) =>
        finish && costOf({ ...finish, headers, price: billedPrice(catalogue, entry, answeredBy) }),
    },
    { cost: maxCost, tokens: maxTokens, signal, onCheck },
  );
  const file = options.modelTests;
  if (file !== undefined) {
    const { ok, checks } = result;
    await writeModelTest(file, entry.id, { at: clock.now(), ok, checks, fingerprint: fingerprintOf(entry, provider) });
  }
  return { ...result, id: entry.id, file };
}
