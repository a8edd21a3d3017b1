/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
import type { AskRequest, Signal } from "./ask.generated.ts";
import type { Run } from "./run.generated.ts";
import type { Frame, RunEvent } from "./run-event.generated.ts";

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
