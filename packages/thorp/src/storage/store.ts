/**
 * The Store seam: the record of everything, one file or one database.
 *
 * `append` is ordered and returns at once; `committed` resolves when everything appended for a run so far is durable.
 * Events get their sequence number at commit, from 1 without gaps per run. Projections (runs, tasks, messages, model
 * calls, money) change in the same transaction as the events they follow from. Listeners hear of an event only after
 * its commit, in order per run. After a failed commit the store refuses further appends with the same error: what was
 * committed stays, nothing is half there. A full disk is a pause: the store goes on by itself when there is room again.
 */
import type { ThorpError } from "../base/errors.ts";
import type { Labels } from "../base/label.ts";
import type { MicroDollars } from "../base/money.ts";
import type { Citation, EventBody, FeedbackEvent, RunEvent, RunState, TaskPath } from "../events/event.ts";
import type { Credit, HeldTerms } from "../events/held-terms.ts";
import type { TaskState } from "../wire/plan.ts";
import type { AccountTables } from "./account-tables.ts";

/** An event with its run and time, before the store numbers it. */
export interface AppendEvent {
  readonly run: string;
  readonly at: number;
  readonly body: EventBody;
}

/** A run as lists show it; it follows from the run's events. Times are milliseconds since 1970. */
export interface RunRow {
  readonly id: string;
  readonly conversation: string;
  readonly team: string;
  readonly text: string;
  readonly state: RunState;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly cost: MicroDollars;
  readonly recoveries: number;
  readonly lastSeq: number;
  /** The run that it follows, empty at the beginning of a conversation; absent in runs of older releases. */
  readonly after?: string;
  /** The exchange was taken back when this was the newest run of the conversation. */
  readonly undoneAfter?: string;
  /** The name that a person gave the conversation while this run was its newest. */
  readonly title?: string;
  /** Id of the user who asked; absent for what was asked on the machine itself. */
  readonly owner?: string;
}

/** The last known state of a task. Times are milliseconds since 1970. */
export interface TaskRow {
  readonly run: string;
  readonly path: TaskPath;
  readonly agent: string;
  readonly goal: string;
  readonly state: TaskState;
  readonly startedAt: number;
  readonly endedAt?: number;
}

/** What a person or the team said. `at` is in milliseconds since 1970. */
export interface MessageRow {
  readonly run: string;
  readonly conversation: string;
  readonly role: "person" | "team";
  readonly text: string;
  readonly labels: Labels;
  readonly citations?: readonly Citation[];
  readonly credits?: readonly Credit[];
  readonly at: number;
  /** As in `RunRow`: runs newer than this one do not see the message. */
  readonly undoneAfter?: string;
}

/** One model call that ended. `ms` is the time from its start to its end. */
export interface ModelCallRow {
  readonly run: string;
  readonly path: TaskPath;
  readonly step: string;
  readonly agent: string;
  readonly purpose: string;
  readonly model: string;
  readonly tier: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost: MicroDollars;
  readonly ms: number;
  readonly ok: boolean;
  /** When it ended, in milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds from its start to its first word; absent where nobody took the time. */
  readonly firstMs?: number;
  /** The answer came from the cache. */
  readonly cached: boolean;
  /** The code of the failure. */
  readonly failure?: string;
}

/** One tool call that ended. `ms` is the time from its start to its end. */
export interface ToolCallRow {
  readonly run: string;
  readonly path: TaskPath;
  readonly step: string;
  readonly agent: string;
  readonly tool: string;
  /** When it ended, in milliseconds since 1970. */
  readonly at: number;
  readonly ms: number;
  readonly ok: boolean;
  readonly cost: MicroDollars;
  /** The code of the failure, and its words, cut after 300 characters. */
  readonly failure?: string;
  readonly message?: string;
  /** What the provider of the tool demanded at that time; absent where nobody does. */
  readonly terms?: HeldTerms;
  /** Requests that were sent to the provider. */
  readonly requests: number;
  /** How long the provider's limits held the call back. Milliseconds. */
  readonly waitedMs: number;
  /** The answer was kept from an earlier call. */
  readonly cached: boolean;
}

