/**
 * The view of a terminal: the plan redrawn in place while the tasks go on, then the answer below it as it is written.
 */
import type { Surroundings } from "../surroundings.ts";
import { createAnswerStream } from "../terminal/answer-stream.ts";
import { oneLine } from "../terminal/clean-text.ts";
import { createLiveRegion } from "../terminal/live-region.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { headLine, planLines } from "./plan-lines.ts";
import { stepLine } from "./step-line.ts";
import type { RunStory } from "./run-story.ts";
import type { RunView } from "./run-view.ts";

export interface LiveViewOptions {
  readonly surroundings: Pick<Surroundings, "stdout" | "stderr" | "now">;
  readonly terminal: Terminal;
  /** Also every step with its model and the reasons for it. */
  readonly isVerbose: boolean;
  /** `setTimeout`; returns what stops it. */
  readonly after: (ms: number, call: () => void) => () => void;
}

/** Ten redraws a second are as many as anybody sees. */
const REDRAW_MS = 100;
/** The clock of tasks under way. */
const TICK_MS = 1000;

export function createLiveView({ surroundings, terminal, isVerbose, after }: LiveViewOptions): RunView {
  const { stdout, stderr, now } = surroundings;
  const region = createLiveRegion(stderr, terminal.width);
  const answer = createAnswerStream({ output: stdout, width: terminal.width, height: terminal.height, paint: terminal.paint });
  let lastDrawn = "";
  let lastDrawnAt = Number.NEGATIVE_INFINITY;
  let isPaused = false;
  let stopTimer: (() => void) | undefined;

  const linesOf = (story: RunStory): readonly string[] => {
    const look = { paint: terminal.notes, width: terminal.width(), now: now(), height: Math.max(3, terminal.height() - 3) };
    const plan = planLines(story, look);
    const isAnswering = story.end !== undefined || (story.answer ?? story.final) !== undefined;
    return isAnswering && plan.length > 0 ? plan : [headLine(story, look), ...plan];
  };
  const draw = (story: RunStory): void => {
    stopTimer?.();
    lastDrawnAt = now();
    const lines = linesOf(story);
    // Most updates change nothing that is seen.
    if (lines.join("\n") !== lastDrawn) region.draw(lines);
    lastDrawn = lines.join("\n");
    if (story.end === undefined) stopTimer = after(TICK_MS, () => draw(story));
  };
  const drawSoon = (story: RunStory): void => {
    const due = lastDrawnAt + REDRAW_MS - now();
    if (due <= 0) return draw(story);
    stopTimer?.();
    stopTimer = after(due, () => draw(story));
  };
  const leaveRegion = (): void => {
    stopTimer?.();
    region.leave();
    lastDrawn = "";
  };
  /** A line that stays, above the plan. */
  const note = (line: string | undefined): void => {
    if (line === undefined || !answer.isEmpty) return;
    region.clear();
    lastDrawn = "";
    stderr.write(`${terminal.notes.dim(oneLine(line))}\n`);
  };
  const showAnswer = (story: RunStory, text: string): void => {
    if (answer.isEmpty) {
      if (story.plan === undefined) region.clear();
      else {
        draw(story);
        stdout.write("\n");
      }
      leaveRegion();
    }
    answer.show(text);
  };

  return {
    update(story, update) {
      if (isPaused) return;
      if (isVerbose && update.kind === "event") note(stepLine(update.event));
      const text = story.final?.text ?? story.answer?.text;
      if (text !== undefined && text !== "") return showAnswer(story, text);
      // What had been shown was no answer after all.
      if (!answer.isEmpty) answer.withdraw();
      drawSoon(story);
    },
    pause() {
      isPaused = true;
      stopTimer?.();
      region.clear();
      lastDrawn = "";
    },
    resume(story) {
      isPaused = false;
      drawSoon(story);
    },
    end(story) {
      isPaused = false;
      if (answer.isEmpty) draw(story);
      leaveRegion();
      answer.end();
    },
  };
}
