/**
 * Models for the gateway: the catalogue, the providers behind it, their health, and what the program brought itself.
 */
import { join } from "node:path";
import type { CredentialStore } from "../accounts/accounts.ts";
import type { ByteCache } from "../base/byte-cache.ts";
import type { Clock } from "../base/clock.ts";
import type { Dice } from "../base/dice.ts";
import { ThorpError } from "../base/errors.ts";
import type { Logger } from "../base/logger.ts";
import { microDollars } from "../base/money.ts";
import type { CallAsker, ModelDirectory, ModelInfo, Obstacle } from "../gateway/call-model/model-directory.ts";
import type { EmbeddingDirectory } from "../gateway/embed/embed-texts.ts";
import type { Catalogue, ModelEntry } from "../models/catalogue.ts";
import type { LanguageModelV4Prompt } from "../models/language-model.ts";
import { loadCatalogue } from "../models/load-catalogue.ts";
import type { PackagePlaces } from "../models/package-provider.ts";
import { costOf, isFree, listPrice, piecesPrice } from "../models/price.ts";
import { type CallKey, createProviders, type Providers } from "../models/providers.ts";
import { createRulesModel } from "../models/rules/rules-model.ts";
import { readSecret } from "../models/secrets.ts";
import { notServed, realWindow } from "../models/server-facts.ts";
import { estimateMargin, estimatePromptTokens, tokenFamilyOf } from "../models/token-estimate.ts";
import type { EngineOptions } from "./engine-options.ts";
import { createKeyLookup, type KeyLookup } from "./key-lookup.ts";
import { listModels } from "./list-models.ts";
import { createModelAdmin } from "./model-admin/create-model-admin.ts";
import type { ModelAdmin } from "./model-admin/model-admin.ts";
import { billedPrice, otherModel, passedTests } from "./model-facts.ts";
import { dataFolderOf } from "./open-store.ts";
import { createServerDirectory, type ServerDirectory } from "./server-directory.ts";
import { supervisorFor } from "./supervisor-for.ts";
import type { ModelSummary } from "./thorp.ts";

/** The directory with what only the engine asks. */
export interface EngineModels extends ModelDirectory, EmbeddingDirectory {
  /** Throws `model-unknown` with the nearest name. */
  demand(idOrAlias: string): void;
  /** Tokens, among the models that names stand for; the rules model's when none is known. */
  smallestWindow(names: readonly string[]): number;
  /** Other names that the person has given models. */
  readonly ownAliases: ReadonlySet<string>;
  countMessages(messages: LanguageModelV4Prompt): number;
  /** Values that must never leave the process. */
  secrets(): readonly string[];
  list(options?: { readonly check?: boolean }): Promise<readonly ModelSummary[]>;
  readonly admin: ModelAdmin;
  close(): Promise<void>;
}

/** Where models come from. */
export interface ModelDirectoryOptions extends EngineOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly logger: Logger;
  readonly embeddings: ByteCache<readonly number[]>;
  /** Keys that the environment does not have. */
  readonly credentials?: CredentialStore;
}

