/** One task from close by: what it was to do, which calls it made, what each saw and gave, what came out. */
import { ArrowLeft } from "lucide-react";
import { SourceLink } from "../chat/citation-chip.tsx";
import { durationText } from "../parts/format.ts";
import { Markdown } from "../parts/markdown.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { UseCard } from "../runs/use-card.tsx";
import type { Story, StoryTask } from "../story/story.ts";
import { usesOf } from "../story/story-facts.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { TaskActions } from "./task-actions.tsx";

const words = texts.chat.trace;

export interface TaskTraceProps {
  readonly run: string;
  readonly story: Story;
  readonly path: string;
  readonly onBack?: () => void;
}

export function TaskTrace({ run, story, path, onBack }: TaskTraceProps) {
  const task = story.tasks.find((known) => known.path === path);
  const back = onBack !== undefined && (
    <Button look="quiet" size="small" icon={ArrowLeft} className="-ml-2" onClick={onBack}>
      {words.back}
    </Button>
  );
  if (task === undefined)
    return (
      <div className="p-4">
        {back}
        <p className="text-dim">{words.gone}</p>
      </div>
    );
  const uses = usesOf(story, path);
  return (
    <div
      data-scroll
      tabIndex={0}
      role="region"
      aria-label={task.goal}
      className="min-h-0 flex-1 space-y-4 overflow-y-auto p-4"
    >
      {back}
      <TaskHead task={task} />
      <TaskActions run={run} story={story} task={task} />
      {task.note !== undefined && task.note !== "" && <p className="text-dim">{task.note}</p>}
      <section className="space-y-1.5">
        <h3 className="text-xs font-medium text-dim">{words.calls}</h3>
        {uses.length === 0 && <p className="text-dim">{words.noCalls}</p>}
        {uses.map((use) => (
          <UseCard key={use.step} run={run} use={use} />
        ))}
      </section>
      {task.text !== undefined && task.text !== "" && (
        <section className="space-y-1.5">
          <h3 className="text-xs font-medium text-dim">{words.result}</h3>
          <Markdown text={task.text} isGrowing={task.endedAt === undefined} />
        </section>
      )}
      {task.sources !== undefined && task.sources.length > 0 && (
        <section>
          <h3 className="text-xs font-medium text-dim">{words.sources}</h3>
          <ul className="list-disc pl-5">
            {task.sources.map(({ title, location }) => (
              <li key={`${title} ${location}`} className="break-all">
                {title} <span className="text-dim">{<SourceLink source={location} />}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function TaskHead({ task }: { readonly task: StoryTask }) {
  const { goal, agent, state, acceptance, needs, startedAt, endedAt } = task;
  const rows = [
    [words.acceptance, acceptance],
    [words.needs, needs.length === 0 ? undefined : needs.join(", ")],
  ] as const;
  return (
    <header className="space-y-1">
      <h3 className="font-semibold">{goal}</h3>
      <p className="figures flex items-center gap-2 text-xs text-dim">
        <StateMark state={state} /> {agent}
        {startedAt !== undefined && endedAt !== undefined && <span>{durationText(endedAt - startedAt)}</span>}
      </p>
      <dl className="text-xs">
        {rows.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name} className="flex gap-2">
              <dt className="text-dim">{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </header>
  );
}
