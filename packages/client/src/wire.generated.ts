/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
/** A request to a team. */
export type AskRequest = {
  /** The request. */
  readonly text: string;
  /** Name of the team; the default one otherwise. */
  readonly team?: string;
  /** Goes on with this conversation; a new one otherwise. */
  readonly conversation?: string;
  /** The run that this one follows: a branch where another follows it already, a fork without `conversation`; empty for the beginning. The newest otherwise. */
  readonly after?: string;
  /** Takes no answer from a cache. */
  readonly fresh?: boolean;
  /** Model id or alias that replaces every agent's choice. */
  readonly model?: string;
  /** The most that the run may cost, in US dollars. */
  readonly budget?: number;
  /** How long it may take, in milliseconds. */
  readonly deadlineMs?: number;
  /** Higher overtakes lower; 0 is normal. */
  readonly priority?: number;
  /** Somebody can answer questions and approvals; otherwise what needs approval is denied. */
  readonly interactive?: boolean;
  /** Waits for the plan to be approved before it runs. */
  readonly approvePlan?: boolean;
  /** Absolute path whose files may be read; only from whoever may read the server's data folder. */
  readonly workspace?: string;
  /** Absolute path for results; the same holds for it. */
  readonly out?: string;
  /** Allows writes under both without asking; the same holds for it. */
  readonly yes?: boolean;
  readonly attachments?: readonly {
    readonly name: string;
    readonly mediaType?: string;
    /** The bytes. */
    readonly base64: string;
  }[];
};

/** What shall be different when the same is asked again. */
export type RetryRequest = {
  /** The request. */
  readonly text?: string;
  /** Name of the team; the default one otherwise. */
  readonly team?: string;
  /** Model id or alias that replaces every agent's choice. */
  readonly model?: string;
  /** The most that the run may cost, in US dollars. */
  readonly budget?: number;
  /** How long it may take, in milliseconds. */
  readonly deadlineMs?: number;
  /** Higher overtakes lower; 0 is normal. */
  readonly priority?: number;
  /** Somebody can answer questions and approvals; otherwise what needs approval is denied. */
  readonly interactive?: boolean;
  /** Waits for the plan to be approved before it runs. */
  readonly approvePlan?: boolean;
  /** Absolute path whose files may be read; only from whoever may read the server's data folder. */
  readonly workspace?: string;
  /** Absolute path for results; the same holds for it. */
  readonly out?: string;
  /** Allows writes under both without asking; the same holds for it. */
  readonly yes?: boolean;
  readonly attachments?: readonly {
    readonly name: string;
    readonly mediaType?: string;
    /** The bytes. */
    readonly base64: string;
  }[];
};

/** Where the answer will come from. */
export type AskedRun = { readonly run: string; readonly conversation: string };

/** An answer, an approval or a stop. */
export type Signal =
  | { readonly type: "run-cancel"; readonly reason?: string }
  | {
    readonly type: "approval-answer";
    readonly approval: string;
    readonly allow: boolean;
    /** Also allows what the same tool asks for with the same effect until the run ends. */
    readonly scope?: "run";
    /** Why not; the agent reads it. */
    readonly reason?: string;
    /** Other arguments that are allowed instead. */
    readonly input?: Json;
  }
  | { readonly type: "question-answer"; readonly question: string; readonly text: string }
  | { readonly type: "plan-approve"; readonly allow: boolean };

/** Whatever JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The graph of tasks that a request became. */
export type Plan = {
  readonly goal: string;
  readonly tasks: readonly {
    readonly id: string;
    readonly goal: string;
    readonly capability: string;
    readonly agent: string;
    readonly needs: readonly string[];
    readonly acceptance?: string;
    readonly priority: number;
    readonly deadlineMs?: number;
    readonly optional: boolean;
  }[];
  readonly answerFrom: readonly string[];
  readonly merge?: "all" | "best" | "vote" | "join";
};

