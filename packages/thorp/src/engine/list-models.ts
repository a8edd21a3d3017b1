/** All models as lists show them, with why one cannot be called now. */
import type { Clock } from "../base/clock.ts";
import type { ModelInfo, Obstacle } from "../gateway/call-model/model-directory.ts";
import type { Catalogue, ModelEntry } from "../models/catalogue.ts";
import { PROBE_LIMIT_MS } from "../models/health.ts";
import { notListed } from "../models/listed-models.ts";
import type { Providers } from "../models/providers.ts";
import type { ServerDirectory } from "./server-directory.ts";
import type { ModelSummary } from "./thorp.ts";

/** What a list is made from. */
export interface ModelListParts {
  readonly catalogue: Catalogue;
  readonly providers: Pick<Providers, "listed">;
  readonly servers: ServerDirectory;
  readonly clock: Clock;
  readonly info: (id: string) => ModelInfo | undefined;
  /** Models that the program brought itself. */
  readonly brought: readonly ModelInfo[];
  /** Asks every server whether it answers and what it has. */
  readonly check: boolean;
  readonly obstacle: (model: ModelInfo) => Obstacle | undefined | Promise<Obstacle | undefined>;
}

/** Never rejects for what a server does. */
export async function listModels(parts: ModelListParts): Promise<readonly ModelSummary[]> {
  const { catalogue, servers, brought, check } = parts;
  if (check) await servers.checkAll();
  const listedBy = check ? await listsOf(parts) : new Map<string, readonly string[]>();
  const summarise = async (entry: ModelEntry): Promise<ModelSummary> => {
    const model = parts.info(entry.id);
    const known = model === undefined ? "not in the catalogue" : (await parts.obstacle(model))?.reason;
    const listed = listedBy.get(entry.provider);
    const kind = catalogue.providers.get(entry.provider)?.kind ?? "rules";
    const obstacle = known ?? (listed === undefined ? undefined : notListed({ ...entry, kind }, listed));
    const aliases = [...catalogue.aliases].flatMap(([alias, id]) => (id === entry.id ? [alias] : []));
    return {
      id: entry.id,
      tier: entry.tier,
      provider: entry.provider,
      context: entry.context,
      capabilities: entry.capabilities,
      ...(entry.price === undefined
        ? {}
        : { price: { input: entry.price.input / 1e6, output: entry.price.output / 1e6 } }),
      ...(obstacle === undefined ? {} : { obstacle }),
      aliases,
    };
  };
  const listed = await Promise.all(catalogue.models.map(summarise));
  return [...listed, ...brought.map((model) => ({ ...model, price: { input: 0, output: 0 }, aliases: [] }))];
}

/** By provider, what its servers that are well list together; without those of which one shows no such list. */
async function listsOf({ catalogue, providers, servers, clock }: ModelListParts) {
  const lists = new Map<string, readonly string[]>();
  const ask = async (provider: string, server: string): Promise<readonly string[] | undefined> => {
    const limit = new AbortController();
    const disarm = clock.after(PROBE_LIMIT_MS, () => limit.abort());
    try {
      return await providers.listed(provider, limit.signal, servers.urlOf(server));
    } catch {
      // Whether it answers is said elsewhere.
      return undefined;
    } finally {
      disarm();
    }
  };
  const asked = [...catalogue.providers.keys()].map(async (provider) => {
    const well = servers.of(provider).filter((server) => servers.health.of(server).state === "up");
    const all = await Promise.all(well.map((server) => ask(provider, server)));
    const known = all.filter((list) => list !== undefined);
    if (known.length > 0 && known.length === all.length) lists.set(provider, known.flat());
  });
  await Promise.all(asked);
  return lists;
}
