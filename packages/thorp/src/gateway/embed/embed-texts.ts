/**
 * Texts as vectors, by a model of the catalogue: privacy -> memory -> budget (reserve) -> batch -> settle -> events. What
 * costs money is recorded like a model call of a run; what is free goes straight to its batcher.
 */
import { errorFrom, type Failure, failureFrom, ThorpError } from "../../base/errors.ts";
import { contentHash } from "../../base/json.ts";
import { type MicroDollars, microDollars, noMoney } from "../../base/money.ts";
import type { Ceiling, Ledger } from "../../budget/ledger.ts";
import { type BudgetSettings, type Payer, payerCeilings, payerScopes } from "../../budget/scopes.ts";
import type { StepCall } from "../../events/event.ts";
import type { RunOwner } from "../../events/run-request.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";
import type { EmbedInput, MeteredEmbeddingModel, MeteredRequest } from "../../models/metered-embedding.ts";
import { estimateMargin, estimateTokens, tokenFamilyOf } from "../../models/token-estimate.ts";
import type { CallAsker, ModelDirectory, ModelInfo, Obstacle } from "../call-model/model-directory.ts";
import { putAside, type Reserved } from "../put-aside.ts";
import { beginCall, type CallJournalOptions, type CallRecord } from "./call-journal.ts";

/** What is asked of embedding models beside what every model is asked. */
export interface EmbeddingDirectory extends Pick<ModelDirectory, "obstacle" | "listPrice"> {
  /** Throws `model-unknown`. */
  embeddingInfo(idOrAlias: string): ModelInfo;
  /** Ids of all models that make embeddings. */
  embeddingModels(): readonly string[];
  /** With the key of whoever asks. */
  embeddingModel(model: ModelInfo, asker: CallAsker): Promise<MeteredEmbeddingModel>;
}

/** What the stages need; one set for an engine. */
export interface EmbedServices extends CallJournalOptions {
  readonly directory: EmbeddingDirectory;
  /** The one that model calls use. */
  readonly ledger: Ledger;
  readonly settings: () => BudgetSettings;
  readonly ceilings: (payer: Payer) => readonly Ceiling[];
  readonly newId: () => string;
  readonly secrets: SecretFilter;
}

/** One request, of whom and under which wishes. */
export interface EmbedCall extends MeteredRequest {
  readonly model: string;
  readonly owner?: RunOwner | undefined;
  /** What the person lets one request cost; the setting otherwise. */
  readonly budget?: MicroDollars | undefined;
  /** Nothing leaves for a model that others run. */
  readonly localOnly?: boolean;
}

/** One vector for each input, in their order. */
export interface EmbedAnswer {
  readonly model: string;
  readonly vectors: readonly (readonly number[])[];
  readonly tokens: number;
  readonly cost: MicroDollars;
}

/**
 * Rejects with `input-invalid` for a model of another kind, `access-denied` for one that the person's privacy forbids,
 * `budget-exceeded`, and what providers answer.
 */
export async function embedTexts(services: EmbedServices, call: EmbedCall): Promise<EmbedAnswer> {
  const { directory } = services;
  const info = directory.embeddingInfo(call.model);
  if (!info.capabilities.includes("embedding"))
    throw new ThorpError(
      "input-invalid",
      `${info.id} makes no embeddings. These do: ${directory.embeddingModels().join(", ")}.`,
    );
  if (call.localOnly === true && info.tier === "frontier")
    throw new ThorpError("access-denied", `${info.id} is run by others, and your preferences say local-only.`, {
      hint: "Choose a local model, or run `thorp preferences set privacy=`.",
    });
  const asker: CallAsker = { user: call.owner?.user, team: "" };
  if (!info.free) {
    const obstacle = await directory.obstacle(info, asker);
    if (obstacle !== undefined) throw obstacleError(info, obstacle);
  }
  const model = await directory.embeddingModel(info, asker);
  if (!info.free) return paidFor(services, call, { info, model });
  const made = await model.embed(call);
  if ("failure" in made) throw made.failure;
  return { model: info.id, vectors: made.vectors, tokens: made.tokens, cost: noMoney };
}

function obstacleError({ id }: ModelInfo, { reason, hint }: Obstacle): ThorpError {
  return new ThorpError("model-unavailable", `${id} ${reason}.`, hint === undefined ? {} : { hint });
}

interface PaidModel {
  readonly info: ModelInfo;
  readonly model: MeteredEmbeddingModel;
}

