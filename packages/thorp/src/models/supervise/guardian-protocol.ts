/** What the engine and the guardian of a model server say to each other. */

/** The first message to the guardian. It comes by message, not by argument: others may read the list of processes. */
export interface GuardOrder {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly log: string;
  /** From SIGTERM to SIGKILL. Milliseconds. */
  readonly graceMs: number;
  /** The log begins anew at this size; one old one is kept. */
  readonly logBytes: number;
}

/** To the guardian. */
export type GuardRequest = { readonly type: "guard"; readonly order: GuardOrder } | { readonly type: "stop" };

/** From the guardian. */
export type GuardReport =
  | { readonly type: "started"; readonly pid: number }
  /** It could not even be started. */
  | { readonly type: "refused"; readonly message: string }
  | {
      readonly type: "exited";
      readonly code: number | null;
      readonly signal: string | null;
      /** Somebody wanted it to stop. */
      readonly asked: boolean;
      /** The last words of its output. */
      readonly tail: string;
    };
