/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
import type { Plan } from "./plan.generated.ts";
import type { Failure, RunEvent } from "./run-event.generated.ts";

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
  readonly credits?: readonly { readonly text: string; readonly url?: string }[];
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
