/**
 * Models of an npm package made for the AI SDK: `kind: package` of a catalogue.
 *
 * Installing is the person's act; nothing is fetched here. Code of a package runs inside this process, so only a
 * catalogue of the configuration folder (or the program itself) may name one, and the folder that is worked in is
 * searched only where the entry says `from: workspace`.
 */
import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Clock } from "../base/clock.ts";
import { ThorpError } from "../base/errors.ts";
import { parseJson } from "../base/json.ts";
import type { ProviderEntry, ProviderPackage } from "./catalogue.ts";
import { withThorpErrors } from "./foreign-errors.ts";
import type { EmbeddingModelV4, LanguageModelV4 } from "./language-model.ts";
import { entryOfPackage } from "./package-entry.ts";
import { type Environment, readSecret } from "./secrets.ts";

/** Absolute paths of the two folders that packages may come from. */
export interface PackagePlaces {
  /** The person's configuration folder: packages are installed there, and its catalogues may name them. */
  readonly config: string;
  readonly workspace: string;
}

/** Both throw `model-refused` for a package that has no such models, or models of an older interface. */
export interface PackageProvider {
  languageModel(id: string): LanguageModelV4;
  embeddingModel(id: string): EmbeddingModelV4;
}

/** Everything that loading a package needs. */
export interface PackageLoad {
  readonly provider: ProviderEntry;
  readonly wanted: ProviderPackage;
  readonly env: Environment;
  readonly clock: Clock;
  readonly places: PackagePlaces | undefined;
}

/** Rejects with `model-refused` that says what to install, name or correct. */
export async function loadPackageProvider(load: PackageLoad): Promise<PackageProvider> {
  const { provider, wanted } = load;
  const file = await installedAt(load);
  const exported = await importModule(file, provider, wanted);
  const factory = factoryOf(exported, provider, wanted);
  const options = optionsFor(load);
  const made = called(() => factory(options), provider, wanted);
  const make = (kinds: readonly string[], id: string): unknown => {
    for (const kind of kinds) {
      const create = (made as Readonly<Record<string, unknown>>)[kind];
      if (typeof create === "function") return called(() => create.call(made, id), provider, wanted);
    }
    if (kinds.includes("languageModel") && typeof made === "function")
      return called(() => (made as (name: string) => unknown)(id), provider, wanted);
    throw refused({ provider, wanted }, `has no ${kinds[0]}`, "Choose a model of another provider.");
  };
  return {
    languageModel(id) {
      const model = checked<LanguageModelV4>(make(["languageModel", "chat", "chatModel"], id), "doStream", load);
      const secret = provider.key === undefined ? undefined : readSecret(provider.key, load.env);
      return withThorpErrors(model, { provider: provider.name, secret, clock: load.clock });
    },
    embeddingModel(id) {
      return checked<EmbeddingModelV4>(make(["embeddingModel", "textEmbeddingModel"], id), "doEmbed", load);
    },
  };
}

/** The file that the package begins with. */
async function installedAt({ provider, wanted, places }: PackageLoad): Promise<string> {
  if (places === undefined)
    throw refused(
      { provider, wanted },
      "cannot be used: this program loads no packages",
      "Hand the model over in code.",
    );
  if (wanted.namedIn !== undefined && !isInside(wanted.namedIn, places.config))
    throw refused(
      { provider, wanted },
      `is named in ${wanted.namedIn}; only a catalogue in ${places.config} may name a package, whose code runs here`,
      `Move the entry into ${join(places.config, "models.yaml")} if you trust the package.`,
    );
  const root = places[wanted.from];
  // Node looks into the folders above too.
  for (let folder = root; ; folder = dirname(folder)) {
    const manifest = join(folder, "node_modules", wanted.name, "package.json");
    const text = await readFile(manifest, "utf8").catch(() => undefined);
    if (text !== undefined) {
      const entry = entryOfPackage(parseJson(text));
      if (entry !== undefined) return join(dirname(manifest), entry);
      throw refused({ provider, wanted }, `at ${dirname(manifest)} has no module to import`, installHint(wanted, root));
    }
    if (wanted.from === "config" || dirname(folder) === folder) break;
  }
  throw refused({ provider, wanted }, `is not installed in ${root}`, installHint(wanted, root));
}

