/** When what happened in a run, as rows in the order in which things began: each task with what it made below it. */
import { parentOf, type Story, type StoryTask, type Use } from "../story/story.ts";

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
  const begun = tasks.filter((task) => task.startedAt !== undefined);
  const known = new Set(begun.map(({ path }) => path));
  const tasksByParent = Map.groupBy(begun, ({ path }) => (known.has(parentOf(path)) ? parentOf(path) : ""));
  const withParts = (task: StoryTask, depth: number): readonly [WaterfallRow, ...WaterfallRow[]] => {
    const { path, goal, state } = task;
    const from = (task.startedAt ?? startedAt) - startedAt;
    const to = (task.endedAt ?? end) - startedAt;
    return [{ key: path, label: goal, depth, kind: "task", state, path, from, to }, ...below(path, depth + 1)];
  };
  /** Calls and tasks at a path, each with what is below it, in the order in which they began. */
  const below = (path: string, depth: number): readonly WaterfallRow[] => {
    const parts: readonly (readonly [WaterfallRow, ...WaterfallRow[]])[] = [
      ...(usesByPath.get(path) ?? []).map((use) => [row(use, depth)] as const),
      ...(tasksByParent.get(path) ?? []).map((task) => withParts(task, depth)),
    ];
    return parts.toSorted(([a], [b]) => a.from - b.from).flat();
  };
  return { rows: below("", 0), span: Math.max(1, end - startedAt) };
}
