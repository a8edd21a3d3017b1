/**
 * What a program that asks brings along beside the words: tools that it carries out itself, and how it wants the answer.
 *
 * A call of such a tool suspends the run: the journal says what is wanted (`client-call-ask`), and the run goes on when
 * the program has brought the results (`client-call-answer`), also after a restart.
 */
import type { Json } from "../base/json.ts";

/** A tool that the asker carries out; `parameters` is the JSON schema of its input. */
export interface ClientTool {
  readonly name: string;
  readonly description?: string;
  readonly parameters: Json;
}

/** One call of such a tool; `id` is unique among all runs, `input` is JSON text. */
export interface ClientCall {
  readonly id: string;
  readonly tool: string;
  readonly input: string;
}

/** What the asker's tool gave. */
export interface ClientResult {
  readonly id: string;
  readonly text: string;
}

/** A call that was carried out before this run, in a conversation that the asker keeps. */
export interface ClientDoneCall {
  readonly id: string;
  /** Calls of one turn were made at once. */
  readonly turn: number;
  readonly tool: string;
  readonly input: Json;
  readonly text: string;
}

/** How the answer is to be made; each counts for the words of the top agent alone. */
export interface AnswerTerms {
  /** JSON schema that the whole answer has to fit. */
  readonly schema?: Json;
  /** Tokens of one piece of writing. */
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
}

/** All of it; everything may be absent. */
export interface ClientTerms {
  readonly tools?: readonly ClientTool[];
  /** For the first call of a model; `auto` when absent. A name: that tool and no other. */
  readonly choice?: "none" | "required" | { readonly tool: string };
  /** True: one call at a time. */
  readonly oneByOne?: boolean;
  readonly calls?: readonly ClientDoneCall[];
  readonly answer?: AnswerTerms;
  /** What the asker's protocol wants to find again; nothing here reads it. */
  readonly note?: Json;
}
