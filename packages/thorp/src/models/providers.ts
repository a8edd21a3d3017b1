/** From a model's id to a model that can be called. Adapters are loaded when the first call needs them. */
import type { Clock } from "../base/clock.ts";
import type { Dice } from "../base/dice.ts";
import { ThorpError } from "../base/errors.ts";
import type { Catalogue, ModelEntry, ProviderEntry } from "./catalogue.ts";
import type { EmbeddingModelV4, LanguageModelV4 } from "./language-model.ts";
import { lazyEmbeddingModel, lazyLanguageModel } from "./lazy-model.ts";
import { addressOf, type KeyState, keyStateOf } from "./provider-address.ts";
import type { Environment } from "./secrets.ts";
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
}

/** Opens no connection. */
export function createProviders(options: ProvidersOptions): Providers {
  const { catalogue, env, clock, dice, timeouts, rules } = options;
  const models = new Map<string, LanguageModelV4>();
  const embedders = new Map<string, EmbeddingModelV4>();
  const connections = lazyTransport();
  const transport = options.transport ?? connections.send;
  const address = (provider: ProviderEntry, keyIsOptional = false) =>
    addressOf(provider, { env, transport, clock, dice, timeouts, keyIsOptional });

  const loading: Loading = { catalogue, address, rules };

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
      if (provider.kind !== "rules")
        await (await import("./probe.ts")).probeServer(address(provider, true), provider.kind, signal);
    },
    [Symbol.asyncDispose]: () => connections.close(),
  };
}

interface Loading {
  readonly catalogue: Catalogue;
  readonly address: (provider: ProviderEntry) => ReturnType<typeof addressOf>;
  readonly rules: LanguageModelV4 | undefined;
}

async function loadLanguageModel({ catalogue, address, rules }: Loading, entry: ModelEntry): Promise<LanguageModelV4> {
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
      });
    }
    case "openai": {
      const { createOpenAiModel } = await import("./openai-compatible/language-model.ts");
      return createOpenAiModel(address(provider), entry.model);
    }
  }
}

async function loadEmbeddingModel({ catalogue, address }: Loading, entry: ModelEntry): Promise<EmbeddingModelV4> {
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
  }
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
