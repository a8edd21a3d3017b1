/** From a model's id to a model that can be called. Adapters are loaded when the first call needs them. */
import type { ByteCache } from "../base/byte-cache.ts";
import type { Clock } from "../base/clock.ts";
import type { Dice } from "../base/dice.ts";
import { ThorpError } from "../base/errors.ts";
import type { Catalogue, ModelEntry, ProviderEntry, ProviderPackage } from "./catalogue.ts";
import type { LanguageModelV4 } from "./language-model.ts";
import { lazyEmbeddingModel, lazyLanguageModel } from "./lazy-model.ts";
import {
  type EmbedResult,
  type InputEmbeddingModel,
  type MeteredEmbeddingModel,
  textsOnly,
  unmetered,
} from "./metered-embedding.ts";
import { fixedMinP } from "./model-settings.ts";
import { openRouterBody } from "./openrouter-block.ts";
import type { PackagePlaces, PackageProvider } from "./package-provider.ts";
import { costOf } from "./price.ts";
import { addressOf, type KeyState, keyStateOf } from "./provider-address.ts";
import type { Environment } from "./secrets.ts";
import type { ServerFacts } from "./server-facts.ts";
import type { NodeTransport } from "./transport/node-transport.ts";
import type { CallTimeouts } from "./transport/stream-call.ts";
import type { Transport, TransportCall } from "./transport/transport.ts";

/** The catalogue and the world that adapters see. */
export interface ProvidersOptions {
  readonly catalogue: Catalogue;
  readonly env: Environment;
  readonly clock: Clock;
  readonly dice: Dice;
  /** Behind the catalogue's `rules` models. */
  readonly rules?: LanguageModelV4;
  /** Default: node:http with kept-alive connections, loaded with the first call. */
  readonly transport?: Transport;
  readonly timeouts?: Partial<CallTimeouts>;
  /** Where packages of kind `package` may come from; none without it. */
  readonly packages?: PackagePlaces | undefined;
  /** Resolves when a provider's server is there, for those that Thorp starts itself. Asked before embeddings. */
  readonly ready?: (provider: string, signal: AbortSignal | undefined) => Promise<void> | undefined;
  /** Vectors that were made before, by model and text. */
  readonly embeddings?: ByteCache<readonly number[]>;
}

/** Where one call finds its key, when it is not that of the whole process. */
export interface CallKey {
  /** The same for the same key. */
  readonly version: string;
  readonly env: Environment;
}

/** Models by id; dispose it to close its connections. */
export interface Providers extends AsyncDisposable {
  /**
   * The same object for the same model and address (the provider's first, unless told). Throws `model-unknown`;
   * everything else fails in the call.
   */
  languageModel(idOrAlias: string, url?: string, key?: CallKey): LanguageModelV4;
  /** Throws `model-unknown`. */
  embeddingModel(idOrAlias: string, key?: CallKey): MeteredEmbeddingModel;
  /** Whether the key that a provider needs is there. Throws `model-unknown` for an unknown provider. */
  keyState(provider: string): KeyState;
  /**
   * Asks the server (the one at the provider's first address, unless told) for the cheapest thing that proves it is
   * there; for `createHealth`. The rules are always there.
   */
  probe(provider: string, signal: AbortSignal, url?: string): Promise<void>;
  /** What one of its servers said about itself when it was last asked. */
  facts(provider: string): ServerFacts | undefined;
  /**
   * The models that one of its servers lists, asked anew; undefined where a list says nothing of what can be called.
   * Rejects when the server does.
   */
  listed(provider: string, signal: AbortSignal, url?: string): Promise<readonly string[] | undefined>;
  /** How a server is addressed; for administration. Throws `model-unknown` for an unknown provider. */
  address(provider: string, url?: string): ReturnType<typeof addressOf>;
}

