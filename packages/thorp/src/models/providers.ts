/** From a model's id to a model that can be called. Adapters are loaded when the first call needs them. */
import type { Clock } from "../base/clock.ts";
import type { Dice } from "../base/dice.ts";
import { ThorpError } from "../base/errors.ts";
import type { Catalogue, ModelEntry, ProviderEntry, ProviderPackage } from "./catalogue.ts";
import type { EmbeddingModelV4, LanguageModelV4 } from "./language-model.ts";
import { lazyEmbeddingModel, lazyLanguageModel } from "./lazy-model.ts";
import { fixedMinP } from "./model-settings.ts";
import { openRouterBody } from "./openrouter-block.ts";
import type { PackagePlaces, PackageProvider } from "./package-provider.ts";
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
}

/** Models by id; dispose it to close its connections. */
export interface Providers extends AsyncDisposable {
  /** The same object for the same model. Throws `model-unknown`; everything else fails in the call. */
  languageModel(idOrAlias: string): LanguageModelV4;
  /** Throws `model-unknown`. */
  embeddingModel(idOrAlias: string): EmbeddingModelV4;
  /** Whether the key that a provider needs is there. Throws `model-unknown` for an unknown provider. */
  keyState(provider: string): KeyState;
  /** Asks the server for the cheapest thing that proves it is there; for `createHealth`. The rules are always there. */
  probe(provider: string, signal: AbortSignal): Promise<void>;
  /** What the server said about itself when it was last asked. */
  facts(provider: string): ServerFacts | undefined;
}

/** Opens no connection. */
export function createProviders(options: ProvidersOptions): Providers {
  const { catalogue, env, clock, dice, timeouts, rules } = options;
  const models = new Map<string, LanguageModelV4>();
  const facts = new Map<string, ServerFacts>();
  const embedders = new Map<string, EmbeddingModelV4>();
  const connections = lazyTransport();
  const transport = options.transport ?? connections.send;
  const address = (provider: ProviderEntry, keyIsOptional = false) =>
    addressOf(provider, { env, transport, clock, dice, timeouts, keyIsOptional });

  const loading: Loading = { catalogue, address, rules, packages: lazyPackages(options) };

  return {
    languageModel: (id) =>
      keep(models, catalogue.resolveModel(id), (entry) =>
        lazyLanguageModel(entry, () => loadLanguageModel(loading, entry)),
      ),
    embeddingModel: (id) =>
      keep(embedders, catalogue.resolveModel(id), (entry) =>
        lazyEmbeddingModel(entry, () => loadEmbeddingModel(loading, entry)),
      ),
    keyState: (provider) => keyStateOf(providerOf(catalogue, provider), env),
    async probe(name, signal) {
      const provider = providerOf(catalogue, name);
      if (provider.kind === "package") {
        // Its address is the package's secret: that it loads is all that can be told without a priced call.
        if (provider.package !== undefined) await loading.packages(provider, provider.package);
      } else if (provider.kind !== "rules")
        facts.set(name, await (await import("./probe.ts")).probeServer(address(provider, true), provider.kind, signal));
    },
    facts: (name) => facts.get(name),
    [Symbol.asyncDispose]: () => connections.close(),
  };
}

interface Loading {
  readonly catalogue: Catalogue;
  readonly address: (provider: ProviderEntry) => ReturnType<typeof addressOf>;
  readonly rules: LanguageModelV4 | undefined;
  readonly packages: PackageProviders;
}

type PackageProviders = (provider: ProviderEntry, wanted: ProviderPackage) => Promise<PackageProvider>;

/** One provider object for each entry, made when its first model is called. */
function lazyPackages({ env, clock, packages }: ProvidersOptions): PackageProviders {
  const made = new Map<string, Promise<PackageProvider>>();
  return (provider, wanted) => {
    const existing = made.get(provider.name);
    if (existing) return existing;
    const loading = import("./package-provider.ts").then(({ loadPackageProvider }) =>
      loadPackageProvider({ provider, wanted, env, clock, places: packages }),
    );
    made.set(provider.name, loading);
    // What is installed meanwhile is found by the next call.
    loading.catch(() => made.delete(provider.name));
    return loading;
  };
}

async function loadLanguageModel(loading: Loading, entry: ModelEntry): Promise<LanguageModelV4> {
  const { catalogue, address, rules, packages } = loading;
  const provider = providerOf(catalogue, entry.provider);
  switch (provider.kind) {
    case "rules":
      if (rules) return rules;
      throw new ThorpError("model-unknown", `${entry.id} is not part of this program`);
    case "ollama": {
      const { createOllamaModel } = await import("./ollama/language-model.ts");
      return createOllamaModel(address(provider), {
        model: entry.model,
        context: entry.context,
        keepAlive: provider.keepAlive,
        minP: fixedMinP(entry.settings),
      });
    }
    case "openai": {
      const { createOpenAiModel } = await import("./openai-compatible/language-model.ts");
      return createOpenAiModel(address(provider), entry.model, fixedFields(entry));
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

async function loadEmbeddingModel(loading: Loading, entry: ModelEntry): Promise<EmbeddingModelV4> {
  const { catalogue, address, packages } = loading;
  const provider = providerOf(catalogue, entry.provider);
  switch (provider.kind) {
    case "rules":
      return (await import("./hashed-embedder.ts")).createHashedEmbedder();
    case "ollama": {
      const { createOllamaEmbeddingModel } = await import("./ollama/embedding-model.ts");
      return createOllamaEmbeddingModel(address(provider), { model: entry.model, keepAlive: provider.keepAlive });
    }
    case "openai": {
      const { createOpenAiEmbeddingModel } = await import("./openai-compatible/embedding-model.ts");
      return createOpenAiEmbeddingModel(address(provider), entry.model);
    }
    case "package":
      return (await packageOf(entry, { packages, provider })).embeddingModel(entry.model);
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

function keep<Model>(known: Map<string, Model>, entry: ModelEntry, create: (entry: ModelEntry) => Model): Model {
  const existing = known.get(entry.id);
  if (existing) return existing;
  const created = create(entry);
  known.set(entry.id, created);
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
