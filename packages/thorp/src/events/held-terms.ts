/** What the provider of a tool demanded when a call was made, and what the call took: recorded beside its answer. */

/** May answers be used to train models? */
export type TrainingTerms = "allowed" | "forbidden" | "unknown";

/** What of a provider's terms held for an answer. */
export interface HeldTerms {
  /** Whose terms they are, as the ledger names it: for an API its id. */
  readonly provider: string;
  /** How long an answer may be kept to be given again; 0 when not at all. Milliseconds. */
  readonly cacheMs: number;
  readonly training: TrainingTerms;
  /** To be shown beside what is made of an answer. */
  readonly attribution?: string;
  /** The page that the terms or the licence stand on. */
  readonly url?: string;
}

/** What a call took of its provider. */
export interface ProviderUse {
  /** Requests that were sent, also those that failed. */
  readonly requests: number;
  /** Milliseconds that the call waited because of the provider's limits. */
  readonly waitedMs: number;
}

/** Who is to be named beside what was made of an answer. */
export interface Credit {
  /** In the provider's words. */
  readonly text: string;
  /** The page of the terms or the licence. */
  readonly url?: string;
}

/** Why a text may not train a model: one for each tool that it was made from. */
export interface TrainingObstacle {
  /** `unrecorded` for tools of which nobody knows any terms. */
  readonly provider: string;
  readonly tool: string;
  readonly training: Exclude<TrainingTerms, "allowed">;
}
