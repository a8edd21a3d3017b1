/** What the team does, above its answer: one line while it goes well, tasks and tool calls when it is opened. */
import { ChevronRight, Workflow } from "lucide-react";
import { memo } from "react";
import { StateMark } from "../parts/state-mark.tsx";
import type { Story } from "../story/story.ts";
import { progressOf, toolUses } from "../story/story-facts.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { TaskList } from "./task-list.tsx";
import { ToolCard } from "./tool-card.tsx";

const words = texts.chat;

export interface WorkLogProps {
  readonly story: Story;
  readonly onOpenTask: (path: string) => void;
  readonly onOpenGraph: () => void;
}

export const WorkLog = memo(
  ({ story, onOpenTask, onOpenGraph }: WorkLogProps) => {
    const tools = toolUses(story);
    const { tasks } = story;
    if (tasks.length === 0 && tools.length === 0) return null;
    const isOver = story.endedAt !== undefined;
    return (
      <div className="relative">
        <details open={!isOver || story.isPlanOpen} className="group/work">
          <summary
            className={`flex h-7 list-none items-center gap-1.5 text-xs text-dim hover:text-ink [&::-webkit-details-marker]:hidden ${tasks.length > 1 ? "pr-28" : ""}`}
          >
            <ChevronRight
              aria-hidden="true"
              className="size-3.5 shrink-0 transition-transform group-open/work:rotate-90"
            />
            <span className="truncate">
              {story.isPlanOpen ? words.workPlanned : isOver ? words.work : words.workNow}: {summaryOf(story)}
            </span>
          </summary>
          <div className="mt-1 space-y-1.5 border-l border-line pl-2 ml-1.5">
            {tasks.length > 0 && <TaskList tasks={tasks} onOpen={onOpenTask} />}
            {tools.map((use) => (
              <ToolCard key={`${use.path}#${use.step}`} use={use} />
            ))}
          </div>
        </details>
        {tasks.length > 1 && (
          <Button look="quiet" size="small" icon={Workflow} onClick={onOpenGraph} className="absolute top-0 right-0">
            {words.showGraph}
          </Button>
        )}
      </div>
    );
  },
  // Live text of the answer changes nothing here.
  (a, b) =>
    a.story.tasks === b.story.tasks &&
    a.story.uses === b.story.uses &&
    a.story.endedAt === b.story.endedAt &&
    a.story.isPlanOpen === b.story.isPlanOpen,
);

function summaryOf(story: Story): string {
  const parts: string[] = [];
  const { over, all } = progressOf(story);
  if (all > 0) parts.push(story.isPlanOpen ? texts.common.tasks(all) : words.progress(over, all));
  const tools = toolUses(story).length;
  if (tools > 0) parts.push(words.tools(tools));
  return parts.join(", ");
}

/** As long as it runs: what goes on. */
export function WorkingLine({ story }: { readonly story: Story }) {
  return (
    <p role="status" className="flex min-h-7 items-center gap-2 text-dim">
      <StateMark state="running" isBare />
      <span className="pulse truncate">{doing(story)}</span>
    </p>
  );
}

function doing({ answer, tasks, thought }: Story): string {
  if (answer.text !== "") return words.writing;
  const goal = tasks.findLast(({ state }) => state === "running")?.goal ?? "";
  if (goal !== "") return goal;
  return thought === "" ? words.working : words.thinking;
}
