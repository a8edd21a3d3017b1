/**
 * A model's text on its way to the reader: thoughts told from words, calls that were written as text taken out,
 * endless repetition stopped.
 */
import { ThorpError } from "../../../base/errors.ts";
import { findTextCalls, type TextCalls } from "./find-text-calls.ts";
import { createCallHold } from "./hold-calls.ts";
import { createRepetitionWatch } from "./repetition.ts";
import { createThinkingSplitter, type SplitText } from "./split-thinking.ts";

/** What is known of the call before its answer comes. */
export interface AnswerReaderOptions {
  /** Names of the tools that were offered or called before. */
  readonly tools: readonly string[];
  /** The request wants something said many times. */
  readonly mayRepeat: boolean;
}

/** What one piece of the stream brought. */
export interface AnswerPieces {
  /** To be shown now. */
  readonly text: string;
  readonly thought: string;
}

/** The answer when it is over. */
export interface AnswerEnd extends AnswerPieces {
  /** The whole answer; differs from what was shown when calls or thoughts were taken out of it. */
  readonly whole: string;
  readonly calls: TextCalls | undefined;
  /** What was taken out, in words. */
  readonly notes: readonly string[];
}

/** Of one answer: `push` and `think` while it comes, then `end` or `broken`, once. */
export interface AnswerReader {
  /** Throws `model-output` when the text repeats itself without end. */
  push(delta: string): AnswerPieces;
  /** A thought that came as such; watched like text. */
  think(delta: string): void;
  end(): AnswerEnd;
  /** What may still be shown of a text that broke off, and how many characters of all that make sense. */
  broken(): AnswerPieces & { readonly soundLength: number | undefined };
}

/** For one answer, from its first character. */
export function createAnswerReader({ tools, mayRepeat }: AnswerReaderOptions): AnswerReader {
  const splitter = createThinkingSplitter();
  const hold = createCallHold(tools);
  const spoken = createRepetitionWatch();
  const thought = createRepetitionWatch();
  let said = "";
  let isRetracted = false;
  let hadTags = false;
  let soundLength: number | undefined;

  const take = (split: SplitText): AnswerPieces => {
    if (split.retracts) {
      said = "";
      isRetracted = true;
    }
    if (split.thought !== "") hadTags = true;
    said += split.text;
    return { text: hold.push(split.text), thought: split.thought };
  };
  const watch = (at: number | undefined, what: string): void => {
    if (at !== undefined && !mayRepeat)
      throw new ThorpError("model-output", `The model's ${what} repeated itself without end.`);
  };

  return {
    push(delta) {
      const split = splitter.push(delta);
      const pieces = take(split);
      if (mayRepeat) return pieces;
      const repeatsFrom = spoken.push(split.text);
      if (repeatsFrom !== undefined) soundLength = repeatsFrom;
      watch(repeatsFrom, "answer");
      watch(thought.push(pieces.thought), "thinking");
      return pieces;
    },
    think: (delta) => watch(thought.push(delta), "thinking"),
    end() {
      const last = take(splitter.flush());
      const calls = findTextCalls(said, tools);
      const notes = [
        ...(isRetracted || hadTags ? ["thoughts were taken out of the text"] : []),
        ...(calls === undefined ? [] : [`${calls.calls.length === 1 ? "a call" : "calls"} written as text`]),
      ];
      const rest = calls === undefined ? hold.held() : "";
      return { text: last.text + rest, thought: last.thought, whole: calls?.rest ?? said, calls, notes };
    },
    broken() {
      const last = take(splitter.flush());
      return { text: last.text + (hold.isCall() ? "" : hold.held()), thought: last.thought, soundLength };
    },
  };
}
