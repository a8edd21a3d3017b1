/** The plan as a picture that changes while the team works. A list beside it says the same in words. */
import {
  Background,
  Controls,
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { memo, useEffect, useMemo } from "react";
import { moneyText } from "../parts/format.ts";
import { StateMark } from "../parts/state-mark.tsx";
import type { StoryTask, Use } from "../story/story.ts";
import { taskFigures } from "../story/story-facts.ts";
import { texts } from "../texts/texts.ts";
import { layoutTasks, NODE } from "./layout-tasks.ts";
import "@xyflow/react/dist/style.css";
import "./task-graph.css";

type TaskNode = Node<
  { readonly task: StoryTask; readonly model: string; readonly cost: number; readonly direction: "LR" | "TB" },
  "task"
>;

const borders: Partial<Record<StoryTask["state"], string>> = {
  running: "border-accent",
  checking: "border-accent",
  done: "border-good/50",
  failed: "border-bad",
  blocked: "border-warn",
};

const TaskBox = memo(({ data: { task, model, cost, direction }, selected }: NodeProps<TaskNode>) => (
  <div
    className={`flex cursor-pointer flex-col justify-between overflow-hidden rounded-md border bg-card px-2.5 py-1.5 text-left text-xs shadow-sm ${borders[task.state] ?? "border-line"} ${selected ? "outline-2 outline-accent" : ""}`}
    style={NODE}
  >
    <Handle type="target" position={direction === "LR" ? Position.Left : Position.Top} className="opacity-0" />
    <p className="line-clamp-2 leading-snug font-medium text-ink" title={task.goal}>
      {task.goal === "" ? task.path : task.goal}
    </p>
    <p className="flex items-center gap-1.5 text-[0.6875rem] text-dim">
      <StateMark state={task.state} isBare />
      <span className="truncate">{task.agent}</span>
      <span className="ml-auto max-w-[45%] truncate">{model}</span>
      {cost > 0 && <span className="figures">{moneyText(cost, texts.common.free)}</span>}
    </p>
    <Handle type="source" position={direction === "LR" ? Position.Right : Position.Bottom} className="opacity-0" />
  </div>
));

const nodeTypes = { task: TaskBox };

export interface TaskGraphProps {
  readonly tasks: readonly StoryTask[];
  readonly uses: readonly Use[];
  readonly direction?: "LR" | "TB";
  readonly chosen?: string | undefined;
  readonly onOpen: (path: string) => void;
}

export function TaskGraph({ tasks, uses, direction = "LR", chosen, onOpen }: TaskGraphProps) {
  const shape = tasks.map(({ path, needs }) => `${path}<${needs.join()}`).join(" ");
  // Placed anew only when a task comes or goes: nothing moves while states change.
  const layout = useMemo(() => layoutTasks(tasks, direction), [shape, direction]);
  const nodes = useMemo(() => {
    const byPath = new Map(tasks.map((task) => [task.path, task]));
    return layout.places.map(({ task: placed, x, y }): TaskNode => {
      const task = byPath.get(placed.path) ?? placed;
      const { model, cost } = taskFigures(uses.filter((use) => use.path === task.path));
      const data = { task, model: model?.split("/").at(-1) ?? "", cost, direction };
      return { id: task.path, type: "task", position: { x, y }, data, selected: task.path === chosen, ...NODE };
    });
  }, [layout, tasks, uses, chosen, direction]);
  const edges = useMemo(() => {
    const running = new Set(tasks.filter(({ state }) => state === "running").map(({ path }) => path));
    return layout.edges.map(
      ({ from, to }): Edge => ({
        id: `${from}>${to}`,
        source: from,
        target: to,
        animated: running.has(to),
        markerEnd: { type: MarkerType.ArrowClosed, color: "var(--color-line-strong)" },
      }),
    );
  }, [layout, tasks]);
  return (
    <div className="task-graph h-full min-h-48" role="group" aria-label={texts.chat.pane.graph}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodeClick={(_event, node) => onOpen(node.id)}
        fitView
        fitViewOptions={{ padding: 0.12, maxZoom: 1 }}
        minZoom={0.1}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background />
        <Controls showInteractive={false} />
        <FitOnChange shape={`${direction} ${shape}`} />
      </ReactFlow>
    </div>
  );
}

/** The whole stays in view when tasks come, and when its place becomes another. */
function FitOnChange({ shape }: { readonly shape: string }) {
  const { fitView } = useReactFlow();
  const size = useStore(({ width, height }) => `${width} x ${height}`);
  useEffect(() => void fitView({ padding: 0.12, maxZoom: 1 }), [shape, size, fitView]);
  return null;
}
