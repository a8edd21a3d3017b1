/**
 * The view of a terminal: the plan redrawn in place while the tasks go on, then the answer below it as it is written.
 */

import { oneLine } from "../../base/clean-text.ts";
import type { Surroundings } from "../surroundings.ts";
import { createAnswerStream } from "../terminal/answer-stream.ts";
import { createLiveRegion } from "../terminal/live-region.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { endOfText } from "../terminal/text-width.ts";
import { headLine, planLines } from "./plan-lines.ts";
import { createPlanRegion } from "./plan-region.ts";
import type { RunStory } from "./run-story.ts";
import type { RunView } from "./run-view.ts";
import { stepLine } from "./step-line.ts";

/** Where and how it is drawn. */
export interface LiveViewOptions {
  readonly surroundings: Pick<Surroundings, "stdout" | "stderr" | "now">;
  readonly terminal: Terminal;
  /** Also every step with its model and the reasons for it. */
  readonly isVerbose: boolean;
  /** One line below the plan, plain text; nothing while it is empty. */
  readonly below?: () => string;
  /** `setTimeout`; returns what stops it. */
  readonly after: (ms: number, call: () => void) => () => void;
}

/** The answer goes to standard output, the plan to standard error. */
export function createLiveView({
  surroundings,
  terminal,
  isVerbose,
  below = () => "",
  after,
}: LiveViewOptions): RunView {
  const { stdout, stderr, now } = surroundings;
  const { paint, width, height } = terminal;
  const answer = createAnswerStream({ output: stdout, width, height, paint });
  const plan = createPlanRegion({
    region: createLiveRegion(stderr, width),
    linesOf: (story) => [...linesOf(story, terminal, now()), ...belowLines(below(), terminal)],
    now,
    after,
  });
  let isPaused = false;

  /** A line that stays, above the plan. */
  const note = (line: string | undefined): void => {
    if (line === undefined || !answer.isEmpty) return;
    plan.clear();
    stderr.write(`${terminal.notes.dim(oneLine(line))}\n`);
  };
  const showAnswer = (story: RunStory, text: string): void => {
    if (answer.isEmpty) {
      if (story.plan === undefined) plan.clear();
      else {
        plan.draw(story);
        stdout.write("\n");
      }
      plan.leave();
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
      plan.drawSoon(story);
    },
    say: (text) => note(text),
    pause() {
      isPaused = true;
      plan.clear();
    },
    resume(story) {
      isPaused = false;
      if (answer.isEmpty) plan.drawSoon(story);
    },
    refresh(story) {
      if (!isPaused && answer.isEmpty) plan.drawSoon(story);
    },
    end(story) {
      isPaused = false;
      if (answer.isEmpty) plan.draw(story);
      plan.leave();
      answer.end();
    },
  };
}

/** The end of it, where the person is writing. */
function belowLines(text: string, { notes, width }: Terminal): readonly string[] {
  if (text === "") return [];
  return [notes.dim(endOfText(oneLine(text), width() - 1))];
}

function linesOf(story: RunStory, { notes, width, height }: Terminal, now: number): readonly string[] {
  const look = { paint: notes, width: width(), now, height: Math.max(3, height() - 3) };
  const plan = planLines(story, look);
  const isAnswering = story.end !== undefined || (story.answer ?? story.final) !== undefined;
  return isAnswering && plan.length > 0 ? plan : [headLine(story, look), ...plan];
}
