/**
 * The one interface behind every face: in this process, or attached to a running server.
 *
 * Everything it takes and gives is plain data. `follow` first gives the committed events after a sequence number, then
 * live events and frames as they come; it ends after `run-end`.
 */

import type { Accounts } from "../accounts/accounts.ts";
import type { Agent, TeamLimits } from "../agents/team.ts";
import type { CacheSubject } from "../base/cache-key.ts";
import type { Failure } from "../base/errors.ts";
import type { MicroDollars } from "../base/money.ts";
import type { ClientTerms } from "../events/client-terms.ts";
import type { FeedbackEvent, RunEvent, SignalEvent } from "../events/event.ts";
import type { Frame } from "../events/frame.ts";
import type { RunOwner } from "../events/run-request.ts";
import type { Tier } from "../models/language-model.ts";
import type { EmbedInput } from "../models/metered-embedding.ts";
import type { Difference } from "../runtime/runtime.ts";
import type {
  FeedbackRow,
  LineageRow,
  MessageRow,
  ModelCallRow,
  RunFilter,
  RunRow,
  TaskRow,
  ToolUsage,
  Usage,
  Window,
} from "../storage/store.ts";
import type { ToolEvidence, ToolTerms } from "../tools/tool.ts";
import type { SourceFacts, SourceProblem } from "../tools/tool-set.ts";
import type { Plan } from "../wire/plan.ts";
import type { PlanOperation, PlanView } from "../wire/plan-view.ts";
import type { RunArtifact } from "./artifacts.ts";
import type { CacheSummary } from "./caches.ts";
import type { AnswerClientCalls } from "./client-calls.ts";
import type { ComplianceDesk } from "./compliance/compliance-desk.ts";
import type { PolicyExplanation, PolicyQuestion } from "./explain-policy.ts";
import type { InboxItem } from "./inbox.ts";
import type { ModelAdmin } from "./model-admin/model-admin.ts";
import type { Operations } from "./operations.ts";
import type { SeenCall } from "./rebuild-prompt.ts";
import type { SandboxDesk } from "./sandbox-desk.ts";
import type { ServerOffers } from "./server-texts.ts";
import type { MetNeed, ToolStatus } from "./tool-status.ts";

/** What a person asks, and how. Only the text is needed. */
export interface AskRequest {
  readonly text: string;
  /** Whose the run is; nobody's, where there are no users. */
  readonly owner?: RunOwner;
  /** Team name; the configured default otherwise. */
  readonly team?: string;
  /** Goes on with an earlier conversation; a new one otherwise. */
  readonly conversation?: string;
  /**
   * The run that this one follows: a branch where another one follows it already, a fork without `conversation`. Empty:
   * the beginning. Default: the newest run of the conversation that counts.
   */
  readonly after?: string;
  /** Takes nothing from a cache. */
  readonly fresh?: boolean;
  /** Hash of an idempotency key and of what is asked under it: the run that was begun under the key is given again. */
  readonly once?: { readonly key: string; readonly digest: string };
  /** What was said before, where the asker keeps it; the conversation's own messages are not looked up then. */
  readonly history?: readonly { readonly role: "person" | "team"; readonly text: string }[];
  /** Files that go with the words; agents read them as `attachment:NAME`. */
  readonly attachments?: readonly { readonly name: string; readonly bytes: Uint8Array; readonly mediaType?: string }[];
  /** Absolute path; default: the process's folder. */
  readonly workspace?: string;
  /** Absolute path; default: `thorp-out` in the workspace. */
  readonly out?: string;
  /** Model id or alias that replaces every agent's choice. */
  readonly model?: string;
  /** The most that the run may cost, in US dollars. */
  readonly budget?: number;
  /** Milliseconds from the start; waiting for a person and downtime do not count. */
  readonly deadlineMs?: number;
  /** Higher goes first where model servers are busy; default 0. */
  readonly priority?: number;
  /** Covers writes under the workspace and the out folder. */
  readonly yes?: boolean;
  /** Somebody is there to answer questions and approvals. */
  readonly interactive?: boolean;
  /** The plan waits for `plan-approve` before it runs. */
  readonly approvePlan?: boolean;
  /**
   * `/SERVER:PROMPT` at the beginning and `@SERVER:URI` anywhere name prompts and resources of MCP servers, which come
   * along as attachments. Default: words are only words.
   */
  readonly expand?: boolean;
  /** Tools that the asker carries out itself, and the form of the answer. */
  readonly client?: ClientTerms;
}

