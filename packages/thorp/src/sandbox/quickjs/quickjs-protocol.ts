/** What the thread with the interpreter is told and tells. */
import type { Json } from "../../base/json.ts";
import type { LimitName } from "../sandbox.ts";

/** One program with everything that it may see. */
export interface QuickjsOrder {
  readonly source: string;
  readonly input?: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly timeMs: number;
  readonly memoryBytes: number;
  readonly outputBytes: number;
  readonly diskBytes: number;
}

/** `begin`: the interpreter is loaded, and its time counts from now. `end` is the last message. */
export type QuickjsMessage =
  | { readonly type: "begin" }
  | { readonly type: "output"; readonly stream: "out" | "err"; readonly text: string }
  | {
      readonly type: "end";
      readonly files: ReadonlyMap<string, Uint8Array>;
      readonly end:
        | { readonly kind: "exit"; readonly code: number; readonly value?: Json }
        | { readonly kind: "limit"; readonly limit: LimitName };
    };
