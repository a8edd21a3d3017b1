/**
 * What a provider's list changes: new and gone models, prices, windows. A price that moved beyond a factor of ten is
 * doubted: until a person accepts it, the dearer of the two counts, so that no reserve falls short of a bill.
 */
import type { ModelFields, PriceFields } from "../catalogue-schema.ts";
import { dearer } from "./litellm-list.ts";
import type { SyncedModel } from "./synced-model.ts";

/** One difference to what was known. */
export type ListChange = { readonly id: string } & (
  | { readonly kind: "new" | "gone" }
  | { readonly kind: "window"; readonly from: number; readonly to: number }
  | {
      readonly kind: "price-up" | "price-down" | "price-doubtful";
      /** US dollars per million tokens. */
      readonly from: { readonly input: number; readonly output: number };
      readonly to: { readonly input: number; readonly output: number };
    }
  /** It had a price and has none now. */
  | { readonly kind: "price-gone" }
);

/** The list as it is taken over, and how it differs. */
export interface ComparedLists {
  /** As they are written. */
  readonly models: readonly SyncedModel[];
  readonly changes: readonly ListChange[];
}

const DOUBTFUL_FACTOR = 10;

/** `known`: what the catalogue said of this provider so far. `acceptPrices`: doubtful ones are taken as they are. */
export function compareLists(
  known: readonly Pick<ModelFields, "id" | "price" | "context" | "capabilities">[],
  listed: readonly SyncedModel[],
  { acceptPrices }: { readonly acceptPrices: boolean },
): ComparedLists {
  const before = new Map(known.map((model) => [model.id, model]));
  const changes: ListChange[] = [];
  const models = listed.map((model) => {
    const old = before.get(model.id);
    if (old === undefined) {
      changes.push({ id: model.id, kind: "new" });
      return model;
    }
    if (old.context !== undefined && model.context !== undefined && old.context !== model.context)
      changes.push({ id: model.id, kind: "window", from: old.context, to: model.context });
    const priced = comparePrices(old.price, model, acceptPrices);
    if (priced.change) changes.push(priced.change);
    return withOwnKnowledge(priced.model, old);
  });
  const now = new Set(listed.map(({ id }) => id));
  for (const { id } of known) if (!now.has(id)) changes.push({ id, kind: "gone" });
  return { models, changes };
}

function comparePrices(
  old: PriceFields | undefined,
  model: SyncedModel,
  acceptPrices: boolean,
): { readonly model: SyncedModel; readonly change?: ListChange } {
  const { price, id } = model;
  if (old === undefined) return { model };
  if (price === undefined) return { model, change: { id, kind: "price-gone" } };
  if (old.input === price.input && old.output === price.output) return { model };
  const [from, to] = [old, price].map(({ input, output }) => ({ input, output })) as [PriceFields, PriceFields];
  if (isDoubtful(old.input, price.input) || isDoubtful(old.output, price.output)) {
    return {
      model: acceptPrices ? model : { ...model, price: dearer(old, price) },
      change: { id, kind: "price-doubtful", from, to },
    };
  }
  const isUp = price.input + price.output > old.input + old.output;
  return { model, change: { id, kind: isUp ? "price-up" : "price-down", from, to } };
}

function isDoubtful(old: number, now: number): boolean {
  if (old === now) return false;
  return old === 0 || now === 0 || now / old > DOUBTFUL_FACTOR || old / now > DOUBTFUL_FACTOR;
}

/** No list says that a model is good at code; what was written by hand stays. */
function withOwnKnowledge(model: SyncedModel, { capabilities }: Pick<ModelFields, "capabilities">): SyncedModel {
  if (!capabilities?.includes("code") || model.capabilities === undefined) return model;
  return { ...model, capabilities: [...model.capabilities, "code"] };
}
