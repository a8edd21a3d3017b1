/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
import type { Plan } from "./plan.generated.ts";

/** Whatever JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

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
  | { readonly type: "call-start" }
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
    readonly credits?: readonly { readonly text: string; readonly url?: string }[];
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
      readonly sources: readonly {
        readonly title: string;
        readonly location: string;
        readonly credit?: { readonly text: string; readonly url?: string };
      }[];
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
    readonly diff?: string;
    readonly why: string;
    readonly stands?: readonly Standing[];
  }
  | {
    readonly type: "approval-answer";
    readonly approval: string;
    readonly allow: boolean;
    readonly by: "person" | "policy" | "timeout";
    readonly scope?: "run" | "conversation" | "always";
    readonly match?: "tool" | "folder" | "host" | "arguments";
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
    readonly cachedAt?: number;
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
    readonly type: "content-find";
    readonly step: string;
    readonly direction: "input" | "output" | "arguments" | "tool";
    readonly category: string;
    readonly action: "allow" | "mask" | "ask" | "block";
    readonly times: number;
  }
  | {
    readonly type: "resource-wait";
    readonly step: string;
    readonly tool: string;
    readonly resource: string;
    readonly ahead: number;
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

/** One way to allow more than the call that is asked about. */
export type Standing = {
  readonly match: "tool" | "folder" | "host" | "arguments";
  readonly value: string;
  readonly scopes: readonly ("run" | "conversation" | "always")[];
};

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
