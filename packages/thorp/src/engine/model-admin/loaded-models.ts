/** The servers of the catalogue and what they hold in memory. */
import type { Clock } from "../../base/clock.ts";
import { failureFrom } from "../../base/errors.ts";
import type { Catalogue, ProviderEntry } from "../../models/catalogue.ts";
import { type ModelServer, serversOf, shownAddress } from "../../models/model-server.ts";
import { createOllamaAdmin } from "../../models/ollama/admin.ts";
import { servedModels } from "../../models/openai-compatible/router-admin.ts";
import type { Providers } from "../../models/providers.ts";
import type { Supervisor } from "../../models/supervise/supervisor.ts";
import type { LoadedModelRow, ServerRow } from "./model-admin.ts";

/** What the look at the servers needs. */
export interface LoadedParts {
  readonly catalogue: Catalogue;
  readonly providers: Pick<Providers, "address">;
  readonly supervisor: Supervisor;
  readonly clock: Clock;
}

const LIMIT_MS = 3000;

/** Every server is given three seconds to answer. */
export async function loadedModels(parts: LoadedParts, signal?: AbortSignal): Promise<readonly ServerRow[]> {
  const local = [...parts.catalogue.providers.values()].filter(
    ({ tier, kind }) => tier === "local" && kind !== "rules",
  );
  return Promise.all(
    local.flatMap((provider) => serversOf(provider).map((server) => rowOf(parts, { provider, server, signal }))),
  );
}

interface Asked {
  readonly provider: ProviderEntry;
  readonly server: ModelServer;
  readonly signal: AbortSignal | undefined;
}

async function rowOf(parts: LoadedParts, asked: Asked): Promise<ServerRow> {
  const { provider, server } = asked;
  const own = parts.supervisor.of(provider.name);
  const base = {
    server: server.id,
    url: shownAddress(server.url),
    tier: provider.tier,
    kind: provider.kind === "openai" ? provider.dialect : provider.kind,
    slots: provider.slots,
    ...(own === undefined ? {} : { process: await parts.supervisor.look(provider.name), log: own.log }),
  };
  try {
    return { ...base, models: await underLimit(parts, asked) };
  } catch (error) {
    return { ...base, models: [], problem: failureFrom(error).message };
  }
}

async function underLimit(
  { providers, clock }: LoadedParts,
  { provider, server, signal }: Asked,
): Promise<readonly LoadedModelRow[]> {
  const controller = new AbortController();
  const disarm = clock.after(LIMIT_MS, () => controller.abort());
  const both = AbortSignal.any([controller.signal, ...(signal === undefined ? [] : [signal])]);
  try {
    const address = providers.address(provider.name, server.url);
    if (provider.kind === "ollama") {
      return (await createOllamaAdmin(address).ps(both)).map(({ name, bytes, bytesOnGpu, context, expiresAt }) => ({
        model: name,
        bytes,
        bytesOnGpu,
        ...(context === undefined ? {} : { context }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      }));
    }
    const served = await servedModels(address, both);
    return served.flatMap(({ name, state }) =>
      state === "unloaded" ? [] : [{ model: name, ...(state === undefined ? {} : { state }) }],
    );
  } finally {
    disarm();
  }
}