/** One durable entry of a run. */
export type RunEvent = {
  readonly kind: "event";
  readonly run: string;
  readonly seq: number;
  readonly at: number;
  readonly path: string;
} & (
  | {
    readonly type: "run-start";
    readonly request: {
      readonly text: string;
      readonly conversation: string;
      readonly owner?: string;
      readonly after?: string;
      readonly fresh?: boolean;
      readonly attachments: readonly { readonly name: string; readonly mediaType: string; readonly bytes: number }[];
      readonly workspace: string;
      readonly out: string;
      readonly model?: string;
      readonly budget?: number;
      readonly deadlineMs?: number;
      readonly timeZone: string;
      readonly style?: {
        readonly language?: string;
        readonly units?: "metric" | "imperial";
        readonly length?: "short" | "long";
        readonly format?: "plain" | "markdown";
      };
      readonly localOnly?: boolean;
      readonly priority: number;
      readonly approve: "ask" | "yes";
      readonly interactive: boolean;
      readonly approvePlan?: boolean;
    };
    readonly team: string;
  }
  | { readonly type: "run-recover"; readonly recovery: number }
  | {
    readonly type: "run-end";
    readonly state: "done" | "partial" | "failed" | "cancelled";
    readonly failure?: Failure;
  }
  | {
    readonly type: "run-undo";
    readonly last: string;
    readonly restored: readonly string[];
    readonly removed: readonly string[];
    readonly left: readonly string[];
  }
  | { readonly type: "conversation-rename"; readonly title: string }
  | {
    readonly type: "feedback";
    readonly by?: string;
    readonly rating?: "up" | "down";
    readonly reason?: string;
    readonly edited?: string;
    readonly prefer?: "stronger" | "cheaper";
    readonly about?: {
      readonly seq: number;
      readonly path: string;
      readonly step: string;
      readonly agent: string;
      readonly purpose: string;
      readonly model: string;
      readonly tier: "embedded" | "local" | "frontier";
    };
  }
  | {
    readonly type: "message-add";
    readonly role: "person" | "team";
    readonly text: string;
    readonly tainted: boolean;
    readonly citations?: readonly {
      readonly number: number;
      readonly path: string;
      readonly title: string;
      readonly source?: string;
    }[];
  }
  | {
    readonly type: "plan-propose";
    readonly plan: Plan;
    readonly by: "model" | "delegation" | "rules";
    readonly mended?: readonly string[];
  }
  | { readonly type: "plan-accept"; readonly by: "policy" | "person" }
  | { readonly type: "plan-revise"; readonly plan: Plan; readonly reason: string }
  | {
    readonly type: "plan-edit";
    readonly edit: string;
    readonly plan: Plan;
    readonly skip?: readonly string[];
    readonly retry?: readonly string[];
    readonly by?: string;
  }
  | { readonly type: "plan-approve"; readonly allow: boolean }
  | {
    readonly type: "task-start";
    readonly task: {
      readonly id: string;
      readonly goal: string;
      readonly capability: string;
      readonly agent: string;
      readonly needs: readonly string[];
      readonly acceptance?: string;
      readonly priority: number;
      readonly deadlineMs?: number;
      readonly optional: boolean;
    };
  }
  | {
    readonly type: "task-retry";
    readonly critique: string;
    readonly without?: readonly string[];
  }
  | {
    readonly type: "task-escalate";
    readonly to: "local" | "frontier";
    readonly reason: string;
  }
  | { readonly type: "task-reassign"; readonly agent: string; readonly reason: string }
  | { readonly type: "task-block"; readonly reason: string }
  | {
    readonly type: "task-end";
    readonly state: "done" | "failed" | "skipped" | "cancelled";
    readonly result?: {
      readonly text: string;
      readonly data?: Json;
      readonly artifacts: readonly {
        readonly id: string;
        readonly title: string;
        readonly mediaType: string;
        readonly bytes: number;
        readonly file?: string;
      }[];
      readonly sources: readonly { readonly title: string; readonly location: string }[];
      readonly tainted: boolean;
    };
    readonly failure?: Failure;
  }
  | {
    readonly type: "check-end";
    readonly verdict: "accept" | "revise" | "reject";
    readonly by: string;
    readonly reason?: string;
    readonly withdraws?: string;
  }
  | {
    readonly type: "history-compact";
    readonly messages: number;
    readonly summary: string;
  }
  | {
    readonly type: "approval-ask";
    readonly approval: string;
    readonly tool: string;
    readonly effect: string;
    readonly summary: string;
    readonly input?: Json;
    readonly why: string;
  }
  | {
    readonly type: "approval-answer";
    readonly approval: string;
    readonly allow: boolean;
    readonly by: "person" | "policy" | "timeout";
    readonly scope?: "run";
    readonly reason?: string;
    readonly input?: Json;
  }
  | {
    readonly type: "question-ask";
    readonly question: string;
    readonly text: string;
    readonly choices?: readonly string[];
  }
  | { readonly type: "question-answer"; readonly question: string; readonly text: string }
  | {
    readonly type: "client-call-ask";
    readonly ask: string;
    readonly calls: readonly { readonly id: string; readonly tool: string; readonly input: string }[];
  }
  | {
    readonly type: "client-call-answer";
    readonly ask: string;
    readonly results: readonly { readonly id: string; readonly text: string }[];
  }
  | { readonly type: "run-cancel"; readonly reason: string }
  | {
    readonly type: "step-start";
    readonly step: string;
    readonly attempt: number;
    readonly call:
      | {
        readonly kind: "model";
        readonly purpose: string;
        readonly agent: string;
        readonly model: string;
        readonly tier: "embedded" | "local" | "frontier";
        readonly reasons: readonly string[];
        readonly propensity: number;
      }
      | {
        readonly kind: "tool";
        readonly tool: string;
        readonly agent: string;
        readonly input: Json;
      }
      | { readonly kind: "other" };
  }
  | {
    readonly type: "step-fail";
    readonly step: string;
    readonly attempt: number;
    readonly failure: Failure;
    readonly text?: string;
  }
  | {
    readonly type: "step-end";
    readonly step: string;
    readonly attempt: number;
    readonly ok?: boolean;
    readonly text?: string;
    readonly failure?: Failure;
    readonly usage?: {
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly cachedTokens?: number;
      readonly reasoningTokens?: number;
    };
    readonly cost?: number;
    readonly notices?: readonly string[];
    readonly answeredBy?: string;
    readonly repaired?: readonly string[];
  }
  | {
    readonly type: "budget-reserve";
    readonly step: string;
    readonly scopes: readonly string[];
    readonly amount: number;
  }
  | {
    readonly type: "budget-settle";
    readonly step: string;
    readonly scopes: readonly string[];
    readonly reserved: number;
    readonly cost: number;
  }
  | {
    readonly type: "server-choose";
    readonly step: string;
    readonly attempt: number;
    readonly server: string;
  }
  | {
    readonly type: "policy-deny";
    readonly step: string;
    readonly tool: string;
    readonly why: string;
  }
  | {
    readonly type: "file-change";
    readonly step: string;
    readonly file: string;
    readonly isNew: boolean;
  }
  | { readonly type: "race-end"; readonly winner: string }
  | { readonly type: "timer-set"; readonly name: string; readonly due: number }
);

