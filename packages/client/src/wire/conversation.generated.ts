/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
import type { Feedback } from "./feedback.generated.ts";
import type { Message, Run } from "./run.generated.ts";
import type { Failure } from "./run-event.generated.ts";

/** Runs that build upon one another. */
export type Conversation = {
  readonly id: string;
  readonly title: string;
  readonly team: string;
  readonly startedAt: number;
  readonly lastAt: number;
  readonly runs: number;
  readonly cost: number;
  readonly unfinished: number;
};

/** A conversation and how its runs follow one another. */
export type ConversationDetail = {
  readonly conversation: Conversation;
  readonly head: string;
  readonly tree: readonly { readonly run: string; readonly after: string; readonly undone: boolean }[];
};

/** All that was said, with sources, files and costs. */
export type ConversationExport = {
  readonly id: string;
  readonly title: string;
  readonly team: string;
  readonly startedAt: number;
  readonly lastAt: number;
  readonly cost: number;
  readonly earlier: number;
  readonly exchanges: readonly {
    readonly run: string;
    readonly after?: string;
    readonly team: string;
    readonly state: string;
    readonly startedAt: number;
    readonly endedAt?: number;
    readonly isUndone: boolean;
    readonly request: string;
    readonly attachments: readonly string[];
    readonly answer: string;
    readonly citations: readonly {
      readonly number: number;
      readonly path: string;
      readonly title: string;
      readonly source?: string;
    }[];
    readonly credits?: readonly { readonly text: string; readonly url?: string }[];
    readonly files: readonly { readonly file: string; readonly isNew: boolean }[];
    readonly failure?: Failure;
    readonly cost: number;
    readonly tokens: { readonly input: number; readonly output: number };
    readonly models: readonly string[];
  }[];
};

/** One request of a conversation and what came of it. */
export type Exchange = {
  readonly run: Run;
  readonly messages: readonly Message[];
  readonly branches: readonly string[];
  readonly model?: string;
  readonly tier?: string;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly feedback: readonly Feedback[];
};

/** A message that holds the words that were looked for. */
export type FoundMessage = {
  readonly message: Message;
  readonly title: string;
  readonly places: readonly (readonly [number, number])[];
};