/** The ids to follow the run and to go on with the conversation. */
export interface AskedRun {
  readonly run: string;
  readonly conversation: string;
}

/** What a reader gets: a durable event, or live text that an event will repeat. */
export type RunUpdate =
  | { readonly kind: "event"; readonly event: RunEvent }
  | { readonly kind: "frame"; readonly frame: Frame };

/** Where to begin and when to end. */
export interface FollowOptions {
  /** Only events with a higher sequence number; 0 for all. */
  readonly after?: number;
  /** Ends the iteration. */
  readonly signal?: AbortSignal;
}

export type { EmbedInput };

/** What is to be made into vectors. */
export interface EmbedRequest {
  /** Model id or alias; the embedder without weights otherwise. */
  readonly model?: string;
  /** Texts, or tokens for a server that takes them. */
  readonly inputs: readonly EmbedInput[];
  /** Whose request it is. */
  readonly owner?: RunOwner;
  /** Length of each vector, where the model can choose. */
  readonly dimensions?: number;
  readonly signal?: AbortSignal;
}

/** One vector for each input, in their order. */
export interface Embedded {
  readonly model: string;
  readonly vectors: readonly (readonly number[])[];
  /** In micro-dollars. */
  readonly cost: MicroDollars;
  /** As the server counted them; 0 where nobody counts. */
  readonly tokens: number;
}

/** One run with everything that belongs to it. */
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

/** What may belong to somebody. */
export type OwnedSubject = { readonly run: string } | { readonly conversation: string } | { readonly blob: string };

/** The whole plan as it shall be, or what shall be different. */
export type PlanChange = { readonly plan: Plan } | { readonly operations: readonly PlanOperation[] };

/** What a person says of an answer; nothing at all takes back what was said. See `FeedbackEvent`. */
export type Feedback = Omit<FeedbackEvent, "type" | "about">;

/** A team as lists show it; `idle` says why nobody hands an agent work. */
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

/** A team with its agents as their files say. */
export interface TeamDetail extends Pick<TeamSummary, "name" | "title" | "description" | "folder"> {
  /** The agent that talks with the person. */
  readonly top: string;
  readonly limits: TeamLimits;
  /** `alias -> model id` of this team alone. */
  readonly modelAliases: Readonly<Record<string, string>>;
  readonly skills: readonly { readonly name: string; readonly description: string }[];
  /** How many documents lie in each folder that agents know. */
  readonly documents: Readonly<Record<string, number>>;
  /** Patterns under `tools` that find nothing now, with their places. */
  readonly missing: readonly string[];
  /** Mistakes in the files of its `tools/`, with their places. */
  readonly problems: readonly string[];
  readonly agents: readonly (Pick<
    Agent,
    | "name"
    | "kind"
    | "description"
    | "instructions"
    | "models"
    | "threshold"
    | "tools"
    | "delegates"
    | "peers"
    | "examples"
    | "skills"
    | "knowledge"
    | "capabilities"
    | "memory"
  > & {
    /** Names of its modes; the first is the usual one. */
    readonly modes: readonly string[];
  })[];
}

/** A model as lists show it. `context` is in tokens. */
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

/** A tool as lists show it, with the teams that use it. */
export interface ToolSummary {
  readonly name: string;
  readonly capability: string;
  readonly description: string;
  readonly effect: string;
  readonly examples: readonly string[];
  readonly teams: readonly string[];
  /** Where it is from, and what it is called there. */
  readonly source: SourceFacts;
  readonly ownName: string;
  readonly status: ToolStatus;
  readonly needs: readonly MetNeed[];
  /** JSON schema. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly evidence: ToolEvidence;
  /** What a person agrees to where it is the text of somebody else: file in its team's folder, and what stands in it. */
  readonly origin?: { readonly file: string; readonly text: string };
  readonly terms?: ToolTerms;
  /** Of a call, in US dollars. */
  readonly price?: number;
  /** What became of its calls, with what they cost in US dollars; absent for one that was never called. */
  readonly usage?: Omit<ToolUsage, "tool" | "cost"> & { readonly cost: number };
}

