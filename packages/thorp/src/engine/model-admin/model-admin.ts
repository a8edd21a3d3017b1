/**
 * The seam through which people look after model servers: fetch, load and unload models, see what is loaded where,
 * start and stop the servers that Thorp itself runs. What a server cannot do is said plainly, as `model-refused`.
 */
import type { ServerStatus } from "../../base/server-status.ts";

/** How an order is carried out. */
export interface AdminOptions {
  /** One server of a provider that has several, by its address; all of them otherwise. */
  readonly server?: string;
  readonly signal?: AbortSignal;
}

/** How a model is loaded. */
export interface LoadModelOptions extends AdminOptions {
  /** Ollama: seconds, `10m`, -1 for always. The catalogue's, else always. */
  readonly keepAlive?: string | number;
}

/** One step of a fetch. */
export interface PullUpdate {
  readonly server: string;
  readonly model: string;
  readonly status: string;
  /** Bytes of the part that is being fetched. */
  readonly total?: number;
  readonly completed?: number;
}

/** What became of an order at one server. */
export interface ServerOutcome {
  readonly server: string;
  readonly model: string;
  readonly ok: boolean;
  /** Why not. */
  readonly reason?: string;
}

/** A model in the memory of a server. */
export interface LoadedModelRow {
  readonly model: string;
  /** Undefined where the server does not tell. */
  readonly bytes?: number;
  readonly bytesOnGpu?: number;
  /** Tokens of the window. */
  readonly context?: number;
  /** Milliseconds since 1970; absent: it stays, or the server does not tell. */
  readonly expiresAt?: number;
  readonly state?: string;
}

/** A local server and what it holds. */
export interface ServerRow {
  readonly server: string;
  readonly url: string;
  readonly tier: string;
  readonly kind: string;
  /** Calls that it takes at once. */
  readonly slots: number;
  /** Of a server that Thorp starts itself. */
  readonly process?: ServerStatus;
  readonly log?: string;
  readonly models: readonly LoadedModelRow[];
  /** Why it could not be asked. */
  readonly problem?: string;
}

/** A server that Thorp runs, or found running. */
export interface StartedServer {
  readonly provider: string;
  readonly url: string;
  readonly process: ServerStatus;
  readonly log: string;
}

/** Administration of model servers; what each call throws stands beside it. */
export interface ModelAdmin {
  /**
   * Fetches a model to every server of its provider, one after the other; a fetch that was left goes on where it
   * stopped. Throws `model-unknown`, `model-refused` for a kind of server that fetches nothing, `model-unavailable`.
   */
  pull(model: string, options?: AdminOptions): AsyncIterable<PullUpdate>;
  /** Throws `model-unknown`, and `model-refused` for a kind of server that cannot; one server's failure is an outcome. */
  load(model: string, options?: LoadModelOptions): Promise<readonly ServerOutcome[]>;
  unload(model: string, options?: AdminOptions): Promise<readonly ServerOutcome[]>;
  /** Local servers and what they hold; remote ones hold nothing that is anybody's business. */
  loaded(options?: Pick<AdminOptions, "signal">): Promise<readonly ServerRow[]>;
  /** Starts a provider's server and waits until it answers. Throws `model-unknown` for one without a start command. */
  startServer(provider: string, options?: Pick<AdminOptions, "signal">): Promise<StartedServer>;
  /** Also of a server that another Thorp has started. Throws as `startServer`. */
  serverStatus(provider: string): Promise<ServerStatus>;
  /** False when nothing ran. It also stops one that another Thorp has started. */
  stopServer(provider: string): Promise<boolean>;
}
