/**
 * The journal of a run: one append-only stream of typed events, the only truth about it.
 *
 * An event is an input (something that came from outside: a step's result, the winner of a race, a signal) or a
 * decision (everything that the code made of the inputs). Recovery and replay feed the inputs again; the same code
 * then comes to the same decisions. `path` says which task an event belongs to: `""` is the run itself, `t1` a task
 * of its plan, `t1/a` a task of that task's plan. Events with a `step` belong to one model or tool call.
 */
import type { Failure } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import type { Labels } from "../base/label.ts";
import type { MicroDollars } from "../base/money.ts";
import type { Plan, PlannedTask, TaskState } from "../wire/plan.ts";
import type { Standing, StandingMatch, StandingScope } from "../wire/standing.ts";
import type { ClientCall, ClientResult } from "./client-terms.ts";
import type { ContentDirection, ContentFinding } from "./content-finding.ts";
import type { Credit } from "./held-terms.ts";
import type { RunOwner, RunRequest } from "./run-request.ts";
import type { TaskResult } from "./task-result.ts";

/** `""` for the run, else task ids joined by `/`. */
export type TaskPath = string;

export const runStates = ["running", "waiting", "done", "partial", "failed", "cancelled"] as const;
/** `waiting`: for a person. `partial`: ended with an answer that names what is missing. */
export type RunState = (typeof runStates)[number];
/** How a run can end; it does not go on from there. */
export type RunEndState = Exclude<RunState, "running" | "waiting">;

/** What the gateway chose and why; the log, the interface and the learner all read it. */
export interface RouteRecord {
  readonly model: string;
  readonly tier: "embedded" | "local" | "frontier";
  readonly reasons: readonly string[];
  /** The chance with which this model would be chosen again in the same place; 1 for a fixed rule. */
  readonly propensity: number;
}

/**
 * Tokens of one call as the provider counted them; `cachedTokens` are part of the input, `reasoningTokens` of the
 * output.
 */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens?: number;
  readonly reasoningTokens?: number;
}

/** The first events of a run, and what stops or changes it from outside. */
export type LifeEvent =
  | {
      readonly type: "run-start";
      readonly request: RunRequest;
      readonly team: string;
      /** Content hash of the team's folder; the copy is kept under it. */
      readonly teamHash: string;
      /** Where the team's folder was: its agents' documents are read from there. Absent in older journals. */
      readonly teamFolder?: string;
      readonly seed: string;
    }
  /**
   * The first event of a journal that is no run: one model call which no agent made, embeddings that a program asked
   * for. It ends with the `step-end` of its only step.
   */
  | { readonly type: "call-start"; readonly owner?: RunOwner }
  /** An engine took the run up again after a crash. */
  | { readonly type: "run-recover"; readonly recovery: number }
  | { readonly type: "run-end"; readonly state: RunEndState; readonly failure?: Failure }
  /** A person took the exchange back after its end: runs that are newer than `last` do not have it in their context. */
  | {
      readonly type: "run-undo";
      /** The newest run of the conversation at that time. */
      readonly last: string;
      /** Files as they were before the run again, files that it had made, and files that somebody changed since. */
      readonly restored: readonly string[];
      readonly removed: readonly string[];
      readonly left: readonly string[];
    }
  /** A person named the conversation; an empty title takes the name back. */
  | { readonly type: "conversation-rename"; readonly title: string }
  | FeedbackEvent
  | {
      readonly type: "message-add";
      readonly role: "person" | "team";
      readonly text: string;
      readonly labels: Labels;
      readonly citations?: readonly Citation[];
      /** Who is to be named beside it, because answers of theirs went into it. */
      readonly credits?: readonly Credit[];
    };

/**
 * What a person thinks of the answer of a run. Each replaces what the same person said of it before; one that says
 * nothing takes it back.
 */