/** The calls of one tool under the same terms, summed up. Times are milliseconds since 1970. */
export interface TermsSum {
  readonly tool: string;
  readonly terms: HeldTerms;
  /** Also those of runs that were deleted, as are the other figures but `kept`. */
  readonly calls: number;
  readonly failed: number;
  /** Answers that are in the record now. */
  readonly kept: number;
  /** Answers that an earlier call had brought. */
  readonly cached: number;
  readonly requests: number;
  /** Calls that were not made because the provider's limits would have held them back too long. */
  readonly refused: number;
  /** Calls that those limits held back, and for how long together. */
  readonly held: number;
  readonly waitedMs: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Which calls under terms a list holds. */
export interface TermsFilter {
  readonly provider?: string;
  readonly run?: string;
  /** Newest first; default 50. */
  readonly limit?: number;
}

/** What became of the calls of one tool; deleted runs are not in it. */
export interface ToolUsage {
  readonly tool: string;
  readonly calls: number;
  readonly failed: number;
  /** Calls that were answered by what was kept of an earlier one. */
  readonly cached: number;
  readonly cost: MicroDollars;
  /** Of all calls, in milliseconds. */
  readonly ms: Pick<Percentiles, "p50" | "p95">;
  readonly lastAt: number;
  /** Of the last ten calls so many failed. */
  readonly failedOfLastTen: number;
  readonly lastFailure?: { readonly at: number; readonly code: string; readonly message: string };
}

/** A stretch of time in milliseconds since 1970; `to` is not in it. */
export interface Window {
  readonly from: number;
  readonly to: number;
  /** Only what was asked by this user. */
  readonly owner?: string;
}

/** The middle and the slow end of some durations, in milliseconds; absent where there are none. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Sums over model calls; `key` says of what. Money is in micro-dollars. */
export interface CallSum {
  readonly key: string;
  readonly calls: number;
  readonly failed: number;
  readonly cached: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost: MicroDollars;
}

/** Whether sums by the hour are worth their rows: up to eight days. */
export function isByHour({ from, to }: Window): boolean {
  return to - from <= 8 * 86_400_000;
}

/** What went on in a stretch of time. */
export interface Usage {
  readonly runs: {
    readonly begun: number;
    readonly byState: Readonly<Record<string, number>>;
    readonly ms?: Percentiles;
  };
  readonly calls: CallSum & { readonly ms?: Percentiles; readonly firstMs?: Percentiles };
  readonly byModel: readonly CallSum[];
  readonly byAgent: readonly CallSum[];
  readonly byTier: readonly CallSum[];
  /** By the number of the day since 1970, in Greenwich time. */
  readonly byDay: readonly CallSum[];
  /** By the number of the hour since 1970; empty for a window of more than eight days. */
  readonly byHour: readonly CallSum[];
  readonly failures: readonly { readonly code: string; readonly calls: number }[];
}

/** Money of one scope (`run:…`, `day:2026-11-21`, `key:…`): spent for good, and reserved by calls under way. */
export interface SpendRow {
  readonly scope: string;
  readonly spent: MicroDollars;
  readonly reserved: MicroDollars;
}

/** Which runs a list holds; all conditions must hold. */
export interface RunFilter {
  readonly conversation?: string;
  /** Only runs that have not ended. */
  readonly unfinished?: boolean;
  /** Only runs of this user. */
  readonly owner?: string;
  readonly state?: RunState;
  readonly team?: string;
  /** Letters that the request holds; capitals do not matter. */
  readonly text?: string;
  /** Only runs that were begun before this one, also when it is no more. */
  readonly before?: string;
  /** Newest first; default 50. */
  readonly limit?: number;
}

/** What a run follows in its conversation; of one that was deleted only this is left. */
export interface LineageRow {
  readonly run: string;
  /** As in `RunRow`. */
  readonly after?: string;
  readonly undoneAfter?: string;
  readonly isDeleted: boolean;
}

/** What a person said of a run; the newest of one person counts. `at` is in milliseconds since 1970. */
export interface FeedbackRow extends Omit<FeedbackEvent, "type"> {
  readonly run: string;
  readonly seq: number;
  readonly at: number;
}

/** Both are called in the turn in which it happens, and must not throw. */
export interface PauseListener {
  /** Whatever was appended and not committed is lost: whoever built on it has to start again from what is recorded. */
  paused(error: ThorpError): void;
  resumed(): void;
}

/** The record. All members reject or throw `storage-failed` after `close`. */
export interface Store {
  append(event: AppendEvent): void;
  /** Rejects with the error of the failed commit. */
  committed(run: string): Promise<void>;
  /** Hears every committed event. Returns the function that stops it. */
  onCommit(listener: (events: readonly RunEvent[]) => void): () => void;