/** What went wrong, and the command that mends it. */
export type Failure = { readonly code: string; readonly message: string; readonly hint?: string };

/** Live text while it is written. */
export type Frame = {
  readonly kind: "frame";
  readonly type: "text" | "reasoning" | "tool-input" | "progress";
  readonly run: string;
  readonly path: string;
  readonly step: string;
  readonly attempt: number;
  readonly offset: number;
  readonly delta: string;
};

/** One request and what came of it. */
export type Run = {
  readonly id: string;
  readonly conversation: string;
  readonly team: string;
  readonly text: string;
  readonly state: "running" | "waiting" | "done" | "partial" | "failed" | "cancelled";
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly cost: number;
  readonly after?: string;
  readonly undoneAfter?: string;
  readonly title?: string;
  readonly recoveries: number;
  readonly lastSeq: number;
  readonly owner?: string;
};

/** A run with its tasks, calls and messages. */
export type RunDetail = {
  readonly run: Run;
  readonly plan?: Plan;
  readonly tasks: readonly {
    readonly run: string;
    readonly path: string;
    readonly agent: string;
    readonly goal: string;
    readonly state: "waiting" | "ready" | "running" | "blocked" | "checking" | "done" | "failed" | "skipped" | "cancelled";
    readonly startedAt: number;
    readonly endedAt?: number;
  }[];
  readonly modelCalls: readonly {
    readonly run: string;
    readonly path: string;
    readonly step: string;
    readonly agent: string;
    readonly purpose: string;
    readonly model: string;
    readonly tier: string;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cost: number;
    readonly ms: number;
    readonly ok: boolean;
    readonly at: number;
    readonly firstMs?: number;
    readonly cached: boolean;
    readonly failure?: string;
  }[];
  readonly messages: readonly Message[];
  readonly failure?: Failure;
  readonly live: boolean;
  readonly open: readonly RunEvent[];
};