async function paidFor(services: EmbedServices, call: EmbedCall, paid: PaidModel): Promise<EmbedAnswer> {
  const { info, model } = paid;
  const unknown = await model.unknownOf(call);
  const counted = countTokens(unknown, info);
  const id = services.newId();
  let record: CallRecord | undefined;
  const reserve = reserveFor(services, call, {
    ...{ info, id, unknown, counted },
    note: (detail) => record?.note(detail),
  });
  // Until something is sent it costs nothing, also when it cannot be recorded.
  let cost = noMoney;
  let tokens = 0;
  let failure: Failure | undefined;
  try {
    record = beginCall(services, { id, owner: call.owner, call: stepCallOf(info, call.inputs) });
    reserve?.record();
    if (reserve !== undefined) await record.committed();
    call.signal?.throwIfAborted();
    cost = reserve?.amount ?? noMoney;
    const made = await model.embed(call);
    tokens = made.tokens;
    // More than several times what was sent was never counted by anybody: the reserve stands then.
    const isCredible = tokens <= Math.max(counted, 1000) * 4;
    if (reserve !== undefined && made.cost !== undefined && isCredible) cost = made.cost;
    if ("failure" in made) throw made.failure;
    return { model: info.id, vectors: made.vectors, tokens, cost };
  } catch (thrown) {
    const error = thrown instanceof ThorpError ? thrown : new ThorpError("cancelled", "The call was stopped.");
    // Servers like to quote the key that they did not like.
    failure = { ...failureFrom(error), message: services.secrets.clean(error.message) };
    throw thrown;
  } finally {
    settle(record, { reserve, cost, tokens, failure });
  }
}

interface Settlement {
  readonly reserve: PutAsideMoney | undefined;
  readonly cost: MicroDollars;
  readonly tokens: number;
  readonly failure: Failure | undefined;
}

/** A record that cannot be written any more is brought to its end by the next start. */
function settle(record: CallRecord | undefined, { reserve, cost, tokens, failure }: Settlement): void {
  try {
    reserve?.settle(cost);
    record?.end({ tokens, cost, cached: reserve === undefined, ...(failure === undefined ? {} : { failure }) });
  } catch {
    // The store refuses everything now, and says so itself; the answer is paid for.
  }
}

interface PutAsideMoney extends Reserved {
  readonly amount: MicroDollars;
}

interface ReserveNeed {
  readonly info: ModelInfo;
  readonly id: string;
  /** What has to be sent, and how many tokens that is at most. */
  readonly unknown: readonly EmbedInput[];
  readonly counted: number;
  readonly note: CallRecord["note"];
}

/** Nothing when all is known from before. Throws `price-unknown` and `budget-exceeded`. */
function reserveFor(
  { directory, ledger, settings, ceilings: shared, now }: EmbedServices,
  { owner, budget }: EmbedCall,
  { info, id, unknown, counted, note }: ReserveNeed,
): PutAsideMoney | undefined {
  if (unknown.length === 0) return undefined;
  const oneCall = directory.listPrice(info, { inputTokens: counted, outputTokens: 0, images: 0 });
  // A price by the call holds for each batch; in the worst case each input is one.
  const perCall = directory.listPrice(info, { inputTokens: 0, outputTokens: 0, images: 0 });
  const amount = microDollars(oneCall + perCall * (unknown.length - 1));
  if (!Number.isFinite(amount)) throw new ThorpError("price-unknown", `Nobody knows what a call of ${info.id} costs.`);
  const key = owner?.key === undefined ? {} : { key: owner.key };
  const payer: Payer = { provider: info.provider, user: owner?.user ?? "local", ...key, now: now() };
  const limits = { ...settings(), ...(budget === undefined ? {} : { run: budget }) };
  const set = shared(payer);
  const scopes = [...new Set([...payerScopes(payer), ...set.map(({ scope }) => scope)])];
  const ceilings = [...payerCeilings(limits, { request: id, now: payer.now }), ...set];
  const reserved = putAside(ledger, { scopes, ceilings, amount, model: info.id, note });
  if ("code" in reserved) throw errorFrom(reserved);
  return { ...reserved, amount };
}

/** Never less than it is, up to the margin of the estimate. */
function countTokens(inputs: readonly EmbedInput[], { id }: ModelInfo): number {
  const family = tokenFamilyOf(id);
  const count = (input: EmbedInput) => (typeof input === "string" ? estimateTokens(input, family) : input.length);
  return Math.ceil(inputs.reduce((sum, input) => sum + count(input), 0) * (1 + estimateMargin));
}

/** Of the texts only a hash is kept. */
function stepCallOf({ id, tier }: ModelInfo, inputs: readonly EmbedInput[]): StepCall {
  const route = { model: id, tier, reasons: ["it was asked for"], propensity: 1 } as const;
  const digest = contentHash(JSON.stringify(inputs));
  return { kind: "model", purpose: "embedding", agent: "embeddings", route, digest };
}