export interface FeedbackEvent {
  readonly type: "feedback";
  /** Id of the person; absent on a server without users. */
  readonly by?: string;
  readonly rating?: "up" | "down";
  /** Why, in the person's words. */
  readonly reason?: string;
  /** The answer as it should have been. */
  readonly edited?: string;
  /** Requests of this kind deserve another tier than the one that `about` names. */
  readonly prefer?: "stronger" | "cheaper";
  /** The call whose text the answer is, as the journal has it; absent where no model wrote it. */
  readonly about?: {
    readonly seq: number;
    readonly path: TaskPath;
    readonly step: string;
    readonly agent: string;
    readonly purpose: string;
    readonly route: RouteRecord;
  };
}

/** `[n]` in an answer: a result, and inside it a file or page. */
export interface Citation {
  readonly number: number;
  readonly path: TaskPath;
  readonly title: string;
  readonly source?: string;
}

/** How a request became a graph of tasks, and how that changed. Each `plan` is whole, never a difference. */
export type PlanEvent =
  | {
      readonly type: "plan-propose";
      readonly plan: Plan;
      /** `model`: by the plan tool; `delegation`: by delegate calls; `rules`: by the rules model. */
      readonly by: "model" | "delegation" | "rules";
      /** What was wrong with the model's plan and how it was mended. */
      readonly mended?: readonly string[];
    }
  | { readonly type: "plan-accept"; readonly by: "policy" | "person" }
  | { readonly type: "plan-revise"; readonly plan: Plan; readonly reason: string };

/** What became of a task: begun, tried again, handed on, checked, ended. */
export type TaskEvent =
  | { readonly type: "task-start"; readonly task: PlannedTask }
  /** `without`: tools that are not offered again, because another one does the same. */
  | { readonly type: "task-retry"; readonly critique: string; readonly without?: readonly string[] }
  | { readonly type: "task-escalate"; readonly to: "local" | "frontier"; readonly reason: string }
  | { readonly type: "task-reassign"; readonly agent: string; readonly reason: string }
  /**
   * `withdraws`: a step of this path whose text no longer counts, although readers have seen it; the next text of the
   * path stands in its place.
   */
  | {
      readonly type: "check-end";
      readonly verdict: "accept" | "revise" | "reject";
      readonly by: string;
      readonly reason?: string;
      readonly withdraws?: string;
    }
  | { readonly type: "task-block"; readonly reason: string }
  | {
      readonly type: "task-end";
      readonly state: TaskEndState;
      readonly result?: TaskResult;
      readonly failure?: Failure;
    }
  | { readonly type: "history-compact"; readonly messages: number; readonly summary: string };
/** How a task can end. `skipped`: something that it needs has failed. */
export type TaskEndState = Extract<TaskState, "done" | "failed" | "skipped" | "cancelled">;

/** Inputs that the runtime itself records. */
export type RuntimeEvent =
  | { readonly type: "race-end"; readonly winner: string }
  /** `due`: milliseconds since 1970. */
  | { readonly type: "timer-set"; readonly name: string; readonly due: number };

/** What persons and programs send to a run that is under way. All are inputs. */
export type SignalEvent =
  | { readonly type: "run-cancel"; readonly reason: string }
  | {
      readonly type: "approval-answer";
      readonly approval: string;
      readonly allow: boolean;
      readonly by: "person" | "policy" | "timeout";
      /** How long it holds for later calls as well; absent: for this one alone. */
      readonly scope?: StandingScope;
      /** What has to be the same in them; absent: the first of what the ask offers. */
      readonly match?: StandingMatch;
      /** Why not; the agent reads it. */
      readonly reason?: string;
      /** Other arguments that the person allows instead. */
      readonly input?: Json;
    }
  | { readonly type: "question-answer"; readonly question: string; readonly text: string }
  | { readonly type: "client-call-answer"; readonly ask: string; readonly results: readonly ClientResult[] }
  | {
      readonly type: "plan-edit";
      /** Unique in its run. */
      readonly edit: string;
      /** The plan as it shall be; what has started stays whatever stands here. */
      readonly plan: Plan;
      /** Tasks that shall not be done, also one that runs; what needs them goes on without. */
      readonly skip?: readonly string[];
      /** Tasks that failed or were skipped and shall be tried again, with what was skipped for their sake. */
      readonly retry?: readonly string[];
      /** Who edited, in words for others who do. */
      readonly by?: string;
    }
  | { readonly type: "plan-approve"; readonly allow: boolean };

