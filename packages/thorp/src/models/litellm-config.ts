/**
 * The catalogue as the configuration of a LiteLLM proxy: every model under its id, aliases as groups, fallbacks from the
 * tiers of the teams' agents. Keys stand as names of environment variables, never as themselves.
 */
import { stringify } from "yaml";
import type { Catalogue, ModelEntry, ProviderEntry } from "./catalogue.ts";
import type { Price } from "./price.ts";

/** What the teams add to the catalogue. */
export interface LiteLlmOptions {
  /** For each agent the ids of its models, the first choice first. */
  readonly ladders: readonly (readonly string[])[];
}

/** The text of the file, and what it could not hold. */
export interface LiteLlmConfig {
  readonly yaml: string;
  /** `id: reason`, for models that no proxy can serve. */
  readonly leftOut: readonly string[];
}

/** Holds no secret: keys are named, never read. */
export function liteLlmConfig(catalogue: Catalogue, { ladders }: LiteLlmOptions): LiteLlmConfig {
  const leftOut: string[] = [];
  const served = catalogue.models.flatMap((entry) => {
    const provider = catalogue.providers.get(entry.provider);
    // Several servers of one model are several entries of one name: the proxy spreads calls over them.
    const params = provider?.urls.flatMap((url) => proxyParams(entry, provider, url) ?? []) ?? [];
    if (params.length === 0) leftOut.push(`${entry.id}: ${reasonOf(provider)}`);
    return params.map((one) => ({ entry, params: one }));
  });
  const known = new Map(served.map(({ entry }) => [entry.id, entry]));
  const rungs = ladders.map((ladder) => ladder.filter((id) => known.has(id))).filter((ladder) => ladder.length > 1);
  const document = {
    model_list: served.map(({ entry, params }) => ({
      model_name: entry.id,
      litellm_params: params,
      model_info: modelInfo(entry),
    })),
    litellm_settings: {
      drop_params: true,
      num_retries: 2,
      request_timeout: 600,
      ...sectionOf("fallbacks", fallbacksFrom(rungs)),
      ...sectionOf(
        "context_window_fallbacks",
        fallbacksFrom(rungs, (from, to) => windowOf(known, to) > windowOf(known, from)),
      ),
    },
    router_settings: {
      routing_strategy: "simple-shuffle",
      allowed_fails: 3,
      cooldown_time: 30,
      ...sectionOf("model_group_alias", groupsFrom(catalogue, known)),
    },
    general_settings: { master_key: "os.environ/LITELLM_MASTER_KEY" },
  };
  const head = "# Written by `thorp models export litellm`. Keys are read from the environment of the proxy.\n";
  return { yaml: head + stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }), leftOut };
}

function proxyParams(
  entry: ModelEntry,
  provider: ProviderEntry,
  url: string,
): Readonly<Record<string, unknown>> | undefined {
  const { key, headers } = provider;
  const shared = {
    ...(key !== undefined && { api_key: `os.environ/${key}` }),
    ...(Object.keys(headers).length > 0 && { extra_headers: headers }),
    ...(entry.slots < 16 && { max_parallel_requests: entry.slots }),
  };
  if (provider.kind === "ollama") return { model: `ollama_chat/${entry.model}`, api_base: url, ...shared };
  if (provider.kind !== "openai") return undefined;
  switch (provider.dialect) {
    case "openrouter":
      return { model: `openrouter/${entry.model}`, ...shared, ...openRouterParams(entry) };
    case "openai":
      return {
        model: `openai/${entry.model}`,
        ...(!url.includes("//api.openai.com/") && { api_base: url }),
        ...shared,
      };
    case "vllm":
      return { model: `hosted_vllm/${entry.model}`, api_base: url, ...shared };
    case "llama-server":
      // The proxy asks for a key where the server wants none.
      return { model: `openai/${entry.model}`, api_base: url, api_key: "not-needed", ...shared };
    case "litellm":
      return undefined;
  }
}

function openRouterParams({ openrouter }: ModelEntry): Readonly<Record<string, unknown>> {
  const { models, provider } = openrouter ?? {};
  if (models === undefined && provider === undefined) return {};
  return { extra_body: { ...(models && { models }), ...(provider && { provider }) } };
}

function reasonOf(provider: ProviderEntry | undefined): string {
  return provider?.dialect === "litellm" ? "it is served by a proxy already" : "it lives inside Thorp";
}

function modelInfo({ id, context, maxOutput, price, capabilities }: ModelEntry): Readonly<Record<string, unknown>> {
  return {
    id,
    mode: capabilities.includes("embedding") ? "embedding" : "chat",
    max_input_tokens: context,
    ...(maxOutput !== undefined && { max_output_tokens: maxOutput }),
    ...(price && tokenCosts(price)),
    supports_function_calling: capabilities.includes("tools"),
    supports_vision: capabilities.includes("vision"),
    supports_response_schema: capabilities.includes("json"),
  };
}

function tokenCosts({ input, output, cachedInput, cacheWrite }: Price): Readonly<Record<string, number>> {
  // Micro-dollars per million tokens are dollars per token times 10^12.
  const perToken = (amount: number) => Number((amount / 1e12).toPrecision(12));
  return {
    input_cost_per_token: perToken(input),
    output_cost_per_token: perToken(output),
    ...(cachedInput !== undefined && { cache_read_input_token_cost: perToken(cachedInput) }),
    ...(cacheWrite !== undefined && { cache_creation_input_token_cost: perToken(cacheWrite) }),
  };
}

type Fallbacks = readonly Readonly<Record<string, readonly string[]>>[];

/** Everybody else on its ladder, in order; several agents' ladders join. */
function fallbacksFrom(
  ladders: readonly (readonly string[])[],
  isOne: (from: string, to: string) => boolean = () => true,
): Fallbacks {
  const found = new Map<string, Set<string>>();
  for (const ladder of ladders) {
    for (const from of ladder) {
      const others = found.get(from) ?? new Set<string>();
      for (const to of ladder) if (to !== from && isOne(from, to)) others.add(to);
      found.set(from, others);
    }
  }
  return [...found].flatMap(([from, others]) => (others.size === 0 ? [] : [{ [from]: [...others] }]));
}

function groupsFrom(catalogue: Catalogue, known: ReadonlyMap<string, ModelEntry>): Readonly<Record<string, string>> {
  return Object.fromEntries([...catalogue.aliases].filter(([, id]) => known.has(id)));
}

function windowOf(known: ReadonlyMap<string, ModelEntry>, id: string): number {
  return known.get(id)?.context ?? 0;
}

function sectionOf(name: string, value: object): Readonly<Record<string, unknown>> {
  return Object.keys(value).length === 0 ? {} : { [name]: value };
}
