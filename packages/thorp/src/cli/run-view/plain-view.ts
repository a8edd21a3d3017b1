/** The view without a terminal: a line on standard error when something happens, the answer on standard output. */

import { cleanText, oneLine } from "../../base/clean-text.ts";
import { countWords, durationWords } from "../../base/words.ts";
import type { RunEvent } from "../../events/event.ts";
import type { Surroundings } from "../surroundings.ts";
import type { RunStory } from "./run-story.ts";
import type { RunView } from "./run-view.ts";
import { stepLine } from "./step-line.ts";

/** Where it is written and how much. */
export interface PlainViewOptions {
  readonly surroundings: Pick<Surroundings, "stdout" | "stderr">;
  /** Only the answer. */
  readonly isQuiet: boolean;
  /** Also every step with its model and the reasons for it. */
  readonly isVerbose: boolean;
}

/** Lines are only added, never redrawn: fit for files and pipes. */
export function createPlainView({ surroundings, isQuiet, isVerbose }: PlainViewOptions): RunView {
  const { stdout, stderr } = surroundings;
  return {
    update(story, update) {
      if (isQuiet || update.kind !== "event") return;
      const line = eventLine(story, update.event) ?? (isVerbose ? stepLine(update.event) : undefined);
      if (line !== undefined) stderr.write(`${oneLine(line)}\n`);
    },
    say(text) {
      if (!isQuiet) stderr.write(`${text}\n`);
    },
    pause() {},
    resume() {},
    refresh() {},
    end(story) {
      const text = story.final?.text;
      // In one piece at the end: a text that is being replaced cannot be taken back from a pipe.
      if (text) stdout.write(`${cleanText(text).trimEnd()}\n`);
    },
  };
}

function eventLine(story: RunStory, event: RunEvent): string | undefined {
  const where = event.path === "" ? "" : `${event.path}: `;
  switch (event.type) {
    case "run-recover":
      return `taken up again (${event.recovery})`;
    case "plan-propose":
    case "plan-revise":
      // What is left is proposed first and comes again as a revision.
      if (event.path === "" && story.plan !== event.plan) return undefined;
      return `${where}plan: ${countWords(event.plan.tasks.length, "task")}${event.type === "plan-revise" ? ` (${event.reason})` : ""}`;
    case "task-start":
      return `${where}started by ${event.task.agent}: ${event.task.goal}`;
    case "task-retry":
      return `${where}again: ${event.critique}`;
    case "task-escalate":
      return `${where}to a ${event.to} model: ${event.reason}`;
    case "task-reassign":
      return `${where}given to ${event.agent}: ${event.reason}`;
    case "check-end":
      return event.withdraws === undefined ? undefined : `${where}again: ${event.reason}`;
    case "task-block":
      return `${where}blocked: ${event.reason}`;
    case "task-end":
      return `${where}${event.state}${tookWords(story, event)}${event.failure === undefined ? "" : `: ${event.failure.message}`}`;
    case "approval-ask":
      return `${where}asks for approval: ${event.summary} (${event.why})`;
    case "approval-answer":
      return event.by === "timeout" ? "nobody answered in time: not approved" : undefined;
    default:
      return undefined;
  }
}

function tookWords(story: RunStory, event: RunEvent): string {
  const startedAt = story.tasks.get(event.path)?.startedAt;
  return startedAt === undefined ? "" : ` in ${durationWords(event.at - startedAt)}`;
}
