/** The tasks as a list: what the graph shows, for readers who do not see it and for narrow screens. */
import { durationText } from "../parts/format.ts";
import { StateMark } from "../parts/state-mark.tsx";
import type { StoryTask } from "../story/story.ts";

export interface TaskListProps {
  readonly tasks: readonly StoryTask[];
  readonly onOpen: (path: string) => void;
}

export function TaskList({ tasks, onOpen }: TaskListProps) {
  return (
    <ol className="space-y-px">
      {tasks.map(({ path, goal, agent, state, note, startedAt, endedAt }) => (
        <li key={path} style={{ paddingLeft: `${path.split("/").length - 1}rem` }}>
          <button
            type="button"
            onClick={() => onOpen(path)}
            className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-left text-xs hover:bg-inset"
          >
            <StateMark state={state} isBare />
            <span className="min-w-0 flex-1">
              <span className="block truncate">{goal === "" ? path : goal}</span>
              {note !== undefined && note !== "" && state !== "done" && (
                <span className="block truncate text-dim">{note}</span>
              )}
            </span>
            <span className="text-dim">{agent}</span>
            {startedAt !== undefined && endedAt !== undefined && (
              <span className="figures text-dim">{durationText(endedAt - startedAt)}</span>
            )}
          </button>
        </li>
      ))}
    </ol>
  );
}
