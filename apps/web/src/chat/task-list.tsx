/** The tasks as a list: what the graph shows, for readers who do not see it and for narrow screens. */
import { durationText } from "../parts/format.ts";
import { StateMark } from "../parts/state-mark.tsx";
import type { StoryTask } from "../story/run-story.ts";

export function TaskList({ tasks }: { readonly tasks: readonly StoryTask[] }) {
  return (
    <ol className="space-y-1 text-sm">
      {tasks.map(({ path, goal, agent, state, note, startedAt, endedAt }) => (
        <li key={path} style={{ paddingLeft: `${path.split("/").length - 1}rem` }}>
          <StateMark state={state} /> <span>{goal}</span>
          <span className="text-dim">
            {" "}
            · {agent}
            {startedAt !== undefined && endedAt !== undefined ? ` · ${durationText(endedAt - startedAt)}` : ""}
            {note ? ` · ${note}` : ""}
          </span>
        </li>
      ))}
    </ol>
  );
}
