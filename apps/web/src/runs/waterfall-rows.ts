/** When what happened in a run, as rows: each task with the calls that it made below it. */
import type { Story, StoryTask, Use } from "../story/story.ts";

export interface WaterfallRow {
  readonly key: string;
  readonly label: string;
  readonly depth: number;
  readonly kind: "task" | "model" | "tool";
  readonly state: StoryTask["state"] | Use["state"];
  readonly path: string;
  /** Milliseconds from the start of the run. */
  readonly from: number;
  readonly to: number;
}

export interface WaterfallData {
  readonly rows: readonly WaterfallRow[];
  readonly span: number;
}

/** What has not ended reaches to the last thing that is known. */
export function waterfallOf(story: Story): WaterfallData {
  const { startedAt, endedAt, tasks, uses } = story;
  if (startedAt === undefined) return { rows: [], span: 1 };
  const times = [...tasks, ...uses].flatMap((part) => [part.startedAt ?? startedAt, part.endedAt ?? startedAt]);
  const end = endedAt ?? Math.max(startedAt, ...times);
  const usesByPath = Map.groupBy(uses, (use) => use.path);
  const row = (use: Use, depth: number): WaterfallRow => ({
    key: `${use.path}#${use.step}`,
    label: use.kind === "model" ? `${use.purpose} ${use.model}` : use.tool,
    depth,
    kind: use.kind,
    state: use.state,
    path: use.path,
    from: use.startedAt - startedAt,
    to: (use.endedAt ?? end) - startedAt,
  });
  const below = (path: string, depth: number): readonly WaterfallRow[] =>
    (usesByPath.get(path) ?? []).map((use) => row(use, depth));
  const rows = tasks
    .filter((task) => task.startedAt !== undefined)
    .flatMap((task): readonly WaterfallRow[] => {
      const depth = task.path.split("/").length - 1;
      const { path, goal, state } = task;
      const from = (task.startedAt ?? startedAt) - startedAt;
      const to = (task.endedAt ?? end) - startedAt;
      return [{ key: path, label: goal, depth, kind: "task", state, path, from, to }, ...below(path, depth + 1)];
    });
  return { rows: [...below("", 0), ...rows], span: Math.max(1, end - startedAt) };
}
