/** Texts as vectors, by a model of the catalogue: through its batcher and cache, without a run. */
import { ThorpError } from "../base/errors.ts";
import type { Catalogue, ModelEntry } from "../models/catalogue.ts";
import type { Providers } from "../models/providers.ts";
import type { Embedded, EmbedRequest } from "./thorp.ts";

/** Where models are found. */
export interface EmbedParts {
  readonly catalogue: Pick<Catalogue, "resolveModel" | "models">;
  readonly providers: Pick<Providers, "embeddingModel">;
  readonly isFree: (entry: ModelEntry) => boolean;
}

const DEFAULT_EMBEDDER = "rules/hashed-384";

/** No budget covers a call without a run, so a model that costs money is refused. */
export async function embedTexts(
  { model = DEFAULT_EMBEDDER, texts, dimensions, signal }: EmbedRequest,
  { catalogue, providers, isFree }: EmbedParts,
): Promise<Embedded> {
  const entry = catalogue.resolveModel(model);
  if (!entry.capabilities.includes("embedding")) {
    const able = catalogue.models.filter(({ capabilities }) => capabilities.includes("embedding")).map(({ id }) => id);
    throw new ThorpError("input-invalid", `${entry.id} makes no embeddings. These do: ${able.join(", ")}.`);
  }
  if (!isFree(entry))
    throw new ThorpError("price-unknown", `${entry.id} costs money, and no budget covers embeddings.`, {
      hint: `Use a local model, or ${DEFAULT_EMBEDDER}.`,
    });
  const { embeddings, usage } = await providers.embeddingModel(entry.id).doEmbed({
    values: [...texts],
    ...(dimensions === undefined ? {} : { dimensions }),
    ...(signal === undefined ? {} : { abortSignal: signal }),
  });
  return { model: entry.id, vectors: embeddings, tokens: usage?.tokens ?? 0 };
}