/** Opens no connection. */
export function createProviders(options: ProvidersOptions): Providers {
  const { catalogue, env, clock, dice, timeouts, rules } = options;
  const models = new Map<string, LanguageModelV4>();
  const facts = new Map<string, ServerFacts>();
  const embedders = new Map<string, MeteredEmbeddingModel>();
  const connections = lazyTransport();
  const transport = options.transport ?? connections.send;
  const world = { env, transport, clock, dice, timeouts };
  const address = (provider: ProviderEntry, url?: string, keyIsOptional = false) =>
    addressOf(provider, { ...world, keyIsOptional, url });

  const packages = lazyPackages(options);
  const loading: Loading = {
    ...{ catalogue, address, rules, clock },
    packages,
    embeddings: options.embeddings,
    ready: options.ready,
  };

  const loadingWith = (key: CallKey | undefined): Loading =>
    key === undefined
      ? loading
      : {
          ...loading,
          address: (provider, url) => addressOf(provider, { ...world, env: key.env, url }),
          packages: (provider, wanted) => packages(provider, wanted, key),
        };

  return {
    languageModel(id, url = "", key) {
      const entry = catalogue.resolveModel(id);
      return keep(models, `${entry.id} ${url} ${key?.version ?? ""}`, () =>
        lazyLanguageModel(entry, () => loadLanguageModel(loadingWith(key), entry, url || undefined)),
      );
    },
    embeddingModel(id, key) {
      const entry = catalogue.resolveModel(id);
      return keep(embedders, `${entry.id} ${key?.version ?? ""}`, () =>
        lazyEmbeddingModel(entry, () => loadEmbeddingModel(loadingWith(key), entry)),
      );
    },
    keyState: (provider) => keyStateOf(providerOf(catalogue, provider), env),
    async probe(name, signal, url) {
      const provider = providerOf(catalogue, name);
      if (provider.kind === "package") {
        // Its address is the package's secret: that it loads is all that can be told without a priced call.
        if (provider.package !== undefined) await loading.packages(provider, provider.package);
      } else if (provider.kind !== "rules") {
        const { probeServer } = await import("./probe.ts");
        facts.set(name, await probeServer(address(provider, url, true), provider.kind, signal));
      }
    },
    facts: (name) => facts.get(name),
    async listed(name, signal, url) {
      const provider = providerOf(catalogue, name);
      if (provider.kind === "rules" || provider.kind === "package") return undefined;
      const { listedModels } = await import("./listed-models.ts");
      return listedModels(address(provider, url, true), provider.kind, signal);
    },
    address: (name, url) => address(providerOf(catalogue, name), url),
    [Symbol.asyncDispose]: () => connections.close(),
  };
}

interface Loading {
  readonly catalogue: Catalogue;
  readonly address: (provider: ProviderEntry, url?: string) => ReturnType<typeof addressOf>;
  readonly rules: LanguageModelV4 | undefined;
  readonly clock: Clock;
  readonly embeddings: ByteCache<readonly number[]> | undefined;
  readonly ready: ProvidersOptions["ready"];
  readonly packages: PackageProviders;
}

type PackageProviders = (provider: ProviderEntry, wanted: ProviderPackage, key?: CallKey) => Promise<PackageProvider>;

/** One provider object for each entry and key, made when its first model is called: a package takes its key once. */
function lazyPackages({ env, clock, packages }: ProvidersOptions): PackageProviders {
  const made = new Map<string, Promise<PackageProvider>>();
  return (provider, wanted, key) => {
    const name = `${provider.name} ${key?.version ?? ""}`;
    const existing = made.get(name);
    if (existing) return existing;
    const loading = import("./package-provider.ts").then(({ loadPackageProvider }) =>
      loadPackageProvider({ provider, wanted, env: key?.env ?? env, clock, places: packages }),
    );
    made.set(name, loading);
    // What is installed meanwhile is found by the next call.
    loading.catch(() => made.delete(name));
    return loading;
  };
}

async function loadLanguageModel(
  { catalogue, address, rules, packages }: Loading,
  entry: ModelEntry,
  url: string | undefined,
): Promise<LanguageModelV4> {
  const provider = providerOf(catalogue, entry.provider);
  switch (provider.kind) {
    case "rules":
      if (rules) return rules;
      throw new ThorpError("model-unknown", `${entry.id} is not part of this program`);
    case "ollama": {
      const { createOllamaModel } = await import("./ollama/language-model.ts");
      return createOllamaModel(address(provider, url), {
        model: entry.model,
        context: entry.context,
        keepAlive: entry.keepAlive,
        minP: fixedMinP(entry.settings),
      });
    }
    case "openai": {
      const { createOpenAiModel } = await import("./openai-compatible/language-model.ts");
      return createOpenAiModel(address(provider, url), entry.model, fixedFields(entry));
    }
    case "package":
      return (await packageOf(entry, { packages, provider })).languageModel(entry.model);
  }
}

/** What the catalogue says about every call of a model, as fields of its body. */
function fixedFields({ model, settings, openrouter }: ModelEntry): Readonly<Record<string, unknown>> {
  const min_p = fixedMinP(settings);
  return { ...(min_p !== undefined && { min_p }), ...(openrouter && openRouterBody(openrouter, model)) };
}

