/** The run at a glance: figures, graph, tasks, answer. */
import { lazy, type ReactNode, Suspense } from "react";
import { TaskList } from "../chat/task-list.tsx";
import { countText, durationText, moneyText } from "../parts/format.ts";
import { Markdown } from "../parts/markdown.tsx";
import type { Story } from "../story/story.ts";
import { figuresOf } from "../story/story-facts.ts";
import { texts } from "../texts/texts.ts";
import { Section } from "../ui/page.tsx";

const TaskGraph = lazy(async () => ({ default: (await import("../graph/task-graph.tsx")).TaskGraph }));
const words = texts.runs;

export interface RunOverviewProps {
  readonly story: Story;
  readonly onOpen: (path: string) => void;
}

export function RunOverview({ story, onOpen }: RunOverviewProps) {
  return (
    <div className="space-y-4">
      <Figures story={story} />
      {story.tasks.length === 0 ? (
        <p className="text-dim">{words.noTasks}</p>
      ) : (
        <Section title={words.graph}>
          <div className="hidden h-72 overflow-hidden rounded-md border border-line sm:block">
            <Suspense fallback={null}>
              <TaskGraph tasks={story.tasks} uses={story.uses} onOpen={onOpen} />
            </Suspense>
          </div>
          <div className="mt-2">
            <TaskList tasks={story.tasks} onOpen={onOpen} />
          </div>
        </Section>
      )}
      {story.answer.text !== "" && (
        <Section title={words.answer}>
          <Markdown text={story.answer.text} isGrowing={!story.answer.isFinal} />
        </Section>
      )}
    </div>
  );
}

function Figures({ story }: { readonly story: Story }) {
  const { cost, took, inputTokens, outputTokens, calls } = figuresOf(story);
  const rows: readonly (readonly [name: string, value: ReactNode])[] = [
    [texts.chat.took, took === undefined ? "…" : durationText(took)],
    [texts.chat.cost, moneyText(cost, texts.common.free)],
    [texts.chat.tokens, texts.chat.tokensInOut(countText(inputTokens), countText(outputTokens))],
    [texts.chat.calls, calls],
  ];
  return (
    <dl className="figures grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line md:grid-cols-4">
      {rows.map(([name, value]) => (
        <div key={name} className="bg-card px-4 py-3">
          <dt className="text-xs text-dim">{name}</dt>
          <dd className="mt-0.5 font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
