/** The plan as a picture that changes while the team works. The list beside it says the same in words. */
import { Background, Handle, type Node, type NodeProps, Position, ReactFlow } from "@xyflow/react";
import { memo, useMemo } from "react";
import { StateMark } from "../parts/state-mark.tsx";
import type { StoryTask } from "../story/run-story.ts";
import { words } from "../words.ts";
import { layoutTasks, NODE } from "./layout-tasks.ts";
import "@xyflow/react/dist/style.css";

type TaskNode = Node<{ readonly task: StoryTask }, "task">;

const TaskBox = memo(({ data: { task } }: NodeProps<TaskNode>) => (
  <div className="overflow-hidden rounded border border-line bg-card p-2 text-xs" style={NODE}>
    <Handle type="target" position={Position.Left} className="opacity-0" />
    <p className="truncate font-medium text-ink" title={task.goal}>
      {task.goal}
    </p>
    <p className="truncate text-dim">
      <StateMark state={task.state} /> · {task.agent}
    </p>
    <Handle type="source" position={Position.Right} className="opacity-0" />
  </div>
));

const nodeTypes = { task: TaskBox };

export function TaskGraph({ tasks }: { readonly tasks: readonly StoryTask[] }) {
  const { nodes, edges } = useMemo(() => {
    const placed = layoutTasks(tasks);
    return {
      nodes: placed.places.map(
        ({ task, x, y }): TaskNode => ({ id: task.path, type: "task", position: { x, y }, data: { task } }),
      ),
      edges: placed.edges.map(({ from, to }) => ({ id: `${from}>${to}`, source: from, target: to })),
    };
  }, [tasks]);
  return (
    <div className="hidden h-56 sm:block" role="img" aria-label={words.plan}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        fitView
        maxZoom={1}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background />
      </ReactFlow>
    </div>
  );
}
