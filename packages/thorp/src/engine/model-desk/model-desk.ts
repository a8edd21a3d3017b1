/**
 * What a person does with the catalogue beside running teams: look a model up, add one, test it, read a provider's list,
 * write a proxy's configuration. It needs no record and no lock.
 */
import { readFile } from "node:fs/promises";
import { createSystemClock } from "../../base/clock.ts";
import { createSystemDice } from "../../base/dice.ts";
import { ThorpError } from "../../base/errors.ts";
import { withEntry } from "../../models/add-entry.ts";
import { type Catalogue, createCatalogue, type ModelEntry } from "../../models/catalogue.ts";
import { parseCatalogueFile } from "../../models/catalogue-file.ts";
import type { ModelFields } from "../../models/catalogue-schema.ts";
import { type LiteLlmConfig, liteLlmConfig } from "../../models/litellm-config.ts";
import { builtInCatalogue, loadCatalogue } from "../../models/load-catalogue.ts";
import { readModelTests, type TestRecord } from "../../models/model-tests.ts";
import { accountWords, openRouterAccount } from "../../models/openrouter-account.ts";
import { addressOf, keyStateOf } from "../../models/provider-address.ts";
import { createProviders } from "../../models/providers.ts";
import { createNodeTransport } from "../../models/transport/node-transport.ts";
import type { EngineOptions } from "../engine-options.ts";
import { ownCatalogue } from "../model-files.ts";
import { type DeskParts, writeWhole } from "./desk-parts.ts";
import { type SyncOptions, type SyncReport, syncProvider } from "./sync-provider.ts";
import { type ModelTestOptions, type TestedModel, testListedModel } from "./test-listed-model.ts";

/** Close it: it holds connections open. */
export interface ModelDesk extends AsyncDisposable {
  readonly catalogue: Catalogue;
  /** The last test of a model; undefined when there was none. Throws `model-unknown`. */
  lastTest(id: string): Promise<TestRecord | undefined>;
  /** What is left of an account, in words; undefined for providers that do not tell, or whose key is not set. */
  account(provider: string): Promise<string | undefined>;
  /** Writes an entry into the person's models.yaml. Throws `usage`, `catalogue-invalid` and `model-unknown`. */
  add(fields: ModelFields, alias?: string): Promise<{ readonly file: string; readonly entry: ModelEntry }>;
  /** Reads a provider's list into a catalogue file of its own. */
  sync(provider: string, options: SyncOptions): Promise<SyncReport>;
  /** Asks the real server, and records what came of it. */
  test(id: string, options: ModelTestOptions): Promise<TestedModel>;
  /** `ladders`: for each agent the names of its models, the first choice first. */
  exportLiteLlm(ladders: readonly (readonly string[])[]): LiteLlmConfig;
}

/** Throws `catalogue-invalid` and `config-invalid`, as `loadCatalogue` does. */
export async function openModelDesk(options: EngineOptions): Promise<ModelDesk> {
  const { clock = createSystemClock(), dice = createSystemDice(), env = process.env, configFolder } = options;
  const catalogue = await loadCatalogue({ files: options.catalogues ?? [] });
  const connections = createNodeTransport();
  const transport = connections.send;
  const packages =
    configFolder === undefined ? undefined : { config: configFolder, workspace: options.workspace ?? process.cwd() };
  const providers = createProviders({ catalogue, env, clock, dice, transport, packages });
  const parts: DeskParts = {
    ...{ options, catalogue, providers, clock },
    configFolder() {
      if (configFolder !== undefined) return configFolder;
      throw new ThorpError("usage", "There is no configuration folder to write to.");
    },
    serverOf(name) {
      const provider = catalogue.providers.get(name);
      if (provider === undefined)
        throw new ThorpError("model-unknown", `There is no provider ${name} in the catalogue.`);
      return addressOf(provider, { env, transport, clock, dice, keyIsOptional: true });
    },
  };
  return {
    catalogue,
    async lastTest(id) {
      const entry = catalogue.resolveModel(id);
      return options.modelTests === undefined ? undefined : (await readModelTests(options.modelTests))[entry.id];
    },
    async account(name) {
      const provider = catalogue.providers.get(name);
      if (provider?.dialect !== "openrouter" || keyStateOf(provider, env) !== "set") return undefined;
      return accountWords(await openRouterAccount(parts.serverOf(name), AbortSignal.timeout(ACCOUNT_MS)));
    },
    add: (fields, alias) => addModel(parts, fields, alias),
    sync: (provider, how) => syncProvider(parts, provider, how),
    test: (id, how) => testListedModel(parts, id, how),
    exportLiteLlm: (ladders) =>
      liteLlmConfig(catalogue, { ladders: ladders.map((ladder) => ladder.flatMap((name) => idOf(catalogue, name))) }),
    async [Symbol.asyncDispose]() {
      await providers[Symbol.asyncDispose]();
      connections.close();
    },
  };
}

/** Milliseconds; a doctor does not wait longer for a figure. */
const ACCOUNT_MS = 5000;

async function addModel({ options, configFolder }: DeskParts, fields: ModelFields, alias: string | undefined) {
  const file = ownCatalogue(configFolder());
  const before = await readFile(file, "utf8").catch(() => "");
  const after = withEntry(before, { fields, alias }, file);
  // The whole catalogue must still hold together before anything is written.
  const others = (options.catalogues ?? []).filter((other) => other !== file);
  const layers = await Promise.all(
    [builtInCatalogue, ...others].map(async (path) => parseCatalogueFile(await readFile(path, "utf8"), path)),
  );
  const entry = createCatalogue([...layers, parseCatalogueFile(after, file)]).resolveModel(fields.id);
  await writeWhole(file, after);
  return { file, entry };
}

function idOf(catalogue: Catalogue, name: string): readonly string[] {
  try {
    return [catalogue.resolveModel(name).id];
  } catch {
    // A team may name what this machine does not have.
    return [];
  }
}
