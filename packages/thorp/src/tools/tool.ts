/**
 * The Tool seam.
 *
 * Life of a call, driven by the gateway: validate the input against `input` -> policy (from `effect` and `describe`)
 * -> approval -> `execute` under a time limit -> label -> format -> clean up. A tool returns expected failures as
 * `ok: false` with words that a model can act on; it throws only `ThorpError`. It reads time, files and network from
 * its context and nowhere else. It never sees a secret that is not its own.
 */
import type { z } from "zod";
import type { Clock } from "../base/clock.ts";
import type { ErrorCode } from "../base/errors.ts";
import type { Effect, Intent } from "../base/intent.ts";
import type { Json } from "../base/json.ts";
import type { Labels } from "../base/label.ts";
import type { HeldTerms } from "../events/held-terms.ts";
import type { Artifact, Source } from "../events/task-result.ts";
import type { Sandbox, SandboxWish } from "../sandbox/sandbox.ts";
import type { Shelf } from "./shelf.ts";

/** What a GET brought; `url` is the address after redirects. Also answers with an error status come back. */
export interface FetchedPage {
  readonly url: string;
  readonly status: number;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** An answer with its headers, names in lower case. */
export interface FetchedAnswer extends FetchedPage {
  readonly headers: Readonly<Record<string, string>>;
}

/** What a request does. */
export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One request of HTTP. */
export interface HttpRequest {
  /** Default GET. */
  readonly method?: HttpMethod;
  /** They go to the host of the address alone: a redirect to another one goes on without them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Never goes to another host than the one it was meant for. */
  readonly body?: string | Uint8Array;
  /** Of the unpacked answer; default 8 MiB. */
  readonly maxBytes?: number;
  /** For everything from the resolver to the last byte; default 20 s. */
  readonly timeoutMs?: number;
  /** Hosts (with their port) beside its own that a redirect may lead to, by https alone. Default: any public one. */
  readonly redirectsTo?: readonly string[];
  /** Stands for the address in errors, where the address itself holds a secret. */
  readonly shownAs?: string;
}

/** An earlier result, whole. */
export interface ReadResult {
  readonly text: string;
  readonly data?: Json;
  readonly artifacts: readonly Artifact[];
  readonly sources?: readonly Source[];
  /** Where its content came from; a tool that passes it on passes them on. */
  readonly labels?: Labels;
}

/** All that a tool may use of the world, for one call. */
export interface ToolContext {
  readonly clock: Clock;
  readonly timeZone: string;
  readonly signal: AbortSignal;
  /** Stable over retries and recoveries of this call: `run/path/step`. */
  readonly key: string;
  /** Folder that may be read. */
  readonly workspace: string;
  /** Folder for results; exists when a tool writes through `createFile`. */
  readonly out: string;
  /**
   * The absolute path of a file inside the workspace or the out folder, symlinks resolved. Throws `outside-workspace`.
   * The file need not exist when `forWriting`.
   */
  resolvePath(path: string, options?: { readonly forWriting?: boolean }): Promise<string>;
  /** Bytes of a workspace file or of `attachment:NAME`; throws `input-too-large` beyond `maxBytes` (default 32 MiB). */
  readFile(path: string, options?: { readonly maxBytes?: number }): Promise<Uint8Array>;
  /**
   * Makes a new file in the out folder and returns it as an artifact; a name that is taken gets a number. Repeating it
   * with the same key and name gives the same file. With `replaces` it goes over what an earlier call of the same task
   * made that way under this name, unless somebody has edited that.
   */
  createFile(file: {
    readonly name: string;
    readonly title: string;
    readonly mediaType: string;
    readonly bytes: Uint8Array | string;
    readonly replaces?: boolean;
  }): Promise<Artifact>;
  /** The guarded fetch: public http(s) addresses only, redirects re-checked, size and time limited. */
  fetchPage(url: string, options?: { readonly maxBytes?: number }): Promise<FetchedPage>;
  /** The same guarded fetch for any request. Throws as `fetchPage`; answers with an error status come back. */
  request(url: string, request?: HttpRequest): Promise<FetchedAnswer>;
  /**
   * The value of a key or setting that the tool names in `needs`: from the environment, else the credential of whoever
   * asks, of the team, of everyone. Undefined when nobody has set it, and for every name that is not in `needs`.
   */
  needed(env: string): Promise<string | undefined>;
  /** Results of earlier tasks that this one may read, by task id or artifact id. */
  readResult(id: string): Promise<ReadResult | undefined>;
  /** What the calling agent's team gives it to read; absent where no team is at work. */
  readonly shelf?: Shelf;
  /**
   * A place to run programs in, which the caller closes. `javascript`: an interpreter without rights. `process`: a cage;
   * our own rights only where a person allowed that for this call. Absent where nothing gives any.
   */
  openSandbox?(kind: "javascript" | "process", wish?: SandboxWish): Promise<Sandbox>;
  /** A sentence for the progress line. */
  progress(text: string): void;
  /** The call was held back so long by what its provider allows; recorded with the answer. Milliseconds. */
  heldBack?(ms: number): void;
}

/** What a call brought. `ok: false` is an expected failure in words that a model can act on. */
export type ToolOutput =
  | {
      readonly ok: true;
      /** For a model: complete sentences or compact data, at most a few thousand tokens. */
      readonly text: string;
      /** The same as data where it was computed. */
      readonly data?: Json;
      readonly artifacts?: readonly Artifact[];
      readonly sources?: readonly Source[];
      /** Where the content came from; the gateway adds `tool:NAME`. */
      readonly labels?: Labels;
    }
  | {
      readonly ok: false;
      /** What went wrong, in a sentence that a person may read as well. */
      readonly text: string;
      /** What to do instead, for a model alone. */
      readonly advice?: string;
      /** Default `tool-failed`. */
      readonly code?: ErrorCode;
    };

/** What a call needs beside its arguments before it can work. */
export type ToolNeed =
  /** A key of a provider: the environment, else the credential store. `where`: the page that hands it out. */
  | { readonly kind: "key"; readonly env: string; readonly isOptional: boolean; readonly where?: string }
  /** A setting that only the operator can know: his contact address, the address of his own server. */
  | { readonly kind: "setting"; readonly env: string; readonly isOptional: boolean; readonly what: string }
  /** A cage for programs of third parties. */
  | { readonly kind: "sandbox" };

/**
 * What the provider of a tool demands of those who call it. Each answer is recorded with them, credits are shown beside
 * what is made of it, and exports for training leave out what they do not allow.
 */
export interface ToolTerms extends HeldTerms {
  /** In the provider's words: personal use, non-commercial. */
  readonly note?: string;
  /** How many requests may be made in a stretch of time. */
  readonly rate?: readonly { readonly requests: number; readonly ms: number }[];
}

/** How well a tool's description is known to be true. */
export type ToolEvidence = "own-code" | "vendor-read" | "third-party-read" | "recalled" | "declared-by-server";

/** What a team can call. Everything that policy has to know of it stands here, not in its code. */
export interface Tool<Input = unknown> {
  /** `verb_noun`, unique in a team. */
  readonly name: string;
  /** What agents and plans ask for; several tools may share one. */
  readonly capability: string;
  /** One or two sentences, written for a small model: what it does, what it needs, what it gives. */
  readonly description: string;
  /** Five to ten things people say when they want this. */
  readonly examples: readonly string[];
  readonly input: z.ZodType<Input>;
  /** What models are told of the input, where a JSON Schema and not `input` is the original. */
  readonly inputSchema?: Readonly<Record<string, Json>>;
  /** The strongest effect that any call of it has. */
  readonly effect: Effect;
  /** True when running it twice does no harm: it may run again after a crash. */
  readonly repeatable: boolean;
  /**
   * True when the same input over the same files gives the same output, whatever the time. Files count that are read
   * with `readFile`; a call that uses anything else of its context but `progress` is never served from the cache.
   */
  readonly cacheable: boolean;
  /** Another one wherever the same input may be answered differently from now on: an update of the tool. Default: none. */
  readonly revision?: string;
  /** Default 30 s. */
  readonly timeoutMs?: number;
  readonly needs?: readonly ToolNeed[];
  readonly terms?: ToolTerms;
  /** Default `own-code`. */
  readonly evidence?: ToolEvidence;
  /**
   * What calls share that is scarce, named alike: `host:export.arxiv.org`, `program:ffmpeg`. So many of them run at once,
   * over all runs; the others wait, which is no part of their time limit.
   */
  readonly resource?: { readonly name: string; readonly slots: number };
  /** Arguments that bring an answer at any time, for whoever looks whether it works. */
  readonly sample?: Readonly<Record<string, Json>>;
  /**
   * What stands behind it where that is not part of Thorp: a person agrees to exactly this text, and is asked again when
   * it is another one.
   */
  readonly origin?: { readonly file: string; readonly text: string };
  /** Price of a call at list price; absent when it is free. Micro-dollars. */
  readonly price?: number;
  describe(input: Input, context: Pick<ToolContext, "workspace" | "out">): Intent;
  /**
   * What the call would change of what is there now, in the form of `Intent.diff`, for a person who is asked. Looked at
   * once, before the question; it changes nothing. When it fails, nothing is shown.
   */
  preview?(input: Input, context: Pick<ToolContext, "readFile">): Promise<string | undefined>;
  execute(input: Input, context: ToolContext): Promise<ToolOutput>;
}

/** Keeps the input type while the list of tools forgets it. */
export function defineTool<Input>(tool: Tool<Input>): Tool {
  return tool as unknown as Tool;
}