/** Absolute paths of the files that a run had changed. */
export interface Undone {
  readonly restored: readonly string[];
  readonly removed: readonly string[];
  /** Files that were changed again since, and so were left alone. */
  readonly left: readonly string[];
}

/**
 * Calls reject with `ThorpError`; an unknown run is `run-unknown`. What becomes of a run is no error but its `run-end`.
 */
export interface Thorp {
  /** Begins a run and resolves once it is recorded; it goes on whether or not somebody follows it. */
  ask(request: AskRequest): Promise<AskedRun>;
  /**
   * Asks again in the place of a run, beside it: the same unless `changes` say otherwise. Unchanged words get a fresh
   * answer, which no cache gives.
   */
  retry(run: string, changes?: Partial<AskRequest>): Promise<AskedRun>;
  /** The run from the beginning, or after an event, to its end; leaving the loop does not stop the run. */
  follow(run: string, options?: FollowOptions): AsyncIterable<RunUpdate>;
  /** Throws `run-state` when the run is not under way here. */
  signal(run: string, signal: SignalEvent): Promise<void>;
  /** Brings results of the asker's tools to a run that waits for them. */
  readonly answerClientCalls: AnswerClientCalls;
  /** Takes an unfinished run up again; a run under way is left alone. */
  resume(run: string): Promise<void>;
  /** Ends a run that nobody works on as cancelled; one under way is told to stop. */
  cancel(run: string, reason: string): Promise<void>;

  /** Throws `run-state` for a run without a plan. */
  showPlan(run: string): Promise<PlanView>;
  /**
   * Changes a plan that waits for approval or runs, and gives it as it will stand. `base` is the revision that the
   * person saw, `by` who they are for others. Throws `plan-changed` when it is not the current one, `plan-invalid` with
   * all that is wrong, `run-state` when the run is not under way here.
   */
  editPlan(run: string, change: PlanChange, how?: { readonly base?: number; readonly by?: string }): Promise<PlanView>;
  /** Throws `plan-changed` when `base` is not the current revision, `run-state` when nothing waits for it. */
  approvePlan(run: string, answer: { readonly allow: boolean; readonly base?: number }): Promise<void>;

  /** Newest first. */
  listRuns(filter?: RunFilter): Promise<readonly RunRow[]>;
  /** A run as lists show it; undefined when there is none. */
  findRun(run: string): Promise<RunRow | undefined>;
  showRun(run: string): Promise<RunDetail>;
  /** Committed events with a sequence number above `after`, in order. */
  events(run: string, after?: number): Promise<readonly RunEvent[]>;
  /** Feeds the recorded inputs to today's code (and to `team`, if named) and says what it decides differently. */
  replay(run: string, options?: { readonly team?: string }): Promise<readonly Difference[]>;
  /**
   * Takes back the file changes of a run. With `forget` the last exchange of a branch is taken back whole: later runs
   * do not have it in their context, the journal says so. Throws `run-state` when the run has not ended, or when another
   * follows it.
   */
  undo(run: string, options?: { readonly forget?: boolean }): Promise<Undone>;
  /** For good: events, rows and blobs go, the money spent stays counted. */
  deleteRun(run: string): Promise<void>;
  modelCalls(run: string): Promise<readonly ModelCallRow[]>;
  /** The users whose it is; `undefined` among them stands for what was asked on the machine itself. None: unknown. */
  ownersOf(subject: OwnedSubject): Promise<readonly (string | undefined)[]>;

