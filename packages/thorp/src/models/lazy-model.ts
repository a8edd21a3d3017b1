/** Models whose adapter is loaded by the first call; from then on calls go straight to it. */
import type { ModelEntry } from "./catalogue.ts";
import type { LanguageModelV4 } from "./language-model.ts";
import type { MeteredEmbeddingModel } from "./metered-embedding.ts";

/** `load` runs once; when it fails, the call fails with its error and the next call tries again. */
export function lazyLanguageModel(entry: ModelEntry, load: () => Promise<LanguageModelV4>): LanguageModelV4 {
  const { get, current } = once(load);
  return {
    specificationVersion: "v4",
    provider: entry.provider,
    modelId: entry.model,
    get supportedUrls() {
      return current()?.supportedUrls ?? get().then((model) => model.supportedUrls);
    },
    doStream: (options) => current()?.doStream(options) ?? get().then((model) => model.doStream(options)),
    doGenerate: (options) => current()?.doGenerate(options) ?? get().then((model) => model.doGenerate(options)),
  };
}

/** As `lazyLanguageModel`. */
export function lazyEmbeddingModel(
  entry: ModelEntry,
  load: () => Promise<MeteredEmbeddingModel>,
): MeteredEmbeddingModel {
  const { get, current } = once(load);
  return {
    specificationVersion: "v4",
    provider: entry.provider,
    modelId: entry.model,
    get maxEmbeddingsPerCall() {
      return current()?.maxEmbeddingsPerCall ?? get().then((model) => model.maxEmbeddingsPerCall);
    },
    get supportsParallelCalls() {
      return current()?.supportsParallelCalls ?? get().then((model) => model.supportsParallelCalls);
    },
    embed: async (request) => (current() ?? (await get())).embed(request),
    unknownOf: async (request) => (current() ?? (await get())).unknownOf(request),
    doEmbed: (options) => current()?.doEmbed(options) ?? get().then((model) => model.doEmbed(options)),
  };
}

function once<Value>(load: () => Promise<Value>): { get(): Promise<Value>; current(): Value | undefined } {
  let value: Value | undefined;
  let loading: Promise<Value> | undefined;
  const start = async () => {
    try {
      value = await load();
      return value;
    } finally {
      loading = undefined;
    }
  };
  return {
    current: () => value,
    get() {
      loading ??= start();
      return loading;
    },
  };
}
