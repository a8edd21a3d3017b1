/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
/** A model with its last test. */
export type ModelDetail = {
  readonly id: string;
  readonly tier: "embedded" | "local" | "frontier";
  readonly provider: string;
  readonly context: number;
  readonly capabilities: readonly string[];
  readonly price?: { readonly input: number; readonly output: number };
  readonly obstacle?: string;
  readonly aliases: readonly string[];
  readonly test?: {
    readonly at: number;
    readonly ok: boolean;
    readonly checks: readonly { readonly name: string; readonly state: string; readonly detail: string }[];
  };
};

/** Everything that is known about one model. */
export type ModelSheet = {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly tier: string;
  readonly context: number;
  readonly maxOutput?: number;
  readonly price?: Readonly<Record<string, number>>;
  readonly ceiling?: Readonly<Record<string, number>>;
  readonly capabilities: readonly string[];
  readonly slots: number;
  readonly isListed: boolean;
  readonly requiresTest?: boolean;
  readonly settings?: {
    readonly parameters: Readonly<Record<string, { readonly min?: number; readonly max?: number; readonly default?: number }>>;
    readonly unsupported: readonly string[];
    readonly formats?: readonly string[];
    readonly reasoning?: string;
    readonly system?: string;
  };
  readonly openrouter?: Readonly<Record<string, unknown>>;
  readonly kind?: string;
  readonly dialect?: string;
  readonly urls?: readonly string[];
  readonly account?: string;
  readonly state: string;
  readonly aliases: readonly string[];
  readonly usedBy: readonly string[];
  readonly test?: {
    readonly at: number;
    readonly ok: boolean;
    readonly checks: readonly { readonly name: string; readonly state: string; readonly detail: string }[];
  };
};

/** A model to be added to the catalogue. */
export type NewModel = {
  readonly id: string;
  readonly alias?: string;
  readonly context?: number;
  readonly maxOutput?: number;
  readonly price?: { readonly input: number; readonly output: number };
  readonly capabilities?: readonly string[];
  readonly requiresTest?: boolean;
};

/** What a provider's list of models held and what it changes. */
export type SyncReport = {
  readonly provider: string;
  readonly file: string;
  readonly from: string;
  readonly models: number;
  readonly withoutPrice: number;
  readonly changes: readonly { readonly id: string; readonly kind: string }[];
  readonly skipped: readonly string[];
  readonly isFirst: boolean;
  readonly isWritten: boolean;
};

/** The catalogue as the configuration of a proxy. */
export type ProxyConfig = { readonly yaml: string; readonly leftOut: readonly string[] };

/** What came of the test of a model. */
export type TestedModel = {
  readonly id: string;
  readonly ok: boolean;
  readonly cost: number;
  readonly checks: readonly { readonly name: string; readonly state: string; readonly detail: string }[];
};

/** A local server and the models in its memory. */
export type ModelServer = {
  readonly server: string;
  readonly url: string;
  readonly tier: string;
  readonly kind: string;
  readonly slots: number;
  readonly running: number;
  readonly process?: { readonly state: string };
  readonly log?: string;
  readonly models: readonly {
    readonly model: string;
    readonly bytes?: number;
    readonly bytesOnGpu?: number;
    readonly context?: number;
    readonly expiresAt?: number;
    readonly state?: string;
  }[];
  readonly problem?: string;
};

/** What became of an order at one server. */
export type ServerOutcome = {
  readonly server: string;
  readonly model: string;
  readonly ok: boolean;
  readonly reason?: string;
};

/** One step of the fetch of a model. */
export type PullUpdate = {
  readonly server: string;
  readonly model: string;
  readonly status: string;
  readonly total?: number;
  readonly completed?: number;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
};
