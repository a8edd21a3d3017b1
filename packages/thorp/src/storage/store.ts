/**
 * The Store seam: the record of everything, one file or one database.
 *
 * `append` is ordered and returns at once; `committed` resolves when everything appended for a run so far is durable.
 * Events get their sequence number at commit, from 1 without gaps per run. Projections (runs, tasks, messages, model
 * calls, money) change in the same transaction as the events they follow from. Listeners hear of an event only after
 * its commit, in order per run. After a failed commit the store refuses further appends with the same error: what was
 * committed stays, nothing is half there.
 */
import type { Labels } from "../base/label.ts";
import type { MicroDollars } from "../base/money.ts";
import type { EventBody, RunEvent, RunState, TaskPath } from "../events/event.ts";
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
  /** Newest first; default 50. */
  readonly limit?: number;
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
  tasks(run: string): Promise<readonly TaskRow[]>;
  modelCalls(run: string): Promise<readonly ModelCallRow[]>;
  /** In order; only messages of runs that were committed. */
  messages(conversation: string): Promise<readonly MessageRow[]>;
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

  /** Removes events, projections and unshared blobs of a run and leaves a tombstone. */
  deleteRun(id: string): Promise<void>;
  /** Rebuilds the projections from the events and returns what differed, in words. */
  verify(options: { readonly repair: boolean }): Promise<readonly string[]>;
  /** Rejects with what a commit would fail with now. Writes nothing. */
  check(): Promise<void>;
  /** Commits what is pending, then releases the files. */
  close(): Promise<void>;
}
