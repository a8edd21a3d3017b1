/** One run from close by: its graph, when what ran, every call, every event. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link } from "../app/link.tsx";
import { type RunTab, runTabs } from "../app/places.ts";
import { thorp } from "../app/thorp.ts";
import { goTo } from "../app/use-place.ts";
import { StateMark } from "../parts/state-mark.tsx";
import type { Story } from "../story/story.ts";
import { useStory } from "../story/use-story.ts";
import { texts } from "../texts/texts.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { EventList } from "./event-list.tsx";
import { RunActions } from "./run-actions.tsx";
import { RunOverview } from "./run-overview.tsx";
import { UseCard } from "./use-card.tsx";
import { Waterfall } from "./waterfall.tsx";

const words = texts.runs;
const TaskTrace = lazy(async () => ({ default: (await import("../graph/task-trace.tsx")).TaskTrace }));

export interface RunPageProps {
  readonly run: string;
  readonly tab: RunTab;
  readonly task: string | undefined;
}

export function RunPage({ run, tab, task }: RunPageProps) {
  const { story, error, isKnown } = useStory(run);
  const title = story.request?.text ?? run;
  const show = (path: string | undefined): void =>
    goTo({ page: "run", run, tab, ...(path === undefined || path === "" ? {} : { task: path }) });
  return (
    <div data-scroll className="h-full overflow-y-auto" tabIndex={0} role="region" aria-label={title}>
      <div className="mx-auto max-w-6xl space-y-4 p-4 md:px-8 md:py-6">
        <header className="space-y-2">
          <h1 className="line-clamp-3 text-xl font-semibold tracking-tight">{title}</h1>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <StateMark state={story.state} isRun />
            <span className="text-dim">{story.team}</span>
            {story.recoveries > 0 && <span className="text-dim">{words.recovered(story.recoveries)}</span>}
            <RunActions run={run} story={story} />
          </div>
          <Tabs run={run} current={tab} />
        </header>
        {error !== undefined && <Failure error={error} />}
        {story.failure !== undefined && <Failure error={story.failure} />}
        {isKnown ? (
          <TabContent run={run} tab={tab} story={story} onOpen={show} />
        ) : (
          <Waiting label={texts.common.loading} />
        )}
      </div>
      <Dialog title={texts.chat.pane.task} isSide isOpen={task !== undefined} onClose={() => show(undefined)}>
        <Suspense fallback={null}>{task !== undefined && <TaskTrace run={run} story={story} path={task} />}</Suspense>
      </Dialog>
    </div>
  );
}

function Tabs({ run, current }: { readonly run: string; readonly current: RunTab }) {
  return (
    <nav aria-label={words.figures} className="flex gap-1 overflow-x-auto border-b border-line">
      {runTabs.map((tab) => (
        <Link
          key={tab}
          to={{ page: "run", run, tab }}
          isCurrent={tab === current}
          className="-mb-px border-b-2 border-transparent px-3 py-2 text-dim hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
        >
          {words.tabs[tab]}
        </Link>
      ))}
    </nav>
  );
}

interface TabContentProps {
  readonly run: string;
  readonly tab: RunTab;
  readonly story: Story;
  readonly onOpen: (path: string) => void;
}

function TabContent({ run, tab, story, onOpen }: TabContentProps) {
  switch (tab) {
    case "overview":
      return <RunOverview run={run} story={story} onOpen={onOpen} />;
    case "timeline":
      return <Waterfall story={story} onOpen={onOpen} />;
    case "calls":
      return (
        <div className="space-y-1.5">
          {story.uses.length === 0 && <p className="text-dim">{words.callsEmpty}</p>}
          {story.uses.map((use) => (
            <UseCard key={`${use.path}#${use.step}`} run={run} use={use} />
          ))}
        </div>
      );
    case "events":
      return <Events run={run} story={story} />;
  }
}

function Events({ run, story }: { readonly run: string; readonly story: Story }) {
  const { data, error } = useQuery({
    queryKey: ["events", run, story.state],
    queryFn: () => thorp.runs.events(run),
  });
  if (error !== null) return <Failure error={error} />;
  return data === undefined ? (
    <Waiting label={texts.common.loading} />
  ) : (
    <EventList events={data} startedAt={story.startedAt} />
  );
}