/** Asked of a person or of the program that asked; answered by a signal with the same id. */
export type AskEvent =
  | {
      readonly type: "approval-ask";
      readonly approval: string;
      readonly tool: string;
      readonly effect: string;
      /** Rendered from the real arguments, never from what a model says about them. */
      readonly summary: string;
      /** The arguments themselves, secrets masked; absent in runs that older releases recorded. */
      readonly input?: Json;
      /** What is changed, as lines that begin with `-` and `+`; rendered from the arguments too. */
      readonly diff?: string;
      readonly why: string;
      /** The ways in which an answer may hold for later calls; absent: each call is asked about. */
      readonly stands?: readonly Standing[];
    }
  | {
      readonly type: "question-ask";
      readonly question: string;
      readonly text: string;
      readonly choices?: readonly string[];
    }
  /** Tools of the program that asked: it carries them out and brings all results at once. */
  | { readonly type: "client-call-ask"; readonly ask: string; readonly calls: readonly ClientCall[] };

/** One model or tool call. `step` is unique in its path; `attempt` counts tries from 1. */
export type StepEvent = { readonly step: string } & (
  | {
      readonly type: "step-start";
      readonly attempt: number;
      readonly call: StepCall;
    }
  | { readonly type: "step-fail"; readonly attempt: number; readonly failure: Failure; readonly text?: string }
  | { readonly type: "step-end"; readonly attempt: number; readonly result: Json }
  | { readonly type: "budget-reserve"; readonly scopes: readonly string[]; readonly amount: MicroDollars }
  | {
      readonly type: "budget-settle";
      readonly scopes: readonly string[];
      readonly reserved: MicroDollars;
      readonly cost: MicroDollars;
    }
  /** Which of several servers of the model took the attempt; where there is only one, nothing is noted. */
  | { readonly type: "server-choose"; readonly attempt: number; readonly server: string }
  | { readonly type: "policy-deny"; readonly tool: string; readonly why: string }
  /** The content filter found something and did this about it; what it was is not repeated here. */
  | ({ readonly type: "content-find"; readonly direction: ContentDirection } & ContentFinding)
  /** A call waits for others that use the same scarce thing; `ahead` of them run or stand before it. */
  | { readonly type: "resource-wait"; readonly tool: string; readonly resource: string; readonly ahead: number }
  /** A file that a tool made or changed; `before` is the blob of what stood there, absent for a new file. */
  | { readonly type: "file-change"; readonly file: string; readonly before?: string }
);

/** What a step is about. `digest` is the hash of what it was asked: a replay compares it. */
export type StepCall =
  | {
      readonly kind: "model";
      readonly purpose: string;
      readonly agent: string;
      readonly route: RouteRecord;
      readonly digest: string;
    }
  | {
      readonly kind: "tool";
      readonly tool: string;
      readonly agent: string;
      readonly input: Json;
      readonly digest: string;
      readonly repeatable: boolean;
    }
  | { readonly kind: "other"; readonly digest: string };

/** What code appends; the store adds run, sequence number and time. */
export type EventBody = { readonly path: TaskPath } & (
  | LifeEvent
  | PlanEvent
  | TaskEvent
  | RuntimeEvent
  | SignalEvent
  | AskEvent
  | StepEvent
);
/** The names of all events. */
export type EventType = EventBody["type"];
/** The body of the events of one type, without what the store adds. */
export type EventOf<Type extends EventType> = Extract<EventBody, { type: Type }>;

/** One committed entry of a journal. */
export type RunEvent = EventBody & {
  readonly run: string;
  /** From 1 without gaps; given by the store at commit. */
  readonly seq: number;
  /** Milliseconds since 1970, taken when the event was appended. */
  readonly at: number;
};
