/** What a tool call is about to do, as policy and approval prompts see it. */

/**
 * What a call does to the world beyond reading. `create`: makes a new file in the out folder. `write`: changes or makes
 * a file elsewhere in the workspace. `fetch`: asks another machine for something.
 */
export const effects = ["none", "read", "create", "write", "fetch", "send", "pay", "delete", "exec"] as const;
/** From harmless to irreversible, as `effects` lists them; policy decides by it. */
export type Effect = (typeof effects)[number];

/** What policy sees of a call: computed from the real arguments. */
export interface Intent {
  readonly effect: Effect;
  /** One line for the approval prompt: "write 2 KB to notes/plan.md". */
  readonly summary: string;
  /** Absolute paths that are read, written or deleted. */
  readonly paths?: readonly string[];
  /** URLs that are fetched or sent to. */
  readonly urls?: readonly string[];
  /**
   * For a fetch that goes to hosts which its tool declares, by an address that its tool describes: the texts in it that
   * whoever called chose freely. What is one of a few choices, a yes or no, or a small number is not among them.
   * Absent: nothing is known of how the address came about.
   */
  readonly freeTexts?: readonly string[];
  /** What is paid, as far as the arguments say. */
  readonly amount?: Amount;
  /** What is changed, as lines that begin with `-` and `+`, for the person who is asked. */
  readonly diff?: string;
  /** It runs a program, and there is no cage for it: why not. */
  readonly uncaged?: string;
}

/** A sum of money; `currency` in three letters. */
export interface Amount {
  readonly value: number;
  readonly currency: string;
}