/** What a person or the team said. */
export type Message = {
  readonly run: string;
  readonly conversation: string;
  readonly role: "person" | "team";
  readonly text: string;
  readonly tainted: boolean;
  readonly citations?: readonly {
    readonly number: number;
    readonly path: string;
    readonly title: string;
    readonly source?: string;
  }[];
  readonly at: number;
};

/** What was taken back of a run. */
export type Undone = {
  readonly restored: readonly string[];
  readonly removed: readonly string[];
  readonly left: readonly string[];
};

/** A file that went into a run or came out of it. */
export type Artifact = {
  readonly id: string;
  readonly kind: "attachment" | "artifact";
  readonly title: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly path: string;
  readonly file?: string;
};

/** What a model call saw. */
export type SeenCall = {
  readonly path: string;
  readonly step: string;
  readonly model: string;
  readonly tier: string;
  readonly reasons: readonly string[];
  readonly propensity: number;
  readonly messages: readonly unknown[];
  readonly tools: readonly { readonly name: string; readonly description?: string }[];
  readonly maxOutputTokens?: number;
  readonly isExact: boolean;
  readonly notices: readonly string[];
};

/** What today's code decides otherwise over the same inputs. */
export type Difference =
  | {
    readonly kind: "decision";
    readonly path: string;
    readonly recorded?: Readonly<Record<string, unknown>>;
    readonly decided?: Readonly<Record<string, unknown>>;
  }
  | {
    readonly kind: "step-input";
    readonly path: string;
    readonly step: string;
    readonly recorded: string;
    readonly asked: string;
  }
  | { readonly kind: "new-step"; readonly path: string; readonly step: string }
  | {
    readonly kind: "race";
    readonly path: string;
    readonly recorded: string;
    readonly among: readonly string[];
  };

/** One change of a plan. */
export type PlanOperation =
  | {
    readonly op: "add";
    readonly task: {
      readonly id: string;
      readonly goal: string;
      readonly capability: string;
      readonly agent: string;
      readonly needs?: readonly string[];
      readonly acceptance?: string;
      readonly priority?: number;
      readonly deadlineMs?: number;
      readonly optional?: boolean;
    };
  }
  | {
    readonly op: "change";
    readonly id: string;
    readonly changes: {
      readonly goal?: string;
      readonly capability?: string;
      readonly agent?: string;
      readonly needs?: readonly string[];
      readonly acceptance?: string;
      readonly priority?: number;
      readonly deadlineMs?: number;
      readonly optional?: boolean;
    };
  }
  | { readonly op: "remove"; readonly id: string }
  | { readonly op: "skip"; readonly id: string }
  | { readonly op: "retry"; readonly id: string };

/** The plan of a run as it stands. */
export type PlanView = {
  readonly run: string;
  readonly plan: Plan;
  readonly revision: number;
  readonly state: "proposed" | "running" | "ended";
  readonly tasks: readonly {
    readonly id: string;
    readonly state: "waiting" | "ready" | "running" | "blocked" | "checking" | "done" | "failed" | "skipped" | "cancelled";
  }[];
  readonly changes: readonly {
    readonly revision: number;
    readonly at: number;
    readonly by: string;
    readonly what: readonly string[];
  }[];
};

