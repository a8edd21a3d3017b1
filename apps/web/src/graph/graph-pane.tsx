/** The graph of a run with the same as a list below; a task that is chosen opens its trace. */

import { PlanCard } from "../chat/plan-card.tsx";
import { TaskList } from "../chat/task-list.tsx";
import { moneyText } from "../parts/format.ts";
import { StateMark } from "../parts/state-mark.tsx";
import type { Story } from "../story/story.ts";
import { progressOf } from "../story/story-facts.ts";
import { texts } from "../texts/texts.ts";
import { useIsWide } from "../ui/use-is-wide.ts";
import { AddTask } from "./add-task.tsx";
import { TaskGraph } from "./task-graph.tsx";

export interface GraphPaneProps {
  readonly run: string;
  readonly story: Story;
  readonly onOpenTask: (path: string) => void;
}

export function GraphPane({ run, story, onOpenTask }: GraphPaneProps) {
  const isWide = useIsWide();
  const { over, all } = progressOf(story);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="figures flex items-center gap-3 px-4 py-2 text-xs text-dim">
        <StateMark state={story.state} isRun />
        <span>{texts.chat.progress(over, all)}</span>
        <span>{moneyText(story.cost, texts.common.free)}</span>
      </div>
      <progress value={over} max={Math.max(1, all)} aria-label={texts.chat.progress(over, all)} className="sr-only" />
      <div className={`border-y border-line ${isWide ? "min-h-0 flex-1" : "h-[45dvh] shrink-0"}`}>
        <TaskGraph tasks={story.tasks} uses={story.uses} direction="TB" onOpen={onOpenTask} />
      </div>
      <div
        data-scroll
        tabIndex={0}
        role="region"
        aria-label={texts.chat.work}
        className="max-h-[40%] space-y-2 overflow-y-auto p-3 max-[1099px]:max-h-none max-[1099px]:min-h-0 max-[1099px]:flex-1"
      >
        {/* Beside the conversation, which shows it, once is enough; above it nothing else is seen. */}
        {!isWide && <PlanCard run={run} story={story} />}
        <TaskList tasks={story.tasks} onOpen={onOpenTask} />
        <AddTask run={run} story={story} />
      </div>
    </div>
  );
}
