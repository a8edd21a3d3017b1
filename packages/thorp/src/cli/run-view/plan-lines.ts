/** The plan as lines of a tree: what each task is about, who does it, how far it is. */

import { oneLine } from "../../base/clean-text.ts";
import { durationWords } from "../../base/words.ts";
import type { TaskState } from "../../wire/plan.ts";
import type { Paint } from "../terminal/paint.ts";
import { fitText, textWidth } from "../terminal/text-width.ts";
import { childrenOf, type RunStory, type StoryTask } from "./run-story.ts";

/** How the tree is drawn. */
export interface PlanLook {
  readonly paint: Paint;
  /** Columns. */
  readonly width: number;
  /** Milliseconds since 1970, for tasks under way. */
  readonly now: number;
  /** Lines there is room for; tasks that are over are left out first. */
  readonly height?: number;
}

const stateMarks: Readonly<Record<TaskState, string>> = {
  waiting: "·",
  ready: "·",
  running: "▸",
  blocked: "?",
  checking: "▸",
  done: "✓",
  failed: "✗",
  skipped: "–",
  cancelled: "–",
};

/** Empty while there is no plan. */
export function planLines(story: RunStory, look: PlanLook): readonly string[] {
  const rows = treeRows(story, "", 0);
  const shown = shorten(rows, look.height ?? Number.POSITIVE_INFINITY);
  return shown.map((row) => (typeof row === "string" ? look.paint.dim(`  ${row}`) : taskLine(row, look)));
}

/** One line about the run as a whole, for when no task is under way. */
export function headLine(story: RunStory, { paint, width, now }: PlanLook): string {
  const elapsed = durationWords(Math.max(0, now - story.startedAt));
  const words = [story.team, story.doing, story.doing === "" ? "" : modelWords(story.model), elapsed];
  return paint.dim(fitText(oneLine(words.filter((word) => word !== "").join(" · ")), width - 1));
}

interface TreeRow {
  readonly task: StoryTask;
  readonly depth: number;
}

function treeRows(story: RunStory, path: string, depth: number): readonly TreeRow[] {
  return childrenOf(story, path).flatMap((task) => [{ task, depth }, ...treeRows(story, task.path, depth + 1)]);
}

/** First what is over goes, then what has not begun; a line says how much. */
function shorten(rows: readonly TreeRow[], height: number): readonly (TreeRow | string)[] {
  if (rows.length <= height) return rows;
  const isOver = ({ task }: TreeRow) =>
    task.state !== "running" && task.state !== "blocked" && task.state !== "waiting";
  const over = rows.filter(isOver);
  const left = rows.filter((row) => !isOver(row));
  const room = Math.max(1, height - (over.length > 0 ? 1 : 0));
  const kept = left.length <= room ? left : left.slice(0, Math.max(0, room - 1));
  return [
    ...(over.length > 0 ? [`${over.length} finished`] : []),
    ...kept,
    ...(kept.length < left.length ? [`and ${left.length - kept.length} more`] : []),
  ];
}

const NARROWEST_GOAL = 24;

function taskLine({ task, depth }: TreeRow, look: PlanLook): string {
  const { paint, width } = look;
  const start = `${"  ".repeat(depth)}${stateMarks[task.state]} `;
  const side = oneLine(sideWords(task, look.now).join(" · "));
  const goal = oneLine(task.goal);
  const room = width - 1 - textWidth(start);
  // The goal gets what the side leaves, but never less than makes it recognisable.
  const goalWidth = Math.max(Math.min(NARROWEST_GOAL, textWidth(goal)), room - textWidth(side) - 2);
  const shownGoal = fitText(goal, Math.min(goalWidth, room));
  const shownSide = fitText(side, room - textWidth(shownGoal) - 2);
  const painted = paintState(task.state, paint);
  return `${painted(start)}${task.state === "waiting" ? paint.dim(shownGoal) : shownGoal}  ${paint.dim(shownSide)}`.trimEnd();
}

function sideWords(task: StoryTask, now: number): readonly string[] {
  const { agent, state, startedAt, endedAt, doing, model, reason } = task;
  const elapsed = startedAt === undefined ? [] : [durationWords((endedAt ?? now) - startedAt)];
  const isOver = endedAt !== undefined;
  const step = isOver || doing === undefined ? [] : [doing];
  const said =
    (isOver && state !== "done") || state === "blocked" || (!isOver && doing === undefined) ? (reason ?? []) : [];
  return [agent, ...elapsed, ...step, ...(isOver || model === undefined ? [] : [modelWords(model)]), ...[said].flat()];
}

/** Models of the rules are not models to a reader. */
export function modelWords(model: string | undefined): string {
  if (model === undefined) return "";
  return model === "rules" || model.startsWith("rules/") ? "engine: rules" : model;
}

function paintState(state: TaskState, paint: Paint): (text: string) => string {
  switch (state) {
    case "done":
      return paint.green;
    case "failed":
      return paint.red;
    case "blocked":
      return paint.yellow;
    case "running":
    case "checking":
      return paint.cyan;
    default:
      return paint.dim;
  }
}