/** Rejects with `catalogue-invalid` for a file with mistakes. No server is asked before it is needed. */
export async function createModelDirectory(given: ModelDirectoryOptions): Promise<EngineModels> {
  const keys = createKeyLookup(given.env, given.credentials);
  const options = { ...given, env: keys.env };
  const { env, languageModels = {} } = options;
  const catalogue = await loadCatalogue({ files: options.catalogues ?? [], startFrom: options.startFrom });
  const { clock, dice } = options;
  const providers = createProviders({
    ...{ catalogue, env, clock, dice },
    rules: createRulesModel(),
    packages: packagePlaces(options),
    embeddings: options.embeddings,
    ready: (provider, signal) => supervisor.of(provider)?.ensure(signal),
  });
  const folder = options.serversDir ?? join(dataFolderOf(options, env), "servers");
  const supervisor = await supervisorFor({ catalogue, providers, folder, env, clock, logger: options.logger });
  const infoByName = new Map<string, ModelInfo | undefined>();
  const servers = createServerDirectory({
    ...{ catalogue, providers, supervisor, clock, dice },
    // It may have said how large its windows really are.
    onProbed: () => infoByName.clear(),
  });
  const { health } = servers;
  const tests = await passedTests(catalogue, options.modelTests);

  const info = (idOrAlias: string): ModelInfo | undefined => {
    if (infoByName.has(idOrAlias)) return infoByName.get(idOrAlias);
    const found =
      languageModels[idOrAlias] === undefined
        ? catalogueInfo(idOrAlias, { catalogue, providers, servers })
        : broughtInfo(idOrAlias);
    infoByName.set(idOrAlias, found);
    return found;
  };
  const entryOf = (model: ModelInfo): ModelEntry => catalogue.resolveModel(model.id);

  return {
    info,
    obstacle: (model, asker) =>
      languageModels[model.id] === undefined
        ? obstacleOf(model, { catalogue, providers, servers, tests, hasKey: (name) => keys.has(name, asker) })
        : undefined,
    admits: servers.admits,
    languageModel: callableModels({ catalogue, providers, servers, supervisor, keys, languageModels }),
    noteSuccess: (_model, server) => servers.noteSuccess(server),
    noteFailure(model, server, error) {
      health.noteFailure(server, error);
      if (error.code === "model-unavailable") supervisor.of(model.provider)?.noteDown();
    },
    countTokens: (model, prompt, tools) =>
      withMargin(estimatePromptTokens({ prompt, tools: [...tools] }, tokenFamilyOf(model.id))),
    countMessages: (messages) => withMargin(estimatePromptTokens({ prompt: messages })),
    ...pricesOf(catalogue),
    answeredBy: (model, named) =>
      named === undefined || languageModels[model.id] !== undefined
        ? undefined
        : otherModel(catalogue, entryOf(model), named),
    demand(idOrAlias) {
      if (info(idOrAlias) === undefined) catalogue.resolveModel(idOrAlias);
    },
    smallestWindow(names) {
      const windows = names.flatMap((name) => info(name)?.context ?? []);
      return Math.min(...(windows.length > 0 ? windows : [info("rules")?.context ?? 32_000]));
    },
    ownAliases: catalogue.ownAliases,
    secrets: () =>
      [...catalogue.providers.values()].flatMap((provider) =>
        provider.key === undefined ? [] : (readSecret(provider.key, env) ?? []),
      ),
    list: (how) =>
      listModels({
        ...{ catalogue, providers, servers, clock, info },
        brought: Object.keys(languageModels).map(broughtInfo),
        check: how?.check ?? false,
        obstacle: (model) => obstacleOf(model, { catalogue, providers, servers, tests }),
      }),
    ...embeddingsOf({ catalogue, providers, servers, keys }),
    admin: createModelAdmin({ catalogue, providers, supervisor, clock }),
    async close() {
      await supervisor.stopAll();
      await providers[Symbol.asyncDispose]();
    },
  };
}

interface CallableParts {
  readonly catalogue: Catalogue;
  readonly providers: Providers;
  readonly servers: ServerDirectory;
  readonly supervisor: Awaited<ReturnType<typeof supervisorFor>>;
  readonly keys: KeyLookup;
  readonly languageModels: NonNullable<EngineOptions["languageModels"]>;
}

/** Its server is started where that is left to us, and its key is that of the one who asks. */
function callableModels(parts: CallableParts): ModelDirectory["languageModel"] {
  const { catalogue, providers, servers, supervisor, keys, languageModels } = parts;
  return async (model, server, { signal, asker }) => {
    const brought = languageModels[model.id];
    if (brought !== undefined) return brought;
    await supervisor.of(model.provider)?.ensure(signal);
    return providers.languageModel(model.id, servers.urlOf(server), await keyFor(model, { catalogue, keys }, asker));
  };
}

async function keyFor(
  { provider }: ModelInfo,
  { catalogue, keys }: Pick<CallableParts, "catalogue" | "keys">,
  asker: CallAsker | undefined,
): Promise<CallKey | undefined> {
  const name = catalogue.providers.get(provider)?.key;
  return name === undefined ? undefined : keys.fresh(name, asker);
}

/** Only models of the catalogue make embeddings. */
function embeddingsOf({
  catalogue,
  providers,
  servers,
  keys,
}: Pick<CallableParts, "catalogue" | "providers" | "servers" | "keys">): Omit<
  EmbeddingDirectory,
  "obstacle" | "listPrice"
> {
  return {
    embeddingInfo: (name) => infoOfEntry(catalogue.resolveModel(name), { catalogue, providers, servers }),
    embeddingModels: () =>
      catalogue.models.filter(({ capabilities }) => capabilities.includes("embedding")).map(({ id }) => id),
    embeddingModel: async (model, asker) =>
      providers.embeddingModel(model.id, await keyFor(model, { catalogue, keys }, asker)),
  };
}

