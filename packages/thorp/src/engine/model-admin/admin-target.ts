/** Which servers an order goes to. */
import { ThorpError } from "../../base/errors.ts";
import type { Catalogue, ModelEntry, ProviderEntry } from "../../models/catalogue.ts";
import { type ModelServer, serversOf, shownAddress } from "../../models/model-server.ts";

/** A model with its provider and the servers meant. */
export interface AdminTarget {
  readonly entry: ModelEntry;
  readonly provider: ProviderEntry;
  readonly servers: readonly ModelServer[];
}

/** A name that no provider claims is taken for one of Ollama's, where there is exactly one. Throws `model-unknown`. */
export function adminTarget(catalogue: Catalogue, model: string, server: string | undefined): AdminTarget {
  const entry = entryOf(catalogue, model);
  const provider = catalogue.providers.get(entry.provider);
  if (provider === undefined) throw new ThorpError("model-unknown", `There is no provider ${entry.provider}.`);
  return { entry, provider, servers: chosen(provider, server) };
}

function entryOf(catalogue: Catalogue, model: string): ModelEntry {
  try {
    return catalogue.resolveModel(model);
  } catch (error) {
    const ollamas = [...catalogue.providers.values()].filter(({ kind }) => kind === "ollama");
    if (ollamas.length !== 1 || /\s/.test(model) || model === "") throw error;
    return catalogue.resolveModel(`${ollamas[0]?.name}/${model}`);
  }
}

function chosen(provider: ProviderEntry, wanted: string | undefined): readonly ModelServer[] {
  const servers = serversOf(provider);
  if (wanted === undefined) return servers;
  const found = servers.filter(({ id, url }) => [id, url, shownAddress(url)].includes(wanted));
  if (found.length > 0) return found;
  const known = servers.map(({ url }) => shownAddress(url)).join(", ");
  throw new ThorpError("usage", `${provider.name} has no server ${wanted}.`, { hint: `It has: ${known || "none"}.` });
}

/** Throws `model-refused`: this kind of server cannot do what was asked. */
export function cannot({ entry, provider }: AdminTarget, what: string): never {
  const own: Partial<Record<string, string>> = {
    rules: "the rules are part of Thorp and always there",
    vllm: "vLLM holds the model that it was started with",
    "llama-server": "llama-server takes files that are there when it starts, or fetches them itself",
  };
  const kind = provider.kind === "openai" ? provider.dialect : provider.kind;
  const why =
    own[kind] ?? (provider.tier === "frontier" ? "it is a remote service" : "its protocol knows no such order");
  throw new ThorpError("model-refused", `${provider.name} cannot ${what} ${entry.model}: ${why}.`, {
    hint: "Run `thorp models ps` to see what the servers hold.",
  });
}
