/** A provider's list of models as a catalogue file of its own; what the person wrote is never touched. */
import { readFile } from "node:fs/promises";
import { ThorpError } from "../../base/errors.ts";
import type { ProviderEntry } from "../../models/catalogue.ts";
import { parseCatalogueFile } from "../../models/catalogue-file.ts";
import type { ModelFields } from "../../models/catalogue-schema.ts";
import { builtInCatalogue } from "../../models/load-catalogue.ts";
import type { OpenAiServer } from "../../models/openai-compatible/language-model.ts";
import { getJson } from "../../models/probe.ts";
import { compareLists, type ListChange } from "../../models/sync/compare-lists.ts";
import { readLiteLlmList } from "../../models/sync/litellm-list.ts";
import { readOpenRouterList } from "../../models/sync/openrouter-list.ts";
import { renderSyncedFile } from "../../models/sync/synced-file.ts";
import type { ReadList } from "../../models/sync/synced-model.ts";
import { syncedCatalogue } from "../model-files.ts";
import { type DeskParts, writeWhole } from "./desk-parts.ts";

/** How a list is taken over. */
export interface SyncOptions {
  /** Says what would change, and writes nothing. */
  readonly dryRun: boolean;
  /** Takes prices that moved beyond a factor of ten, and a list that lost most of its models, as they are. */
  readonly accept: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What a list held and what it changes; plain JSON. */
export interface SyncReport {
  readonly provider: string;
  readonly file: string;
  /** The list that was read. */
  readonly from: string;
  readonly models: number;
  readonly withoutPrice: number;
  readonly changes: readonly ListChange[];
  readonly skipped: readonly string[];
  /** The first list of this provider: every model of it is new. */
  readonly isFirst: boolean;
  readonly isWritten: boolean;
}

/** Throws `usage` for a provider without a list, `model-output` for an answer that is none. */
export async function syncProvider(parts: DeskParts, name: string, how: SyncOptions): Promise<SyncReport> {
  const provider = parts.catalogue.providers.get(name);
  if (provider === undefined || !isListed(provider)) throw unlisted(parts, name);
  const server = parts.serverOf(name);
  const { list, from } = await readList(server, provider, how.signal);
  const file = syncedCatalogue(parts.configFolder(), name);
  const synced = await modelsIn(file);
  const known = synced ?? (await modelsIn(builtInCatalogue))?.filter(({ id }) => id.startsWith(`${name}/`)) ?? [];
  if (list.models.length === 0) throw noModels(from, list);
  if (synced !== undefined && list.models.length * 2 < synced.length && !how.accept)
    throw new ThorpError(
      "model-output",
      `${from} lists ${list.models.length} models, and ${synced.length} the last time.`,
      { hint: `If that is right: thorp models sync ${name} --accept` },
    );
  const { models, changes } = compareLists(known, list.models, { acceptPrices: how.accept });
  const text = renderSyncedFile({ provider: name, from, at: parts.clock.now(), models });
  // What cannot be read again is not written.
  parseCatalogueFile(text, file);
  if (!how.dryRun) await writeWhole(file, text);
  return {
    ...{ provider: name, file, from, models: models.length, changes, skipped: list.skipped },
    withoutPrice: models.filter(({ price }) => price === undefined).length,
    isFirst: synced === undefined,
    isWritten: !how.dryRun,
  };
}

function isListed({ kind, dialect }: ProviderEntry): boolean {
  return kind === "openai" && (dialect === "openrouter" || dialect === "litellm");
}

function unlisted({ catalogue }: DeskParts, name: string): ThorpError {
  const listed = [...catalogue.providers.values()].filter(isListed).map((provider) => provider.name);
  return new ThorpError("usage", `${name} has no list of models that could be read.`, {
    hint: `Providers with a list: ${listed.join(", ")}.`,
  });
}

async function readList(
  server: OpenAiServer,
  { name, dialect }: ProviderEntry,
  signal: AbortSignal | undefined,
): Promise<{ readonly list: ReadList; readonly from: string }> {
  const base = server.url.replace(/\/+$/, "");
  if (dialect === "openrouter") {
    const list = readOpenRouterList(await getJson(server, "/models", signal), name);
    return { list, from: `${base}/models` };
  }
  try {
    return { list: readLiteLlmList(await getJson(server, "/model/info", signal), name), from: `${base}/model/info` };
  } catch (error) {
    // Keys that may call need not be allowed to look.
    const mayNotLook =
      error instanceof ThorpError && (error.code === "model-refused" || error.code === "model-unknown");
    if (!mayNotLook) throw error;
    return { list: readLiteLlmList(await getJson(server, "/models", signal), name), from: `${base}/models` };
  }
}

/** Undefined for a file that is not there, or that somebody broke: then it is written anew. */
async function modelsIn(file: string): Promise<readonly ModelFields[] | undefined> {
  try {
    return parseCatalogueFile(await readFile(file, "utf8"), file).fields.models ?? [];
  } catch {
    return undefined;
  }
}

function noModels(from: string, { skipped }: ReadList): ThorpError {
  const why = skipped.length === 0 ? "" : ` (${skipped.slice(0, 3).join("; ")})`;
  return new ThorpError("model-output", `${from} lists no models that could be used${why}.`, {
    hint: "Check the url of the provider in the catalogue.",
  });
}
