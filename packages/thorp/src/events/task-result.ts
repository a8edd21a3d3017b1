/** What a task hands on. Long texts and files are artifacts: by id, title and summary, never by value. */
import type { Json } from "../base/json.ts";
import type { Labels } from "../base/label.ts";
import type { Credit } from "./held-terms.ts";

/** Something that a task made and that is too long to stand in a text. `bytes` is its size. */
export interface Artifact {
  /** Unique in its run: `t1.a1`. */
  readonly id: string;
  readonly title: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Where the bytes are: a blob of the store, a file on disk, or both. */
  readonly blob?: string;
  readonly file?: string;
}

/** Where a statement can be looked up. */
export interface Source {
  readonly title: string;
  /** A path in the workspace, a URL, or the name of a tool. */
  readonly location: string;
  /** Who is to be named beside what is made of it. */
  readonly credit?: Credit;
}

/** The outcome of a task as later tasks and the answer read it. */
export interface TaskResult {
  /** What was found or done, in words; at most 800 tokens, else a summary of the artifact that holds the whole. */
  readonly text: string;
  /** The same as data where the work was a computation. */
  readonly data?: Json;
  readonly artifacts: readonly Artifact[];
  readonly sources: readonly Source[];
  readonly labels: Labels;
  /** Addresses in the text that a tool found as links; absent when there are none. */
  readonly links?: readonly string[];
}
