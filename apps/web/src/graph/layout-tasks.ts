/** Places of tasks and their arrows: a layer for what can run at the same time. */
import { graphlib, layout } from "@dagrejs/dagre";
import type { StoryTask } from "../story/story.ts";

export interface PlacedTask {
  readonly task: StoryTask;
  readonly x: number;
  readonly y: number;
}

export interface TaskLayout {
  readonly places: readonly PlacedTask[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export const NODE = { width: 216, height: 76 } as const;

/** A task without a wish of its own hangs below the task that it is a part of. */
export function layoutTasks(tasks: readonly StoryTask[], direction: "LR" | "TB"): TaskLayout {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: direction, nodesep: 14, ranksep: 40 });
  graph.setDefaultEdgeLabel(() => ({}));
  const known = new Set(tasks.map((task) => task.path));
  for (const { path } of tasks) graph.setNode(path, { ...NODE });
  const edges = tasks.flatMap(({ path, needs }) => {
    const wanted = needs.filter((need) => known.has(need));
    const parent = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : undefined;
    const from = wanted.length === 0 && parent !== undefined && known.has(parent) ? [parent] : wanted;
    return from.map((source) => ({ from: source, to: path }));
  });
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  return {
    edges,
    places: tasks.map((task) => {
      const { x, y } = graph.node(task.path) as { x: number; y: number };
      return { task, x: x - NODE.width / 2, y: y - NODE.height / 2 };
    }),
  };
}
