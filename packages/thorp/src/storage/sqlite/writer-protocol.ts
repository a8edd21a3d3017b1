/**
 * What the main thread and the writer's thread say to each other. Events travel as columns of strings and numbers: a
 * structured clone of the objects would cost more than all the rest.
 */
import type { Failure } from "../../base/errors.ts";
import type { AccountChange, AuditEntry } from "../account-tables.ts";

/** What the writer's thread is started with. */
export interface WriterStart {
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly maxPageCount?: number;
}

/** Events in the order of their appending; columns of the same length, but for `runs`. */
export interface PostedBatch {
  /** The runs of this batch, each once. */
  readonly runs: readonly string[];
  /** For each event its place in `runs`. */
  readonly refs: readonly number[];
  readonly ats: readonly number[];
  readonly types: readonly string[];
  /** The bodies as JSON. */
  readonly data: readonly string[];
}

/** What else the writer does. The type of the answer stands in `WriterAnswers`. */
export type WriterCommand =
  | { readonly do: "put-blob"; readonly bytes: Uint8Array }
  | { readonly do: "put-team"; readonly hash: string; readonly files: string }
  | { readonly do: "delete-run"; readonly id: string; readonly now: number }
  | {
      readonly do: "change-accounts";
      readonly changes: readonly AccountChange[];
      readonly audit: readonly AuditEntry[];
    }
  | { readonly do: "repair" }
  | { readonly do: "check" }
  /** Ends a halt, or fails with `disk-full` while there is too little room. */
  | { readonly do: "go-on" }
  | { readonly do: "close" };

/** What each command is answered with. */
export interface WriterAnswers {
  /** The hash. */
  readonly "put-blob": string;
  readonly "put-team": undefined;
  readonly "delete-run": undefined;
  readonly "change-accounts": undefined;
  /** What was wrong, in words. */
  readonly repair: readonly string[];
  readonly check: undefined;
  readonly "go-on": undefined;
  readonly close: undefined;
}

/** Everything is done in the order in which it was posted. */
export type ToWriter = { readonly batch: PostedBatch } | { readonly command: WriterCommand };

/**
 * Each batch and each command is answered once, in order. `ready` comes before all answers; `broken` at any time, and
 * then no batch is answered any more, but commands are. `halted` is the same until `go-on` is done: the batches that come
 * before it are dropped.
 */
export type FromWriter =
  | { readonly ready: true }
  | { readonly broken: Failure }
  | { readonly halted: Failure }
  /** See `JournalWriter.commit`. */
  | { readonly committed: readonly number[] }
  | { readonly done: WriterAnswers[WriterCommand["do"]] }
  | { readonly failed: Failure };
