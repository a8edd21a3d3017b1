/** One request, the team at work on it, and its answer. */
import { lazy, Suspense, useState } from "react";
import { Link } from "../app/link.tsx";
import { thorp } from "../app/thorp.ts";
import { durationText, fileName, moneyText } from "../parts/format.ts";
import { Markdown } from "../parts/markdown.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import type { Story } from "../story/run-story.ts";
import { useStory } from "../story/use-story.ts";
import { words } from "../words.ts";
import { OpenQuestions } from "./open-questions.tsx";
import { PlanApproval } from "./plan-approval.tsx";
import { TaskList } from "./task-list.tsx";

const TaskGraph = lazy(async () => ({ default: (await import("../graph/task-graph.tsx")).TaskGraph }));

export interface ExchangeProps {
  readonly run: string;
  readonly onAskAgain: (text: string) => void;
}

export function Exchange({ run, onAskAgain }: ExchangeProps) {
  const { story, error } = useStory(run);
  const [stopError, setStopError] = useState<Error>();
  const isOver = story.endedAt !== undefined;
  const stop = (): void => void thorp.runs.cancel(run).catch((thrown: unknown) => setStopError(thrown as Error));
  return (
    <article className="space-y-4">
      <div>
        <h2 className="text-sm text-dim">{words.you}</h2>
        <p className="whitespace-pre-wrap">{story.request?.text}</p>
        {(story.request?.attachments.length ?? 0) > 0 && (
          <p className="text-sm text-dim">{story.request?.attachments.map(({ name }) => name).join(", ")}</p>
        )}
      </div>
      <div className="space-y-3 rounded-lg border border-line bg-card p-4">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-sm text-dim">
            {words.thorp}
            {story.team === undefined ? "" : ` · ${story.team}`}
          </h2>
          <StateMark state={story.state} />
        </div>
        {story.tasks.length > 0 && (
          <details open={!isOver} className="rounded border border-line p-2">
            <summary className="cursor-pointer text-sm">
              {words.plan} ({story.tasks.length})
            </summary>
            <Suspense fallback={null}>
              <TaskGraph tasks={story.tasks} />
            </Suspense>
            <TaskList tasks={story.tasks} />
          </details>
        )}
        {story.isPlanOpen && story.plan !== undefined && <PlanApproval run={run} plan={story.plan} />}
        <OpenQuestions run={run} open={story.open} />
        <div aria-live="polite" aria-busy={!isOver}>
          {story.answer.text !== "" && <Markdown text={story.answer.text} />}
        </div>
        {!isOver && story.answer.text === "" && story.open.length === 0 && <p className="text-dim">{words.working}</p>}
        {story.failure !== undefined && (
          <p role="alert" className="text-bad">
            {story.failure.message} {story.failure.hint}
          </p>
        )}
        {(error ?? stopError) !== undefined && (
          <p role="alert" className="text-bad">
            {(error ?? stopError)?.message}
          </p>
        )}
        <Findings story={story} />
        <div className="flex flex-wrap items-center gap-3 text-sm">
          {isOver ? (
            <button
              type="button"
              className="rounded border border-line px-3 py-1"
              onClick={() => onAskAgain(story.request?.text ?? "")}
            >
              {words.again}
            </button>
          ) : (
            <button type="button" className="rounded border border-line px-3 py-1" onClick={stop}>
              {words.stop}
            </button>
          )}
          <Receipt story={story} />
          <Link to={{ page: "run", run }} className="text-accent underline">
            {words.details}
          </Link>
        </div>
      </div>
    </article>
  );
}

function Findings({ story }: { readonly story: Story }) {
  if (story.citations.length === 0 && story.files.length === 0) return null;
  return (
    <div className="grid gap-2 text-sm sm:grid-cols-2">
      {story.citations.length > 0 && (
        <div>
          <h3 className="text-dim">{words.sources}</h3>
          <ol className="space-y-1">
            {story.citations.map(({ number, title, source }) => (
              <li key={number}>
                [{number}] {title}
                {source !== undefined && <span className="text-dim"> ({fileName(source)})</span>}
              </li>
            ))}
          </ol>
        </div>
      )}
      {story.files.length > 0 && (
        <div>
          <h3 className="text-dim">{words.files}</h3>
          <ul>
            {story.files.map((file) => (
              <li key={file} title={file}>
                {fileName(file)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** What it cost, how long it took, which models and why. */
function Receipt({ story }: { readonly story: Story }) {
  const took =
    story.endedAt === undefined || story.startedAt === undefined ? undefined : story.endedAt - story.startedAt;
  return (
    <details className="text-dim">
      <summary className="cursor-pointer">
        {moneyText(story.cost, words.free)}
        {took === undefined ? "" : ` · ${durationText(took)}`} · {words.whyThisModel}
      </summary>
      <ul className="mt-2 space-y-1">
        {story.uses.map(({ path, step, agent, purpose, model, reasons }) => (
          <li key={`${path}#${step}`}>
            <strong className="font-medium text-ink">{agent}</strong> ({purpose}): {model}
            <span className="block">{reasons.join("; ")}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