  /** Committed events of a run with `seq > after`, in order; at most `limit`, all of them when absent. */
  events(run: string, after?: number, limit?: number): Promise<readonly RunEvent[]>;
  run(id: string): Promise<RunRow | undefined>;
  runs(filter?: RunFilter): Promise<readonly RunRow[]>;
  /** Ids of the journals of single calls (see `call-start`) that have not ended, in the order of their beginning. */
  openCalls(): Promise<readonly string[]>;
  /** All runs that a conversation ever had, in the order of their beginning. */
  lineage(conversation: string): Promise<readonly LineageRow[]>;
  /** The run that was begun under the hash of an idempotency key. */
  runOnce(key: string): Promise<{ readonly run: string; readonly digest: string } | undefined>;
  /** In order. */
  feedback(run: string): Promise<readonly FeedbackRow[]>;
  tasks(run: string): Promise<readonly TaskRow[]>;
  modelCalls(run: string): Promise<readonly ModelCallRow[]>;
  /** In order; only messages of runs that were committed. */
  messages(conversation: string): Promise<readonly MessageRow[]>;
  /** Of calls that ended and runs that began in the window; what was deleted is not in it. */
  usage(window: Window): Promise<Usage>;
  /** Of all tools that were ever called, by name. */
  toolUsage(): Promise<readonly ToolUsage[]>;
  /** Of all tools that were called under terms, by provider and tool; deleting a run takes nothing away but `kept`. */
  termsSums(): Promise<readonly TermsSum[]>;
  /** Calls under terms, each with its run and step; those of deleted runs are gone. */
  termsCalls(filter?: TermsFilter): Promise<readonly ToolCallRow[]>;
  spend(): Promise<readonly SpendRow[]>;

  /** Stores bytes under their content hash; storing the same again costs nothing. */
  putBlob(bytes: Uint8Array): Promise<string>;
  blob(hash: string): Promise<Uint8Array | undefined>;
  /** Ids of the runs that name a blob. */
  runsOfBlob(hash: string): Promise<readonly string[]>;
  /** Copies of team folders by content hash. */
  putTeam(hash: string, files: Readonly<Record<string, string>>): Promise<void>;
  team(hash: string): Promise<Readonly<Record<string, string>> | undefined>;

  /** People and what they may do. */
  readonly accounts: AccountTables;

  /** Hears when nothing can be recorded for a while, and when it can again. Returns the function that stops it. */
  onPause(listener: PauseListener): () => void;
  /** Removes events, projections and unshared blobs of a run and leaves a tombstone. */
  deleteRun(id: string): Promise<void>;
  /** Rebuilds the projections from the events and returns what differed, in words. */
  verify(options: { readonly repair: boolean }): Promise<readonly string[]>;
  /** Rejects with what a commit would fail with now. Writes nothing. */
  check(): Promise<void>;
  /** Commits what is pending, then releases the files. */
  close(): Promise<void>;
}

/** The members that only read. */
export type StoreReads = Pick<
  Store,
  | "events"
  | "run"
  | "runs"
  | "openCalls"
  | "lineage"
  | "runOnce"
  | "feedback"
  | "tasks"
  | "modelCalls"
  | "messages"
  | "usage"
  | "toolUsage"
  | "termsSums"
  | "termsCalls"
  | "spend"
  | "blob"
  | "runsOfBlob"
  | "team"
>;