  /** All messages of a conversation in order, of all branches, also those that were taken back. */
  messages(conversation: string): Promise<readonly MessageRow[]>;
  /** What each run of a conversation follows, in the order of their beginning. */
  lineage(conversation: string): Promise<readonly LineageRow[]>;
  /** Deletes all its runs, the newest first. Throws `run-state` while one is under way, `conversation-unknown`. */
  deleteConversation(conversation: string): Promise<void>;
  /** Replaces what this person said of the run before; throws `run-state` while there is no answer to speak of. */
  giveFeedback(run: string, feedback: Feedback): Promise<void>;
  feedback(run: string): Promise<readonly FeedbackRow[]>;
  /** An empty title gives the conversation its first words back as a name. Throws `conversation-unknown`. */
  renameConversation(conversation: string, title: string): Promise<void>;
  /** What a model call saw, rebuilt from the journal. Throws `run-unknown` when the run made no such call. */
  seenCall(run: string, call: { readonly path: string; readonly step: string }): Promise<SeenCall>;
  /** What a run was given and what it made. */
  artifacts(run: string): Promise<readonly RunArtifact[]>;
  /** Throws `blob-unknown` for what the run does not name, and for bytes that are gone. */
  readArtifact(run: string, id: string): Promise<{ readonly artifact: RunArtifact; readonly bytes: Uint8Array }>;
  /** What waits for a person, over all runs, the oldest first. */
  inbox(): Promise<readonly InboxItem[]>;
  /** The inbox now and whenever it changes. */
  watchInbox(options?: { readonly signal?: AbortSignal }): AsyncIterable<readonly InboxItem[]>;
  /** Figures of a stretch of time. */
  usage(window: Window): Promise<Usage>;
  /** The figures now and whenever they change; `window` is asked each time. */
  watchUsage(options: { readonly window: () => Window; readonly signal?: AbortSignal }): AsyncIterable<Usage>;
  /** The bytes of an artifact or attachment by its hash; undefined when nobody names it any more. */
  blob(hash: string): Promise<Uint8Array | undefined>;

  /** Throws `team-unknown` or `team-invalid`. */
  showTeam(name: string): Promise<TeamDetail>;
  /** An SVG of its agents and who hands work to whom. Throws as `showTeam` does. */
  teamPicture(name: string): Promise<string>;
  listTeams(): Promise<readonly TeamSummary[]>;
  /** Asks every server for its health first when `check` is set. */
  listModels(options?: { readonly check?: boolean }): Promise<readonly ModelSummary[]>;
  /** Also those that are not offered, with the reason. */
  listTools(): Promise<readonly ToolSummary[]>;
  /** What is wrong with sources of tools and single tools of theirs. */
  toolProblems(): Promise<readonly SourceProblem[]>;
  /** Prompts and resources of MCP servers that a request may name. */
  serverOffers(): Promise<ServerOffers>;
  /**
   * Agrees to tools as they are described now, by name, `SOURCE/NAME` or source; gives the names of the tools. Throws
   * `tool-unknown`.
   */
  trustTools(names: readonly string[]): Promise<readonly string[]>;
  /** What decides about a call. Throws `team-unknown`, `team-invalid`, `input-invalid`. */
  explainPolicy(question: PolicyQuestion): Promise<PolicyExplanation>;
  /**
   * Under the same budgets as calls of runs. Rejects with `model-unknown`, `input-invalid` for a model of another kind,
   * `access-denied` for one that the person's privacy forbids, `budget-exceeded`, and what providers answer.
   */
  embed(request: EmbedRequest): Promise<Embedded>;
  /** What the caches of this process hold and did. */
  listCaches(): Promise<readonly CacheSummary[]>;
  /** Takes out what belongs to a model, a tool or a team, else everything; returns how many entries. */
  clearCaches(subject?: Partial<CacheSubject>): Promise<number>;
  /** People, keys, and who did what. */
  readonly accounts: Accounts;
  /** For whoever watches over the process. */
  readonly operations: Operations;
  /** Sandboxes that clients open for themselves. */
  readonly sandboxes: SandboxDesk;
  /** For whoever answers for what was done with the answers of others. */
  readonly compliance: ComplianceDesk;
  /** For whoever looks after model servers. */
  readonly modelAdmin: ModelAdmin;

  /** Stops taking work, lets what is committed reach the disk, and releases the data folder. Unfinished runs stay so. */
  close(): Promise<void>;
}
