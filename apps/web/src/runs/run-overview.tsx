/** The run at a glance: figures, graph, tasks, answer. */
import { lazy, type ReactNode, Suspense, useState } from "react";
import { AnswerText } from "../chat/answer-text.tsx";
import { ArtifactChips } from "../chat/artifact-chips.tsx";
import { TaskList } from "../chat/task-list.tsx";
import { countText, durationText, moneyText } from "../parts/format.ts";
import type { Artifact, Story } from "../story/story.ts";
import { figuresOf } from "../story/story-facts.ts";
import { texts } from "../texts/texts.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Section } from "../ui/page.tsx";
import { useIsWide } from "../ui/use-is-wide.ts";

const ArtifactView = lazy(async () => ({ default: (await import("../artifacts/artifact-view.tsx")).ArtifactView }));
const TaskGraph = lazy(async () => ({ default: (await import("../graph/task-graph.tsx")).TaskGraph }));
const words = texts.runs;

export interface RunOverviewProps {
  readonly run: string;
  readonly story: Story;
  readonly onOpen: (path: string) => void;
}

export function RunOverview({ run, story, onOpen }: RunOverviewProps) {
  const isWide = useIsWide();
  const [artifact, setArtifact] = useState<Artifact>();
  return (
    <div className="space-y-4">
      <Figures story={story} />
      {story.tasks.length === 0 ? (
        <p className="text-dim">{words.noTasks}</p>
      ) : (
        <Section title={words.graph}>
          <div className="h-72 overflow-hidden rounded-md border border-line">
            <Suspense fallback={null}>
              <TaskGraph tasks={story.tasks} uses={story.uses} direction={isWide ? "LR" : "TB"} onOpen={onOpen} />
            </Suspense>
          </div>
          <div className="mt-2">
            <TaskList tasks={story.tasks} onOpen={onOpen} />
          </div>
        </Section>
      )}
      {story.answer.text !== "" && (
        <Section title={words.answer}>
          <div className="space-y-3">
            <AnswerText story={story} onOpenTask={onOpen} />
            <ArtifactChips artifacts={story.artifacts} files={story.files} onOpen={setArtifact} />
          </div>
        </Section>
      )}
      {artifact !== undefined && (
        <Suspense fallback={null}>
          <Dialog title={artifact.title} isSide isOpen onClose={() => setArtifact(undefined)}>
            <ArtifactView run={run} artifact={artifact} />
          </Dialog>
        </Suspense>
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
