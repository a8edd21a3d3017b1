/** The text of one reply as it is shown: calls and thoughts taken out of it, secrets masked, repetition noticed. */
import type { FrameKind } from "../../events/frame.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";
import { type AnswerFilter, filteredStream } from "./answer-filter.ts";
import { type AnswerEnd, createAnswerReader } from "./text-calls/read-answer.ts";

/** Who hears of the text while it comes. */
export interface ShownTextOptions {
  readonly onFrame: (kind: FrameKind, delta: string) => void;
  /** Keeps what was shown when the stream breaks. */
  readonly onText: (text: string) => void;
  readonly secrets: SecretFilter;
  /** What the team hides, refuses or asks about in answers; absent: nothing. */
  readonly filters?: AnswerFilter;
  /** Names of the tools that a call written as text can mean; none: no call is looked for. */
  readonly tools?: readonly string[];
  /** The request wants something said many times. */
  readonly mayRepeat?: boolean;
}

/** Takes deltas in; throws `model-output` when the reply goes round in circles. */
export interface ShownText {
  text(delta: string): void;
  thought(delta: string): void;
  /** Ends a whole answer. */
  end(): AnswerEnd & { readonly shown: string; readonly thoughts: number };
  /** What was held back belongs to the text also when the stream broke. */
  breakOff(): void;
}

/** For one reply. */
export function createShownText({
  onFrame,
  onText,
  secrets,
  filters,
  tools = [],
  mayRepeat = false,
}: ShownTextOptions): ShownText {
  const answer = createAnswerReader({ tools, mayRepeat });
  const cleaned = (whole: string) => filters?.clean(secrets.clean(whole)) ?? secrets.clean(whole);
  const spoken = filteredStream(secrets.stream(), filters);
  const silent = filteredStream(secrets.stream(), filters);
  let text = "";
  let thoughts = 0;
  const show = (delta: string): void => {
    if (delta === "") return;
    text += delta;
    onText(text);
    if (filters?.isWithheld() !== true) onFrame("text", delta);
  };
  const think = (delta: string): void => {
    thoughts += delta.length;
    if (delta !== "" && filters?.isWithheld() !== true) onFrame("reasoning", delta);
  };
  const take = (pieces: { readonly text: string; readonly thought: string }) => {
    if (pieces.thought !== "") think(silent.push(pieces.thought));
    if (pieces.text !== "") show(spoken.push(pieces.text));
  };
  const flush = () => {
    think(silent.flush());
    show(spoken.flush());
  };
  return {
    text: (delta) => take(answer.push(delta)),
    thought(delta) {
      think(silent.push(delta));
      answer.think(delta);
    },
    end() {
      const end = answer.end();
      take(end);
      flush();
      // What was shown stands, unless something in it was no part of the answer.
      const shown = end.notes.length === 0 ? text : cleaned(end.whole);
      return { ...end, shown, thoughts };
    },
    breakOff() {
      const broken = answer.broken();
      take(broken);
      flush();
      if (broken.soundLength !== undefined) onText(text.slice(0, broken.soundLength));
    },
  };
}
