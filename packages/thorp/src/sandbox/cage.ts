/** Whether this machine can hold programs in a cage of namespaces. */

/** The cage of this machine, or why it has none and what mends that. */
export type CageFacts =
  | { readonly ok: true; readonly bwrap: string; readonly version: string }
  | { readonly ok: false; readonly why: string; readonly hint: string };

/** Looks once, at the first call; the answer holds as long as the process. Never rejects. */
export type FindCage = () => Promise<CageFacts>;
