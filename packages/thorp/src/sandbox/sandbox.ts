/**
 * The Sandbox seam: a place where a program of somebody else runs, with files of its own.
 *
 * A sandbox has no network unless it was granted, no files but its own, no keys, and limits. It outlives a program, not
 * the process that opened it. What a program does wrong, a limit that it meets among it, is the end of that program as
 * data; the sandbox can be used again. What is thrown is a `ThorpError`: `sandbox-unknown` after `close`, `input-invalid`
 * for a path or language that cannot be, `file-unknown`, `input-too-large`, `sandbox-missing` when it cannot be had here.
 */
import type { Json } from "../base/json.ts";
import type { TextEdit } from "./edit-text.ts";

export const programLanguages = ["sh", "python", "javascript"] as const;
/** What programs are written in. */
export type ProgramLanguage = (typeof programLanguages)[number];

/**
 * `javascript`: an interpreter in a thread, pure computing. `cage`: processes with namespaces of their own. `bare`:
 * processes with the rights of Thorp itself; only after a person allowed that very program.
 */
export const sandboxKinds = ["javascript", "cage", "bare"] as const;
/** What holds the programs. */
export type SandboxKind = (typeof sandboxKinds)[number];

/** What a program may use at most. */
export interface SandboxLimits {
  /** Of one program, milliseconds of the wall clock. */
  readonly timeMs: number;
  /** Of one program with all its processes, in bytes that are really used. */
  readonly memoryBytes: number;
  /** What one program may print, bytes of both streams together. */
  readonly outputBytes: number;
  /** Processes and threads of one program at a time. */
  readonly processes: number;
  /** Files of the sandbox together, in bytes. */
  readonly diskBytes: number;
}

/** The limit that ended a program. */
export type LimitName = "time" | "memory" | "output" | "processes" | "disk";

/** One program. */
export interface Program {
  readonly language: ProgramLanguage;
  readonly source: string;
  /** Standard input; `input` in JavaScript, parsed where it is JSON. */
  readonly input?: string;
  /** Ends it before the sandbox's own limit. Milliseconds. */
  readonly timeMs?: number;
}

/** How a program ended. */
export type ProgramEnd =
  | {
      readonly kind: "exit";
      /** 0 when it worked. */
      readonly code: number;
      /** Of the last expression, in JavaScript. */
      readonly value?: Json;
    }
  /** In words that a person and a model can act on. */
  | { readonly kind: "limit"; readonly limit: LimitName; readonly message: string }
  /** The signal that was given aborted, or the sandbox was closed. */
  | { readonly kind: "stopped" };

/** What a program tells while it runs; the last one is its end. */
export type ProgramUpdate =
  | { readonly kind: "output"; readonly stream: "out" | "err"; readonly text: string }
  | { readonly kind: "end"; readonly end: ProgramEnd; readonly ms: number };

/** One file or folder of a sandbox; `path` is relative to it. */
export interface SandboxEntry {
  readonly path: string;
  readonly kind: "file" | "folder";
  /** 0 for folders. */
  readonly bytes: number;
}

/** One open sandbox. One program at a time: a second one waits for the first. */
export interface Sandbox {
  readonly kind: SandboxKind;
  readonly languages: readonly ProgramLanguage[];
  readonly limits: SandboxLimits;
  /** The program starts with the first update that is asked for; leaving the loop stops it. */
  run(program: Program, signal?: AbortSignal): AsyncIterable<ProgramUpdate>;
  /** Throws `input-too-large` above `maxBytes`, default 8 MiB. */
  readFile(path: string, options?: { readonly maxBytes?: number }): Promise<Uint8Array>;
  /** Makes or replaces it, with the folders that it needs. Throws `input-too-large` above the limit of the disk. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  /** Changes a text in one place; throws `input-invalid` with words that say why where that place is not clear. */
  editFile(path: string, edit: TextEdit): Promise<{ readonly text: string; readonly line: number }>;
  /** Everything below a folder, sorted by path, at most 1,000 entries. Links are not followed and not listed. */
  listFiles(folder?: string): Promise<readonly SandboxEntry[]>;
  /** Stops what runs and removes its own files. Closing twice is no error. */
  close(): Promise<void>;
}

/** What somebody wants of a sandbox. */
export interface SandboxWish {
  /** Higher ones are cut to what the kind allows. */
  readonly limits?: Partial<SandboxLimits>;
  /** The network of this machine, its own services among it. Default: none. Only a `cage` and `bare` can have it. */
  readonly network?: boolean;
  /**
   * An absolute folder that programs may change, under its own path, instead of a folder of their own. It stays when the
   * sandbox is closed, and its size is not limited.
   */
  readonly folder?: string;
}

/** One way to hold programs. */
export interface SandboxMaker {
  readonly kind: SandboxKind;
  readonly languages: readonly ProgramLanguage[];
  /** Rejects with `sandbox-missing` when this machine cannot, and says what it lacks. */
  open(wish?: SandboxWish): Promise<Sandbox>;
}