function pricesOf(catalogue: Catalogue): Pick<ModelDirectory, "listPrice" | "costOf"> {
  return {
    listPrice({ id }, { inputTokens, outputTokens, images }) {
      const { price, ceiling = price } = catalogue.resolveModel(id);
      if (ceiling === undefined) return microDollars(Infinity);
      const pictures = piecesPrice({ ...ceiling, request: 0 }, { images });
      return microDollars(listPrice(ceiling, inputTokens, outputTokens) + pictures);
    },
    costOf({ id }, { finish: { usage, providerMetadata }, headers, answeredBy, images }) {
      const price = billedPrice(catalogue, catalogue.resolveModel(id), answeredBy);
      return costOf({ usage, providerMetadata, headers, price, pieces: { images } })?.cost;
    },
  };
}

/** The estimate may fall short by its margin; a reserve or a window must not. */
function withMargin(tokens: number): number {
  return Math.ceil(tokens * (1 + estimateMargin));
}

function broughtInfo(id: string): ModelInfo {
  return {
    id,
    provider: id,
    line: id,
    servers: [id],
    slots: 10_000,
    tier: "local",
    context: 128_000,
    free: true,
    capabilities: ["tools"],
  };
}

function packagePlaces({ configFolder, workspace = process.cwd() }: EngineOptions): PackagePlaces | undefined {
  return configFolder === undefined ? undefined : { config: configFolder, workspace };
}

function catalogueInfo(idOrAlias: string, parts: Omit<ObstacleParts, "tests">): ModelInfo | undefined {
  try {
    return infoOfEntry(parts.catalogue.resolveModel(idOrAlias), parts);
  } catch (error) {
    if (error instanceof ThorpError && error.code === "model-unknown") return undefined;
    throw error;
  }
}

function infoOfEntry(entry: ModelEntry, parts: Omit<ObstacleParts, "tests">): ModelInfo {
  const { servers } = parts;
  return {
    id: entry.id,
    provider: entry.provider,
    line: entry.tier === "local" ? entry.provider : entry.id,
    servers: servers.of(entry.provider),
    slots: entry.slots,
    tier: entry.tier,
    context: knownContext(entry, parts),
    ...(entry.maxOutput === undefined ? {} : { maxOutputTokens: entry.maxOutput }),
    free: isFreeModel(entry),
    capabilities: entry.capabilities,
    ...(entry.settings && { settings: entry.settings }),
  };
}

function isFreeModel({ price, ceiling = price }: ModelEntry): boolean {
  return ceiling !== undefined && isFree(ceiling);
}

/** A smaller window of the server always counts; a larger one only where the catalogue has nothing but a guess. */
function knownContext(
  entry: ModelEntry,
  { catalogue, providers }: Pick<ObstacleParts, "catalogue" | "providers">,
): number {
  const real = realWindow(providers.facts(entry.provider), entry.model);
  const isGuess = entry.context === catalogue.providers.get(entry.provider)?.context;
  return real === undefined || (real > entry.context && !isGuess) ? entry.context : real;
}

interface ObstacleParts {
  /** Whether a variable is there for whoever asks. */
  readonly hasKey?: (variable: string) => boolean;
  readonly catalogue: Catalogue;
  readonly providers: Providers;
  readonly servers: ServerDirectory;
  /** Ids that have passed the test which their entries require. */
  readonly tests: ReadonlySet<string>;
}

function obstacleOf(
  model: ModelInfo,
  { catalogue, providers, servers, tests, hasKey = () => false }: ObstacleParts,
): Obstacle | undefined | Promise<Obstacle | undefined> {
  if (model.tier === "embedded") return undefined;
  const key = catalogue.providers.get(model.provider)?.key ?? "";
  if (providers.keyState(model.provider) === "missing" && !hasKey(key)) {
    return {
      reason: `needs the key ${key}`,
      isAbsent: true,
      hint: `Put ${key}=... into .env, run \`thorp credentials set ${key}\`, or choose another model.`,
    };
  }
  const entry = catalogue.resolveModel(model.id);
  if ((entry.ceiling ?? entry.price) === undefined) return { reason: "its price is unknown" };
  if (entry.requiresTest && !tests.has(model.id)) {
    const command = `\`thorp models test ${model.id}\``;
    return { reason: `has not passed ${command}`, hint: `Run ${command}.` };
  }
  const found = servers.obstacle(model);
  const lacks = () => notServed(providers.facts(model.provider), entry.model);
  // What a server serves is known when it has been asked; it may have been started anew since.
  const unserved = () =>
    lacks() === undefined
      ? undefined
      : servers.askAgain(model.provider).then(() => {
          const reason = lacks();
          return reason === undefined ? undefined : { reason };
        });
  return found instanceof Promise ? found.then((why) => why ?? unserved()) : (found ?? unserved());
}
