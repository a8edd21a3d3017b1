/**
 * The answer of a run as one text.
 *
 * Only the top agent's words count. A new step begins a new text, a new attempt takes the words of the one before it
 * back, and the final message, which may say more than was streamed, is the last word.
 */
import { ThorpRunError } from "./errors.ts";
import type { RunUpdate } from "./follow-run.ts";

/** A piece of the answer, and all of it so far. `delta` is absent where `text` was replaced instead of continued. */
export interface AnswerText {
  readonly text: string;
  readonly delta?: string;
}

/** Ends with the run. Rejects with `ThorpRunError` when it ends without a word. */
export async function* answerText(updates: AsyncIterable<RunUpdate>, run: string): AsyncGenerator<AnswerText> {
  let text = "";
  let writing = "";
  let answer = "";
  for await (const update of updates) {
    if (update.kind === "frame") {
      if (update.path !== "" || update.type !== "text") continue;
      const place = `${update.step}@${update.attempt}`;
      const before = place === writing ? text.slice(0, update.offset) : "";
      const isNext = before === text;
      writing = place;
      text = before + update.delta;
      yield isNext ? { text, delta: update.delta } : { text };
    } else if (update.type === "message-add" && update.role === "team") {
      answer = update.text;
      if (answer !== text)
        yield answer.startsWith(text) ? { text: answer, delta: answer.slice(text.length) } : { text: answer };
      text = answer;
    } else if (update.type === "run-end" && answer === "") throw new ThorpRunError(run, update);
  }
}

/** The whole answer once the run has ended; rejects with `ThorpRunError` when there is none. */
export async function answerOf(updates: AsyncIterable<RunUpdate>, run: string): Promise<string> {
  let answer = "";
  for await (const { text } of answerText(updates, run)) answer = text;
  return answer;
}
