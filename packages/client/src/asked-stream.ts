/** A run that was asked for, as an object. */
import { type AnswerText, answerOf, answerText } from "./answer-text.ts";
import { type Calls, runPath } from "./calls.ts";
import { followRun, type RunUpdate } from "./follow-run.ts";
import type { AskedRun, AskRequest, RetryRequest } from "./wire/ask.generated.ts";

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface AskOptions extends CallOptions {
  /** Begins one run however often it is asked with the same key, also over a restart of the server. Default: a new one. */
  readonly idempotencyKey?: string;
}

/** A run that was asked for: iterate over it to follow it. */
export interface AskedStream extends AsyncIterable<RunUpdate> {
  readonly run: string;
  readonly conversation: string;
  /** The answer once the run has ended; rejects with `ThorpRunError` when there is none. */
  answer(options?: CallOptions): Promise<string>;
  /** The answer as it is written: `text` is all of it so far. Ends with the run; rejects as `answer` does. */
  text(options?: CallOptions): AsyncIterable<AnswerText>;
  /** Stops the run; what was done stays. */
  abort(): Promise<void>;
}

/** What is asked, and where: the path of `AskRequest` or of `RetryRequest`. */
interface Asking extends AskOptions {
  readonly path: string;
  readonly body: AskRequest | RetryRequest;
}

/** Begins the run, once however often it is sent. */
export async function askAt(
  { json, done, send }: Calls,
  { path, body, signal, idempotencyKey }: Asking,
): Promise<AskedStream> {
  const headers = idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
  const asked = await json<AskedRun>({ method: "POST", path, body, headers, signal, repeatable: true });
  const follow = (how: CallOptions) => ({ [Symbol.asyncIterator]: () => followRun(send, asked.run, how) });
  return {
    ...asked,
    answer: (how = {}) => answerOf(follow(how), asked.run),
    text: (how = {}) => answerText(follow(how), asked.run),
    abort: () => done({ method: "POST", path: runPath(asked.run, "/cancel") }),
    [Symbol.asyncIterator]: () => followRun(send, asked.run, signal === undefined ? {} : { signal }),
  };
}
