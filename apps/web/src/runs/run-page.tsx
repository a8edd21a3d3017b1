/** One run from close by: its graph, when which task ran, and every event. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link } from "../app/link.tsx";
import { thorp } from "../app/thorp.ts";
import { TaskList } from "../chat/task-list.tsx";
import { Markdown } from "../parts/markdown.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { useStory } from "../story/use-story.ts";
import { words } from "../words.ts";
import { Waterfall } from "./waterfall.tsx";

const TaskGraph = lazy(async () => ({ default: (await import("../graph/task-graph.tsx")).TaskGraph }));

export function RunPage({ run }: { readonly run: string }) {
  const { story, error } = useStory(run);
  const { data: events = [] } = useQuery({
    queryKey: ["events", run, story.state],
    queryFn: () => thorp.runs.events(run),
  });
  return (
    <div className="h-full space-y-4 overflow-auto p-4" tabIndex={0} role="region" aria-label={words.details}>
      <header className="flex flex-wrap items-baseline gap-3">
        <h1 className="text-xl font-semibold">{story.request?.text ?? run}</h1>
        <StateMark state={story.state} />
        {story.request !== undefined && (
          <Link to={{ page: "chat", conversation: story.request.conversation }} className="text-accent underline">
            {words.backToChat}
          </Link>
        )}
      </header>
      {error !== undefined && <p role="alert">{error.message}</p>}
      {story.tasks.length > 0 && (
        <section aria-label={words.plan}>
          <Suspense fallback={null}>
            <TaskGraph tasks={story.tasks} />
          </Suspense>
          <TaskList tasks={story.tasks} />
        </section>
      )}
      <Waterfall tasks={story.tasks} startedAt={story.startedAt} endedAt={story.endedAt} />
      {story.answer.text !== "" && <Markdown text={story.answer.text} />}
      <details>
        <summary className="cursor-pointer">
          {words.events} ({events.length})
        </summary>
        <ol className="mt-2 space-y-1 font-mono text-xs">
          {events.map((event) => (
            <li key={event.seq} className="overflow-x-auto whitespace-nowrap">
              {event.seq} {event.path || "run"} {event.type} {JSON.stringify(event).slice(0, 400)}
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}
