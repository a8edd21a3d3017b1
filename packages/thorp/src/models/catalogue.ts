/** The catalogue: which models there are, at which provider, in which tier, at what price. */
import { ThorpError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import { nearest } from "../base/nearest.ts";
import { resolveAliases } from "./aliases.ts";
import { type CatalogueLayer, invalid } from "./catalogue-layer.ts";
import type { Capability, ModelFields, OpenRouterFields, ProviderFields, ProviderKind } from "./catalogue-schema.ts";
import type { Tier } from "./language-model.ts";
import { isLocalAddress } from "./model-server.ts";
import { type ModelSettings, settingsFromFields } from "./model-settings.ts";
import type { DialectName } from "./openai-compatible/dialects.ts";
import { ceilingPrice, mergedBlock } from "./openrouter-block.ts";
import { type Price, priceFromDollars } from "./price.ts";
import { type StartEntry, startEntry } from "./supervise/start-entry.ts";

/** An npm package whose factory makes the models of a provider. */
export interface ProviderPackage {
  readonly name: string;
  /** The export that makes the provider; the only `create…` of the package where absent. */
  readonly factory?: string;
  /** Where it is installed: the person's configuration folder, or the folder that is worked in. */
  readonly from: "config" | "workspace";
  /** Handed to the factory, with `apiKey`, `baseURL` and `headers` of the entry on top. */
  readonly options: Readonly<Record<string, Json>>;
  /** The catalogue file that has the last word on what is loaded; undefined for options of the program. */
  readonly namedIn?: string;
}

/** A provider with all defaults filled in. */
export interface ProviderEntry {
  readonly name: string;
  readonly kind: ProviderKind;
  /** For kind `openai`. */
  readonly dialect: DialectName;
  /** One for each server; empty only for kinds `rules` and `package`. */
  readonly urls: readonly string[];
  /** Name of the environment variable that holds the key; `NAME_FILE` works too. */
  readonly key: string | undefined;
  readonly tier: Tier;
  readonly headers: Readonly<Record<string, string>>;
  /** Calls at once, for models that do not say. */
  readonly slots: number;
  /** Window of models that do not say. */
  readonly context: number;
  /** Ollama: how long a model stays loaded. */
  readonly keepAlive: string | number | undefined;
  /** Of dialect `openrouter`: for every model of it that does not say otherwise. */
  readonly openrouter?: OpenRouterFields;
  /** Of kind `package`. */
  readonly package?: ProviderPackage;
  /** The server process that Thorp itself starts, at its first address. */
  readonly start?: StartEntry;
  /** Where a `start` stands that is not run, because the file is not the person's own. */
  readonly startRefused?: string;
}

/** A model with all defaults filled in. */
export interface ModelEntry {
  /** `provider/name-at-the-provider`; never an alias, so that figures kept by id belong to one model. */
  readonly id: string;
  readonly provider: string;
  /** The model's name at the provider. */
  readonly model: string;
  readonly tier: Tier;
  /** Tokens of the window: prompt and answer together. */
  readonly context: number;
  /** The most it may write, where that is less than the window. */
  readonly maxOutput?: number;
  /** Undefined: nobody knows what it costs; without a ceiling the gateway refuses it. */
  readonly price: Price | undefined;
  /** The most that a call may cost, where that is not its price: with fallback models, or under a `max_price`. */
  readonly ceiling?: Price;
  readonly capabilities: readonly Capability[];
  /** Calls that each of its servers takes at once. */
  readonly slots: number;
  readonly settings?: ModelSettings;
  /** Its block and that of its provider, joined. */
  readonly openrouter?: OpenRouterFields;
  /** It may not serve before `thorp models test` has passed. */
  readonly requiresTest?: true;
  /** Ollama: how long it stays loaded. */
  readonly keepAlive: string | number | undefined;
  /** The alias under which it was asked for, where it was. */
  readonly alias?: string;
  /** False for an id that stands in no catalogue and was taken as the provider's. */
  readonly isListed: boolean;
}

/** All files merged; it does not change while the process runs. */
export interface Catalogue {
  readonly providers: ReadonlyMap<string, ProviderEntry>;
  /** Every listed model, in the order of the files. */
  readonly models: readonly ModelEntry[];
  /** Target ids by alias, chains already followed. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Aliases of all layers but the lowest, which is the shipped one: what the person of this machine has chosen. */
  readonly ownAliases: ReadonlySet<string>;
  /** Throws `model-unknown`, naming the nearest id or alias. */
  resolveModel(idOrAlias: string): ModelEntry;
}

/** Later layers win, field by field. Throws `catalogue-invalid` for what is missing or contradicts itself. */
export function createCatalogue(layers: readonly CatalogueLayer[]): Catalogue {
  const providers = mergeProviders(layers);
  const models = new Map<string, ModelEntry>();
  for (const { fields, origin } of mergeModels(layers).values())
    models.set(fields.id, listedModel(fields, providers, origin));
  for (const entry of models.values()) if (entry.openrouter) models.set(entry.id, withCeiling(entry, models));
  const find = (id: string): ModelEntry | undefined => {
    const unlisted = models.has(id) ? undefined : unlistedModel(id, providers);
    return models.get(id) ?? (unlisted?.openrouter ? withCeiling(unlisted, models) : unlisted);
  };
  const aliases = resolveAliases(layers, (id) => find(id) !== undefined, [...models.keys()]);

  return {
    providers,
    models: [...models.values()],
    aliases,
    ownAliases: new Set(layers.slice(1).flatMap(({ fields }) => Object.keys(fields.aliases ?? {}))),
    resolveModel(idOrAlias) {
      const name = idOrAlias.trim();
      const target = aliases.get(name) ?? (models.has(name) ? undefined : aliases.get(name.toLowerCase()));
      const entry = find(target ?? name);
      if (entry) return target === undefined ? entry : { ...entry, alias: name };
      const meant = nearest(name, [...models.keys(), ...aliases.keys()]);
      throw new ThorpError(
        "model-unknown",
        `no model "${name}" in the catalogue${meant === undefined ? "" : `, did you mean "${meant}"?`}`,
      );
    },
  };
}

/** A guess for models that nobody described: what today's small models have at least. */
const DEFAULT_CONTEXT = 8192;
const FREE: Price = { input: 0, output: 0 };

interface Origin {
  /** `file:line:column` of the entry's last mention. */
  readonly position: string;
  /** The file that names the provider's package. */
  readonly namedIn?: string | undefined;
}

function mergeProviders(layers: readonly CatalogueLayer[]): ReadonlyMap<string, ProviderEntry> {
  const merged = new Map<string, MergedProvider>();
  for (const { fields, file, mayStart, positionOf } of layers) {
    for (const [name, { start, ...own }] of Object.entries(fields.providers ?? {})) {
      const before = merged.get(name);
      // Whoever says last which code is loaded, and from where, answers for it; not who changes the url.
      const namesCode = [own.package, own.factory, own.from, own.options].some((field) => field !== undefined);
      const namedIn = namesCode ? file : before?.origin.namedIn;
      const position = positionOf(["providers"], name);
      const starts = start === undefined ? {} : mayStart ? { start } : { startRefused: position };
      merged.set(name, { ...before, ...own, ...starts, origin: { position, namedIn } });
    }
  }
  const entries = new Map<string, ProviderEntry>();
  const problems: string[] = [];
  for (const [name, { origin, ...fields }] of merged) {
    const kind = fields.kind ?? (fields.package === undefined ? fields.dialect && "openai" : "package");
    const wrong = kind === undefined ? "has no kind" : wrongProvider(kind, fields);
    if (wrong !== undefined) problems.push(`${origin.position}: provider "${name}" ${wrong}`);
    else if (kind !== undefined) entries.set(name, providerEntry(name, kind, { ...fields, namedIn: origin.namedIn }));
  }
  if (problems.length > 0) throw invalid(problems);
  return entries;
}

type MergedProvider = ProviderFields & { readonly startRefused?: string; readonly origin: Origin };

/** What only the merged entry shows; undefined when it is right. */
function wrongProvider(kind: ProviderKind, fields: ProviderFields): string | undefined {
  if (kind === "package") return fields.package === undefined ? "has no package" : undefined;
  if (fields.package !== undefined) return `names a package, which only kind package has`;
  if (fields.url === undefined && kind !== "rules") return "has no url";
  if (fields.start !== undefined && !isOneLocal(fields.url))
    return "has a start, so its url must be one address of this machine";
  if (fields.openrouter !== undefined && fields.dialect !== "openrouter")
    return "has an openrouter block, which only dialect openrouter takes";
  return undefined;
}

function urlsOf(url: ProviderFields["url"]): readonly string[] {
  return url === undefined ? [] : typeof url === "string" ? [url] : [...new Set(url)];
}

function isOneLocal(url: ProviderFields["url"]): boolean {
  const urls = urlsOf(url);
  return urls.length === 1 && urls.every(isLocalAddress);
}

function providerEntry(
  name: string,
  kind: ProviderKind,
  fields: Omit<MergedProvider, "origin"> & { readonly namedIn: string | undefined },
): ProviderEntry {
  const tier =
    fields.tier ?? (kind === "rules" ? "embedded" : kind === "ollama" || fields.start ? "local" : "frontier");
  const { app, openrouter } = fields;
  return {
    name,
    kind,
    dialect: fields.dialect ?? "openai",
    urls: urlsOf(fields.url),
    key: fields.key,
    tier,
    headers: {
      ...(app?.url !== undefined && { "HTTP-Referer": app.url }),
      ...(app?.title !== undefined && { "X-Title": app.title }),
      ...fields.headers,
    },
    slots: fields.slots ?? (tier === "local" ? 1 : 16),
    context: fields.context ?? DEFAULT_CONTEXT,
    keepAlive: fields.keep_alive,
    ...(fields.start && { start: startEntry(fields.start) }),
    ...(fields.startRefused !== undefined && { startRefused: fields.startRefused }),
    ...(openrouter && { openrouter }),
    ...(kind === "package" && { package: packageFrom(fields) }),
  };
}

function packageFrom(fields: ProviderFields & { readonly namedIn: string | undefined }): ProviderPackage {
  const { factory, from = "config", options = {}, namedIn } = fields;
  return {
    name: fields.package ?? "",
    ...(factory !== undefined && { factory }),
    from,
    options,
    ...(namedIn !== undefined && { namedIn }),
  };
}

function mergeModels(layers: readonly CatalogueLayer[]): ReadonlyMap<string, { fields: ModelFields; origin: Origin }> {
  const merged = new Map<string, { fields: ModelFields; origin: Origin }>();
  for (const { fields, positionOf } of layers) {
    (fields.models ?? []).forEach((own, at) => {
      const origin = { position: positionOf(["models", at, "id"]) };
      merged.set(own.id, { fields: { ...merged.get(own.id)?.fields, ...own }, origin });
    });
  }
  return merged;
}

function listedModel(
  fields: ModelFields,
  providers: ReadonlyMap<string, ProviderEntry>,
  { position }: Origin,
): ModelEntry {
  const name = fields.id.slice(0, fields.id.indexOf("/"));
  const provider = providers.get(name);
  if (provider === undefined) {
    const meant = nearest(name, providers.keys());
    throw invalid([
      `${position}: model "${fields.id}" names the provider "${name}", which is not there${meant === undefined ? "" : `; did you mean "${meant}"?`}`,
    ]);
  }
  if (fields.openrouter !== undefined && provider.dialect !== "openrouter")
    throw invalid([`${position}: model "${fields.id}" has an openrouter block, but ${name} is no OpenRouter`]);
  const tier = fields.tier ?? provider.tier;
  const settings = settingsFromFields(fields);
  const openrouter = mergedBlock(provider.openrouter, fields.openrouter);
  return {
    id: fields.id,
    provider: name,
    model: fields.id.slice(name.length + 1),
    tier,
    context: fields.context ?? provider.context,
    ...(fields.max_output !== undefined && { maxOutput: fields.max_output }),
    price: fields.price ? priceFromDollars(fields.price) : defaultPrice(provider),
    capabilities: fields.capabilities ?? ["tools"],
    slots: fields.slots ?? provider.slots,
    ...(settings && { settings }),
    ...(openrouter && { openrouter }),
    ...(fields.requires_test && { requiresTest: true as const }),
    keepAlive: fields.keep_alive ?? provider.keepAlive,
    isListed: true,
  };
}

/** With what its fallback models cost: any of them may answer, and is then what is billed. */
function withCeiling(entry: ModelEntry, models: ReadonlyMap<string, ModelEntry>): ModelEntry {
  const { models: fallbacks = [], provider } = entry.openrouter ?? {};
  const prices = fallbacks.map((name) => models.get(`${entry.provider}/${name}`)?.price);
  const ceiling = ceilingPrice([entry.price, ...prices], provider?.max_price);
  if (fallbacks.length === 0 && provider?.max_price === undefined) return entry;
  // A fallback of unknown price makes the whole call one: no reserve could cover it.
  return ceiling === undefined ? { ...entry, price: undefined } : { ...entry, ceiling };
}

/** `ollama/anything` and `openrouter/a/b`: the provider knows its models better than a file. The rules are all listed. */
function unlistedModel(id: string, providers: ReadonlyMap<string, ProviderEntry>): ModelEntry | undefined {
  const slash = id.indexOf("/");
  const provider = slash < 0 ? undefined : providers.get(id.slice(0, slash));
  const model = id.slice(slash + 1);
  if (provider === undefined || provider.kind === "rules" || model === "" || /\s/.test(id)) return undefined;
  return {
    id,
    provider: provider.name,
    model,
    tier: provider.tier,
    context: provider.context,
    price: defaultPrice(provider),
    // Nearly every model served today takes tools; one that does not says so when it is asked.
    capabilities: ["tools"],
    slots: provider.slots,
    ...(provider.openrouter && { openrouter: provider.openrouter }),
    keepAlive: provider.keepAlive,
    isListed: false,
  };
}

/** Models on one's own machines cost nothing; of others only the catalogue knows. */
function defaultPrice(provider: ProviderEntry): Price | undefined {
  return provider.tier === "frontier" ? undefined : FREE;
}
