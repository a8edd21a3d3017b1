/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
import type { Json } from "./run-event.generated.ts";

export type OpenSandboxRequest = {
  /** javascript: an interpreter; cage: sh and python, as processes. */
  readonly kind: "javascript" | "cage";
  readonly limits?: {
    /** Milliseconds that one program may take. */
    readonly timeMs?: number;
    readonly memoryBytes?: number;
    /** What one program may print, both streams together. */
    readonly outputBytes?: number;
    readonly processes?: number;
    /** All files of the sandbox together. */
    readonly diskBytes?: number;
  };
  /** The network of the server, its own services among it. For admins. */
  readonly network?: boolean;
};

export type Sandbox = {
  readonly id: string;
  /** Id of the user; absent where there are none. */
  readonly owner?: string;
  readonly kind: string;
  readonly languages: readonly string[];
  readonly limits: {
    /** Milliseconds that one program may take. */
    readonly timeMs: number;
    readonly memoryBytes: number;
    /** What one program may print, both streams together. */
    readonly outputBytes: number;
    readonly processes: number;
    /** All files of the sandbox together. */
    readonly diskBytes: number;
  };
  readonly network: boolean;
  readonly openedAt: number;
  /** When it is closed unless somebody uses it before. */
  readonly closesAt: number;
};

export type Program = {
  readonly language: "sh" | "python" | "javascript";
  readonly source: string;
  /** Standard input; `input` in JavaScript, parsed where it is JSON. */
  readonly input?: string;
  readonly timeMs?: number;
};

export type ProgramUpdate =
  | { readonly kind: "output"; readonly stream: "out" | "err"; readonly text: string }
  | {
    readonly kind: "end";
    readonly ms: number;
    readonly end:
      | { readonly kind: "exit"; readonly code: number; readonly value?: Json }
      | {
        readonly kind: "limit";
        readonly limit: "time" | "memory" | "output" | "processes" | "disk";
        readonly message: string;
      }
      | { readonly kind: "stopped" };
  };

export type SandboxEntry = { readonly path: string; readonly kind: "file" | "folder"; readonly bytes: number };

export type EditFile =
  | {
    readonly path: string;
    readonly kind: "replace";
    readonly find: string;
    readonly put: string;
  }
  | {
    readonly path: string;
    readonly kind: "insert";
    readonly line: number;
    readonly text: string;
  };

export type EditedFile = { readonly line: number; readonly text: string };
