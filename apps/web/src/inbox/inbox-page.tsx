/** Everything that waits for a person, from all runs. */
import type { Run } from "@thorp/client";
import { Inbox } from "lucide-react";
import { Link } from "../app/link.tsx";
import { goTo } from "../app/use-place.ts";
import { useWaiting } from "../app/use-waiting.ts";
import { OpenQuestions } from "../chat/open-questions.tsx";
import { PlanCard } from "../chat/plan-card.tsx";
import { TaskList } from "../chat/task-list.tsx";
import { timeText } from "../parts/format.ts";
import { useStory } from "../story/use-story.ts";
import { texts } from "../texts/texts.ts";
import { Empty } from "../ui/empty.tsx";
import { Page } from "../ui/page.tsx";

const words = texts.runs.inbox;

export function InboxPage() {
  const waiting = useWaiting();
  return (
    <Page title={texts.app.pages.inbox} about={words.about}>
      {waiting.length === 0 && <Empty icon={Inbox} title={words.empty} about={words.emptyAbout} />}
      <ul className="space-y-4">
        {waiting.map((run) => (
          <li key={run.id}>
            <WaitingRun run={run} />
          </li>
        ))}
      </ul>
    </Page>
  );
}

function WaitingRun({ run }: { readonly run: Run }) {
  const { story } = useStory(run.id);
  return (
    <section className="space-y-2" aria-label={run.text}>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <Link to={{ page: "chat", conversation: run.conversation }} className="font-medium hover:underline">
          {run.text}
        </Link>
        <span className="text-xs text-dim">
          {run.team} · {timeText(run.startedAt)}
        </span>
      </p>
      {/* Nobody says yes to a plan that they have not seen. */}
      {story.isPlanOpen && (
        <TaskList tasks={story.tasks} onOpen={(task) => goTo({ page: "run", run: run.id, tab: "overview", task })} />
      )}
      <PlanCard run={run.id} story={story} />
      <OpenQuestions run={run.id} open={story.open} />
    </section>
  );
}
