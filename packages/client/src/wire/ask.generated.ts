/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
import type { Json } from "./run-event.generated.ts";

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
  /** `/SERVER:PROMPT arguments` at the beginning and `@SERVER:URI` anywhere name prompts and resources of MCP servers, which come along as attachments; default: false. */
  readonly expand?: boolean;
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
  /** `/SERVER:PROMPT arguments` at the beginning and `@SERVER:URI` anywhere name prompts and resources of MCP servers, which come along as attachments; default: false. */
  readonly expand?: boolean;
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
    /** Also answers later calls of the same tool and effect: until the run ends, in the conversation, always. */
    readonly scope?: "run" | "conversation" | "always";
    /** What has to be the same in later calls, of what `stands` of the ask offers. Default: its first. */
    readonly match?: "tool" | "folder" | "host" | "arguments";
    /** Why not; the agent reads it. */
    readonly reason?: string;
    /** Other arguments that are allowed instead. */
    readonly input?: Json;
  }
  | { readonly type: "question-answer"; readonly question: string; readonly text: string }
  | { readonly type: "plan-approve"; readonly allow: boolean };
