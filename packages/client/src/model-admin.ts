/** Models and their servers: look, test, fetch, load, free. All but looking is for admins. */
import type { Calls } from "./calls.ts";
import { readServerEvents } from "./event-reader.ts";
import type {
  ModelDetail,
  ModelServer,
  ModelSheet,
  NewModel,
  ProxyConfig,
  PullUpdate,
  ServerOutcome,
  SyncReport,
  TestedModel,
} from "./wire/model-admin.generated.ts";

/** One server of several, by its address; all of the model's provider otherwise. */
export interface AtServer {
  readonly server?: string;
}

/** What a test may cost and read, and what stops it. */
export interface ModelTestLimits {
  readonly maxCost?: number;
  readonly maxTokens?: number;
  readonly signal?: AbortSignal;
}

/** How a list is taken over. */
export interface SyncModelsOptions {
  readonly dryRun?: boolean;
  readonly accept?: boolean;
  readonly signal?: AbortSignal;
}

/** All reject with `ThorpApiError`; `model-unknown` for one that is not there, `model-refused` for what its server cannot. */
export interface ModelAdminClient {
  /** Local servers, what they hold in memory, and how busy they are. */
  servers(): Promise<readonly ModelServer[]>;
  /** With its last test. */
  show(model: string): Promise<ModelDetail>;
  /** Everything about it: price, parameters, state, which agents use it. */
  sheet(model: string): Promise<ModelSheet>;
  /** Writes it into the catalogue of the server, which knows it from its next start. */
  add(model: NewModel): Promise<{ readonly id: string; readonly file: string; readonly isPriced: boolean }>;
  /** Reads a provider's list into a catalogue file of the server. `accept`: also prices that moved far. */
  sync(provider: string, options?: SyncModelsOptions): Promise<SyncReport>;
  /** The catalogue as the configuration of a LiteLLM proxy. */
  exportProxy(): Promise<ProxyConfig>;
  /** Asks the real server what the model can do. `maxCost` is in US dollars. */
  test(model: string, most?: ModelTestLimits): Promise<TestedModel>;
  /** `keepAlive`: seconds, `10m`, or -1 for always. */
  load(model: string, options?: AtServer & { readonly keepAlive?: string | number }): Promise<readonly ServerOutcome[]>;
  unload(model: string, options?: AtServer): Promise<readonly ServerOutcome[]>;
  /** Ends with the fetch; the last update has an `error` when it went wrong. Leaving stops the fetch. */
  pull(model: string, options?: AtServer & { readonly signal?: AbortSignal }): AsyncIterable<PullUpdate>;
}

/** The part of the client for models and their servers. */
export function createModelAdminClient({ json, send }: Calls): ModelAdminClient {
  const at = (model: string, rest = ""): string => `/api/models/${encodeURIComponent(model)}${rest}`;
  const order = async (model: string, what: "load" | "unload", body: object) =>
    (await json<{ servers: readonly ServerOutcome[] }>({ method: "POST", path: at(model, `/${what}`), body })).servers;
  return {
    servers: async () => (await json<{ servers: readonly ModelServer[] }>({ path: "/api/model-servers" })).servers,
    show: (model) => json({ path: at(model) }),
    sheet: (model) => json({ path: at(model, "/sheet") }),
    add: (body) => json({ method: "POST", path: "/api/models", body }),
    sync: (provider, { signal, ...body } = {}) =>
      json({ method: "POST", path: `/api/model-lists/${encodeURIComponent(provider)}`, body, signal }),
    exportProxy: () => json({ path: "/api/model-export" }),
    test: (model, { signal, ...body } = {}) => json({ method: "POST", path: at(model, "/test"), body, signal }),
    load: (model, body = {}) => order(model, "load", body),
    unload: (model, body = {}) => order(model, "unload", body),
    async *pull(model, { signal, ...body } = {}) {
      const { body: bytes } = await send({ method: "POST", path: at(model, "/pull"), body, signal });
      if (bytes === null) throw new TypeError("The stream has no body.");
      for await (const { data } of readServerEvents(bytes)) yield JSON.parse(data) as PullUpdate;
    },
  };
}
