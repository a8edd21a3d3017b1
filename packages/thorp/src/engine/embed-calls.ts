/** Embeddings for programs that ask without a run: whose wishes hold, and what is left of an earlier process. */
import { dollarsToMicro } from "../base/money.ts";
import { endLostCalls } from "../gateway/embed/call-journal.ts";
import { type EmbedServices, embedTexts } from "../gateway/embed/embed-texts.ts";
import type { EngineParts } from "./engine-parts.ts";
import type { Thorp } from "./thorp.ts";

/** What embeddings are made with, and for whom. */
export type EmbedParts = Omit<EmbedServices, "directory" | "now" | "newId" | "ceilings" | "settings"> &
  Pick<EngineParts, "models" | "accounts" | "clock" | "ids" | "adjustable">;

/** Both faces of it. */
export interface EmbedCalls extends Pick<Thorp, "embed"> {
  /** Ends what an earlier process left open. */
  recover(): Promise<void>;
}

const DEFAULT_EMBEDDER = "rules/hashed-384";

/** The person's preferences hold as they do for a run. */
export function createEmbedCalls({ models, accounts, clock, ids, adjustable, ...parts }: EmbedParts): EmbedCalls {
  const services: EmbedServices = {
    ...parts,
    directory: models,
    now: () => clock.now(),
    newId: () => ids.other("call"),
    settings: () => adjustable.now().budgets ?? {},
    ceilings: (payer) => accounts.budgets.ceilings(payer),
  };
  return {
    embed({ model = DEFAULT_EMBEDDER, inputs, dimensions, owner, signal }) {
      const { budget, privacy } = accounts.preferences.of(owner?.user);
      return embedTexts(services, {
        ...{ model, inputs, dimensions, owner, signal },
        ...(budget === undefined ? {} : { budget: dollarsToMicro(budget) }),
        localOnly: privacy === "local-only",
      });
    },
    recover: () => endLostCalls(services),
  };
}
