/**
 * The one interface behind every face: in this process, or attached to a running server.
 *
 * Everything it takes and gives is plain data. `follow` first gives the committed events after a sequence number, then
 * live events and frames as they come; it ends after `run-end`.
 */
import type { Failure } from "../base/errors.ts";
import type { RunEvent, SignalEvent } from "../events/event.ts";
import type { Frame } from "../events/frame.ts";
import type { Tier } from "../models/language-model.ts";
import type { Difference } from "../runtime/runtime.ts";
import type { MessageRow, ModelCallRow, RunFilter, RunRow, TaskRow } from "../storage/store.ts";
import type { Plan } from "../wire/plan.ts";

export interface AskRequest {
  readonly text: string;
  /** Team name; the configured default otherwise. */
  readonly team?: string;
  readonly conversation?: string;
  /** What was said before, where the asker keeps it; the conversation's own messages are not looked up then. */
  readonly history?: readonly { readonly role: "person" | "team"; readonly text: string }[];
  readonly attachments?: readonly { readonly name: string; readonly bytes: Uint8Array; readonly mediaType?: string }[];
  /** Absolute path; default: the process's folder. */
  readonly workspace?: string;
  /** Absolute path; default: `thorp-out` in the workspace. */
  readonly out?: string;
  readonly model?: string;
  /** US dollars. */
  readonly budget?: number;
  readonly deadlineMs?: number;
  readonly priority?: number;
  /** Covers writes under the workspace and the out folder. */
  readonly yes?: boolean;
  /** Somebody is there to answer questions and approvals. */
  readonly interactive?: boolean;
  readonly approvePlan?: boolean;
}

export interface AskedRun {
  readonly run: string;
  readonly conversation: string;
}

export type RunUpdate =
  | { readonly kind: "event"; readonly event: RunEvent }
  | { readonly kind: "frame"; readonly frame: Frame };

export interface FollowOptions {
  /** Only events with a higher sequence number; 0 for all. */
  readonly after?: number;
  /** Ends the iteration. */
  readonly signal?: AbortSignal;
}

export interface RunDetail {
  readonly run: RunRow;
  readonly plan?: Plan;
  readonly tasks: readonly TaskRow[];
  readonly modelCalls: readonly ModelCallRow[];
  readonly messages: readonly MessageRow[];
  readonly failure?: Failure;
  /** True while this process works on it. */
  readonly live: boolean;
  /** Questions and approvals that nobody has answered. */
  readonly open: readonly (RunEvent & { readonly type: "approval-ask" | "question-ask" })[];
}

export interface TeamSummary {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly folder: string;
  readonly agents: readonly {
    readonly name: string;
    readonly kind: string;
    readonly description: string;
    readonly idle?: string;
  }[];
}

export interface ModelSummary {
  readonly id: string;
  readonly tier: Tier;
  readonly provider: string;
  readonly context: number;
  readonly capabilities: readonly string[];
  /** US dollars per million tokens; absent when unknown. */
  readonly price?: { readonly input: number; readonly output: number };
  /** Why it cannot be called now; absent when it can. */
  readonly obstacle?: string;
  readonly aliases: readonly string[];
}

export interface ToolSummary {
  readonly name: string;
  readonly capability: string;
  readonly description: string;
  readonly effect: string;
  readonly examples: readonly string[];
  readonly teams: readonly string[];
}

export interface Undone {
  readonly restored: readonly string[];
  readonly removed: readonly string[];
  /** Files that were changed again since, and so were left alone. */
  readonly left: readonly string[];
}

export interface Thorp {
  ask(request: AskRequest): Promise<AskedRun>;
  follow(run: string, options?: FollowOptions): AsyncIterable<RunUpdate>;
  /** Throws `run-state` when the run is not under way here. */
  signal(run: string, signal: SignalEvent): Promise<void>;
  /** Takes an unfinished run up again; a run under way is left alone. */
  resume(run: string): Promise<void>;
  /** Ends a run that nobody works on as cancelled; one under way is told to stop. */
  cancel(run: string, reason: string): Promise<void>;

  listRuns(filter?: RunFilter): Promise<readonly RunRow[]>;
  showRun(run: string): Promise<RunDetail>;
  events(run: string, after?: number): Promise<readonly RunEvent[]>;
  /** Feeds the recorded inputs to today's code (and to `team`, if named) and says what it decides differently. */
  replay(run: string, options?: { readonly team?: string }): Promise<readonly Difference[]>;
  /**
   * Takes back the file changes of a run. With `forget` the last exchange of a conversation is taken back whole: later
   * runs do not have it in their context, the journal says so. Throws `run-state` when the run has not ended, or is not
   * the last that counts.
   */
  undo(run: string, options?: { readonly forget?: boolean }): Promise<Undone>;
  deleteRun(run: string): Promise<void>;
  modelCalls(run: string): Promise<readonly ModelCallRow[]>;

  /** All messages of a conversation in order, also those that were taken back. */
  messages(conversation: string): Promise<readonly MessageRow[]>;
  /** An empty title gives the conversation its first words back as a name. Throws `conversation-unknown`. */
  renameConversation(conversation: string, title: string): Promise<void>;
  blob(hash: string): Promise<Uint8Array | undefined>;

  listTeams(): Promise<readonly TeamSummary[]>;
  /** Asks every server for its health first when `check` is set. */
  listModels(options?: { readonly check?: boolean }): Promise<readonly ModelSummary[]>;
  listTools(): Promise<readonly ToolSummary[]>;

  /** Stops taking work, lets what is committed reach the disk, and releases the data folder. Unfinished runs stay so. */
  close(): Promise<void>;
}
