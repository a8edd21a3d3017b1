/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
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