/** Runs that build upon one another. */
export type Conversation = {
  readonly id: string;
  readonly title: string;
  readonly team: string;
  readonly startedAt: number;
  readonly lastAt: number;
  readonly runs: number;
  readonly cost: number;
  readonly unfinished: number;
};

/** A conversation and how its runs follow one another. */
export type ConversationDetail = {
  readonly conversation: Conversation;
  readonly head: string;
  readonly tree: readonly { readonly run: string; readonly after: string; readonly undone: boolean }[];
};

/** All that was said, with sources, files and costs. */
export type ConversationExport = {
  readonly id: string;
  readonly title: string;
  readonly team: string;
  readonly startedAt: number;
  readonly lastAt: number;
  readonly cost: number;
  readonly earlier: number;
  readonly exchanges: readonly {
    readonly run: string;
    readonly after?: string;
    readonly team: string;
    readonly state: string;
    readonly startedAt: number;
    readonly endedAt?: number;
    readonly isUndone: boolean;
    readonly request: string;
    readonly attachments: readonly string[];
    readonly answer: string;
    readonly citations: readonly {
      readonly number: number;
      readonly path: string;
      readonly title: string;
      readonly source?: string;
    }[];
    readonly files: readonly { readonly file: string; readonly isNew: boolean }[];
    readonly failure?: Failure;
    readonly cost: number;
    readonly tokens: { readonly input: number; readonly output: number };
    readonly models: readonly string[];
  }[];
};

/** One request of a conversation and what came of it. */
export type Exchange = {
  readonly run: Run;
  readonly messages: readonly Message[];
  readonly branches: readonly string[];
  readonly model?: string;
  readonly tier?: string;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly feedback: readonly Feedback[];
};

/** What one person says of an answer. */
export type Feedback = {
  readonly run: string;
  readonly seq: number;
  readonly at: number;
  readonly by?: string;
  readonly rating?: "up" | "down";
  readonly reason?: string;
  readonly edited?: string;
  readonly prefer?: "stronger" | "cheaper";
  readonly about?: {
    readonly seq: number;
    readonly path: string;
    readonly step: string;
    readonly agent: string;
    readonly purpose: string;
    readonly model: string;
    readonly tier: "embedded" | "local" | "frontier";
  };
};

/** A message that holds the words that were looked for. */
export type FoundMessage = {
  readonly message: Message;
  readonly title: string;
  readonly places: readonly (readonly [number, number])[];
};

/** One thing that waits for a person. */
export type InboxItem = { readonly run: Run; readonly path: string; readonly at: number } & (
  | {
    readonly kind: "approval";
    readonly approval: string;
    readonly tool: string;
    readonly effect: string;
    readonly summary: string;
    readonly input?: Json;
    readonly why: string;
    readonly expiresAt: number;
    readonly mayStand: boolean;
  }
  | {
    readonly kind: "question";
    readonly question: string;
    readonly text: string;
    readonly choices: readonly string[];
  }
  | { readonly kind: "plan"; readonly revision: number; readonly tasks: number }
);

/** What a person thinks of an answer. */
export type FeedbackRequest = {
  readonly rating?: "up" | "down";
  /** Why, in own words. */
  readonly reason?: string;
  /** The answer as it should have been. */
  readonly edited?: string;
  /** Requests of this kind deserve a stronger, or need only a cheaper model. */
  readonly prefer?: "stronger" | "cheaper";
};