function isInside(file: string, folder: string): boolean {
  const path = relative(folder, resolve(file));
  return path !== "" && path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

function installHint({ name }: ProviderPackage, root: string): string {
  return `Install it: npm install --prefix "${root}" ${name}`;
}

async function importModule(
  file: string,
  provider: ProviderEntry,
  wanted: ProviderPackage,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw refused(
      { provider, wanted },
      `cannot be loaded: ${reasonOf(error)}`,
      "Install it again, or another version.",
    );
  }
}

type Factory = (options: Readonly<Record<string, unknown>>) => unknown;

function factoryOf(
  exported: Readonly<Record<string, unknown>>,
  provider: ProviderEntry,
  wanted: ProviderPackage,
): Factory {
  const named = wanted.factory === undefined ? undefined : exported[wanted.factory];
  const factories = Object.keys(exported).filter(
    (name) => /^create[A-Z]/.test(name) && typeof exported[name] === "function",
  );
  const [only] = factories;
  if (typeof named === "function") return named as Factory;
  if (wanted.factory === undefined && factories.length === 1 && only !== undefined) return exported[only] as Factory;
  const found = factories.length === 0 ? "no create… function" : factories.join(", ");
  const problem =
    wanted.factory === undefined
      ? `does not show which export makes the provider (${found})`
      : `has no function ${wanted.factory} (${found})`;
  throw refused({ provider, wanted }, problem, `Name it: factory: ${only ?? "createSomething"}`);
}

/** What the entry says in Thorp's words comes under the names that all these packages share. */
function optionsFor({ provider, wanted, env }: PackageLoad): Readonly<Record<string, unknown>> {
  const apiKey = provider.key === undefined ? undefined : readSecret(provider.key, env);
  if (provider.key !== undefined && apiKey === undefined)
    throw new ThorpError("model-refused", `${provider.name} needs a key, and ${provider.key} is not set`, {
      hint: `Set ${provider.key}, or ${provider.key}_FILE to the path of a file that holds it.`,
    });
  const [url] = provider.urls;
  return {
    name: provider.name,
    ...wanted.options,
    ...(url !== undefined && { baseURL: url }),
    ...(apiKey !== undefined && { apiKey }),
    ...(Object.keys(provider.headers).length > 0 && { headers: provider.headers }),
  };
}

function checked<Model>(model: unknown, method: string, { provider, wanted }: PackageLoad): Model {
  const fields = (typeof model === "object" && model !== null ? model : {}) as Readonly<Record<string, unknown>>;
  const version = fields["specificationVersion"];
  if (version === "v4" && typeof fields[method] === "function") return model as Model;
  const said = typeof version === "string" ? `gives models of the interface ${version}` : "gives no model";
  throw refused(
    { provider, wanted },
    `${said}; Thorp needs v4, which belongs to AI SDK 7`,
    `Install its newest version: npm install ${wanted.name}@latest`,
  );
}

function called<Result>(make: () => Result, provider: ProviderEntry, wanted: ProviderPackage): Result {
  try {
    return make();
  } catch (error) {
    throw refused(
      { provider, wanted },
      `failed: ${reasonOf(error)}`,
      "Correct the options of the entry in the catalogue.",
    );
  }
}

type Named = Pick<PackageLoad, "provider" | "wanted">;

function refused({ provider, wanted }: Named, problem: string, hint: string): ThorpError {
  return new ThorpError("model-refused", `${provider.name}: the package ${wanted.name} ${problem}`, { hint });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