/** Gathered into batches and spread over the provider's servers; the hashed ones need neither. */
async function loadEmbeddingModel(loading: Loading, entry: ModelEntry): Promise<MeteredEmbeddingModel> {
  const provider = providerOf(loading.catalogue, entry.provider);
  if (provider.kind === "rules") return unmetered((await import("./hashed-embedder.ts")).createHashedEmbedder());
  const { batchEmbeddings } = await import("./batch/batched-embeddings.ts");
  const { kind, urls } = provider;
  // A package knows its own address.
  const places = kind === "package" ? [""] : urls;
  const bare = await Promise.all(places.map((url) => embeddingModelAt(loading, entry, { provider, kind, url })));
  const models = bare.map(
    (model): InputEmbeddingModel => ({
      ...model,
      async doEmbed(options) {
        await loading.ready?.(provider.name, options.abortSignal);
        return model.doEmbed(options);
      },
    }),
  );
  return batchEmbeddings({
    id: entry.id,
    models,
    slots: entry.slots,
    clock: loading.clock,
    memory: loading.embeddings,
    costOf: (batch) => costOfBatch(entry, batch),
  });
}

/** As the provider says it, else by the table. */
function costOfBatch({ price }: ModelEntry, { usage, providerMetadata, response }: EmbedResult) {
  const input = { total: usage?.tokens, noCache: undefined, cacheRead: undefined, cacheWrite: undefined };
  const output = { total: 0, text: undefined, reasoning: undefined };
  const report = { usage: { inputTokens: input, outputTokens: output }, headers: response?.headers, price };
  return costOf({ ...report, providerMetadata })?.cost;
}

interface EmbeddingPlace {
  readonly provider: ProviderEntry;
  readonly kind: Exclude<ProviderEntry["kind"], "rules">;
  readonly url: string;
}

async function embeddingModelAt(
  { address, packages }: Loading,
  entry: ModelEntry,
  { provider, kind, url }: EmbeddingPlace,
): Promise<InputEmbeddingModel> {
  switch (kind) {
    case "ollama": {
      const { createOllamaEmbeddingModel } = await import("./ollama/embedding-model.ts");
      const server = address(provider, url);
      return textsOnly(createOllamaEmbeddingModel(server, { model: entry.model, keepAlive: entry.keepAlive }));
    }
    case "openai": {
      const { createOpenAiEmbeddingModel } = await import("./openai-compatible/embedding-model.ts");
      return createOpenAiEmbeddingModel(address(provider, url), entry.model);
    }
    case "package":
      return textsOnly((await packageOf(entry, { packages, provider })).embeddingModel(entry.model));
  }
}

interface PackageUse {
  readonly packages: PackageProviders;
  readonly provider: ProviderEntry;
}

function packageOf(entry: ModelEntry, { packages, provider }: PackageUse): Promise<PackageProvider> {
  if (provider.package !== undefined) return packages(provider, provider.package);
  throw new ThorpError("internal", `${entry.id} is of kind package, but no package is named`);
}

function keep<Model>(known: Map<string, Model>, key: string, create: () => Model): Model {
  const existing = known.get(key);
  if (existing) return existing;
  const created = create();
  known.set(key, created);
  return created;
}

function providerOf(catalogue: Catalogue, name: string): ProviderEntry {
  const provider = catalogue.providers.get(name);
  if (provider) return provider;
  throw new ThorpError("model-unknown", `no provider "${name}" in the catalogue`);
}

/** The default transport, loaded with the first call and closed with the providers. */
function lazyTransport(): { readonly send: Transport; close(): Promise<void> } {
  let loading: Promise<NodeTransport> | undefined;
  let loaded: NodeTransport | undefined;
  const load = async () => {
    const { createNodeTransport } = await import("./transport/node-transport.ts");
    loaded = createNodeTransport();
    return loaded;
  };
  return {
    send(request) {
      if (loaded) return loaded.send(request);
      loading ??= load();
      let call: TransportCall | undefined;
      let isDestroyed = false;
      const response = loading.then((transport) => {
        if (isDestroyed) throw new Error("destroyed before it was sent");
        call = transport.send(request);
        return call.response;
      });
      return {
        response,
        destroy() {
          isDestroyed = true;
          call?.destroy();
        },
      };
    },
    async close() {
      (await loading)?.close();
    },
  };
}