/** What went on in a stretch of time. */
export type Usage = {
  readonly from: number;
  readonly to: number;
  readonly runs: {
    readonly begun: number;
    readonly byState: Readonly<Record<string, number>>;
    readonly ms?: { readonly p50: number; readonly p95: number; readonly p99: number };
  };
  readonly calls: {
    readonly calls: number;
    readonly failed: number;
    readonly cached: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cost: number;
    readonly ms?: { readonly p50: number; readonly p95: number; readonly p99: number };
    readonly firstMs?: { readonly p50: number; readonly p95: number; readonly p99: number };
  };
  readonly byModel: readonly {
    readonly key: string;
    readonly calls: number;
    readonly failed: number;
    readonly cached: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cost: number;
  }[];
  readonly byAgent: readonly {
    readonly key: string;
    readonly calls: number;
    readonly failed: number;
    readonly cached: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cost: number;
  }[];
  readonly byTier: readonly {
    readonly key: string;
    readonly calls: number;
    readonly failed: number;
    readonly cached: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cost: number;
  }[];
  readonly byDay: readonly {
    readonly key: string;
    readonly calls: number;
    readonly failed: number;
    readonly cached: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cost: number;
  }[];
  readonly failures: readonly { readonly code: string; readonly calls: number }[];
  readonly running: number;
  readonly waiting: number;
};

/** How somebody wants to be served. */
export type Preferences = {
  /** Language of answers: de, fr, pt-BR. Otherwise that of the request. */
  readonly language?: string;
  /** IANA name, for dates in requests and results. */
  readonly timeZone?: string;
  /** Units of measurement in answers. */
  readonly units?: "metric" | "imperial";
  /** How long answers are, where the request does not say. */
  readonly length?: "short" | "long";
  /** plain: text without marks. */
  readonly format?: "plain" | "markdown";
  /** The team that is asked when a request names none. */
  readonly team?: string;
  /** Model id or alias that replaces every agent's choice. */
  readonly model?: string;
  /** The most that one run may cost, in US dollars, unless it names it. */
  readonly budget?: number;
  /** local-only: no call leaves for a model that others run. */
  readonly privacy?: "local-only";
};

/** A folder of agents and their rules. */
export type Team = {
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
};

/** A model of the catalogue. */
export type Model = {
  readonly id: string;
  readonly tier: "embedded" | "local" | "frontier";
  readonly provider: string;
  readonly context: number;
  readonly capabilities: readonly string[];
  readonly price?: { readonly input: number; readonly output: number };
  readonly obstacle?: string;
  readonly aliases: readonly string[];
};

/** Something that agents can do. */
export type Tool = {
  readonly name: string;
  readonly capability: string;
  readonly description: string;
  readonly effect: string;
  readonly examples: readonly string[];
  readonly teams: readonly string[];
};

/** What a client sends over the WebSocket. */
export type ClientMessage =
  | {
    readonly type: "subscribe";
    readonly id: string;
    readonly to:
      | { readonly kind: "run"; readonly run: string; readonly after?: number }
      | { readonly kind: "conversation"; readonly conversation: string }
      | { readonly kind: "runs" }
      | { readonly kind: "inbox" };
  }
  | { readonly type: "unsubscribe"; readonly id: string }
  | { readonly type: "ask"; readonly id: string; readonly request: AskRequest }
  | {
    readonly type: "signal";
    readonly id: string;
    readonly run: string;
    readonly signal: Signal;
  };

/** What the server sends over the WebSocket. */
export type ServerMessage =
  | {
    readonly type: "welcome";
    readonly version: string;
    readonly heartbeatMs: number;
    readonly maxBytes: number;
  }
  | {
    readonly type: "updates";
    readonly id: string;
    readonly updates: readonly (RunEvent | Frame)[];
  }
  | { readonly type: "runs"; readonly id: string; readonly runs: readonly Run[] }
  | { readonly type: "inbox"; readonly id: string; readonly open: readonly RunEvent[] }
  | {
    readonly type: "end";
    readonly id: string;
    readonly why: "run-end" | "gone" | "unsubscribed";
  }
  | {
    readonly type: "asked";
    readonly id: string;
    readonly run: string;
    readonly conversation: string;
  }
  | { readonly type: "done"; readonly id: string }
  | {
    readonly type: "problem";
    readonly id?: string;
    readonly problem: {
      readonly status: number;
      readonly code: string;
      readonly detail: string;
      readonly hint?: string;
    };
  }
  | { readonly type: "limit"; readonly id?: string; readonly retryAfter: number }
  | { readonly type: "bye"; readonly retryAfter: number };
